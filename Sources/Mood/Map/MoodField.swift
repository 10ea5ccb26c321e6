import DSP

/// One number or one choice of a mood's setting, as map files name it and a page shows it.
public enum MoodField: Equatable, Sendable {
    case semitones, tempo, filterKind, filterHertz, filterQ, effectKind
    /// A number of the effect by its key; the mood's effect decides whether there is one.
    case effect(String)
    case gain

    /// Those that every mood has, in the order of map files.
    public static let common: [MoodField] = [.semitones, .tempo, .filterKind, .filterHertz, .filterQ, .effectKind, .gain]

    /// `semitones`, `filter.hertz`, `effect.wet`.
    public var key: String {
        switch self {
        case .semitones: "semitones"
        case .tempo: "tempo"
        case .filterKind: "filter.kind"
        case .filterHertz: "filter.hertz"
        case .filterQ: "filter.q"
        case .effectKind: "effect.kind"
        case .effect(let key): "effect." + key
        case .gain: "gain_db"
        }
    }

    /// Nil unless it is the key of a field that some mood can have.
    public init?(key: String) {
        if let field = MoodField.common.first(where: { $0.key == key }) {
            self = field
            return
        }
        for parameter in EffectSetting.catalogue.flatMap({ $0.parameters }) where MoodField.effect(parameter.key).key == key {
            self = .effect(parameter.key)
            return
        }
        return nil
    }

    /// For people.
    public var label: String {
        switch self {
        case .semitones: "key"
        case .tempo: "tempo"
        case .filterKind: "filter"
        case .filterHertz: "cutoff"
        case .filterQ: "Q"
        case .effectKind: "effect"
        case .effect(let key): key
        case .gain: "gain"
        }
    }

    /// What the number counts; empty for a pure number or a choice.
    public var unit: String {
        switch self {
        case .semitones: "semitones"
        case .tempo: "×"
        case .filterHertz: "Hz"
        case .gain: "dB"
        case .filterKind, .filterQ, .effectKind, .effect: ""
        }
    }

    /// What it does, in a few words.
    public var meaning: String {
        switch self {
        case .semitones: "how far the piece is transposed"
        case .tempo: "how fast it plays; 1 is its own tempo"
        case .filterKind: "which end of the sound is taken away"
        case .filterHertz: "where the filter begins"
        case .filterQ: "how sharp the filter's corner is; 0.707 is flat"
        case .effectKind: "what colours the sound"
        case .effect(let key):
            EffectSetting.catalogue.flatMap { $0.parameters }.first { $0.key == key }?.meaning ?? ""
        case .gain: "louder or softer than measured"
        }
    }

    /// The range of a common field; for a choice, of its index.
    public var range: ClosedRange<Double> {
        switch self {
        case .semitones: -12...12
        case .tempo: 0.1...5
        case .filterHertz: 20...20_000
        case .filterQ: 0.1...20
        case .gain: -40...12
        case .filterKind, .effectKind: 0...Double(choices.count - 1)
        case .effect(let key):
            EffectSetting.catalogue.flatMap { $0.parameters }.first { $0.key == key }?.range ?? 0...0
        }
    }

    /// The names of a common field that is a choice, else none.
    public var choices: [String] {
        switch self {
        case .filterKind: MoodField.filterKinds.map { $0.name }
        case .effectKind: [EffectSetting.noneName] + EffectSetting.catalogue.map { $0.name }
        default: []
        }
    }

    static let filterKinds: [FilterKind] = [.none, .lowPass, .highPass]
}

extension MoodSetting {
    /// The number of a field, for a choice its index; nil when the effect has no such parameter.
    public subscript(_ field: MoodField) -> Double? {
        switch field {
        case .semitones: return Double(semitones)
        case .tempo: return tempo
        case .filterKind: return MoodField.filterKinds.firstIndex(of: filter.kind).map { Double($0) }
        case .filterHertz: return Double(filter.cutoffHertz)
        case .filterQ: return Double(filter.q)
        case .effectKind: return Double((effect.index ?? -1) + 1)
        case .effect(let key):
            guard let index = effect.descriptor?.index(of: key) else { return nil }
            return Double(effect.values[index])
        case .gain: return Double(gainDecibels)
        }
    }

    /// Sets one field; another kind of effect begins with its own defaults.
    /// - Returns: false, and nothing changes, when the effect has no such parameter or the value is out of range.
    public mutating func set(_ field: MoodField, to value: Double) -> Bool {
        if case .effect(let key) = field { return setEffect(key, to: value) }
        guard field.range.contains(value) else { return false }
        switch field {
        case .semitones: semitones = Float(value)
        case .tempo: tempo = value
        case .filterKind: filter.kind = MoodField.filterKinds[Int(value)]
        case .filterHertz: filter.cutoffHertz = Float(value)
        case .filterQ: filter.q = Float(value)
        case .effectKind:
            let index = Int(value) - 1
            effect = index < 0 ? .none : EffectSetting.catalogue[index].setting
            effectFollowsBeat = true
        case .gain: gainDecibels = Float(value)
        case .effect: return false
        }
        return true
    }

    /// A time set by hand is meant: from then on the effect's times are the map's own.
    private mutating func setEffect(_ key: String, to value: Double) -> Bool {
        guard let descriptor = effect.descriptor, let index = descriptor.index(of: key),
            descriptor.parameters[index].range.contains(value)
        else { return false }
        effect.values[index] = Float(value)
        if descriptor.parameters[index].beatRule != nil { effectFollowsBeat = false }
        return true
    }
}
