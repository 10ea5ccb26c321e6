import DSP

/// When a change of key, tempo or effect acts.
public enum Quantise: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    case now, beat, bar

    /// The word in map files and on the command line.
    public var name: String {
        switch self {
        case .now: "now"
        case .beat: "beat"
        case .bar: "bar"
        }
    }

    /// Nil unless `name` is one of the three.
    public init?(name: String) {
        guard let match = Quantise.allCases.first(where: { $0.name == name }) else { return nil }
        self = match
    }
}

/// What one expression does to the music.
public struct MoodSetting: Equatable, Sendable, BitwiseCopyable {
    /// Key shift, −12 … 12 semitones.
    public var semitones: Float
    /// Tempo ratio, 0.1 … 5; 2 plays twice as fast.
    public var tempo: Double
    /// Kind, cutoff and Q.
    public var filter: FilterSetting
    /// Kind, wet level and the kind's own parameters.
    public var effect: EffectSetting
    /// The map gives none of the effect's times that have a beat rule a value of its own: then they follow the beat where the
    /// piece has one.
    public var effectFollowsBeat: Bool
    /// −40 … 12 dB.
    public var gainDecibels: Float

    /// By default the piece as it is.
    public init(
        semitones: Float = 0, tempo: Double = 1, filter: FilterSetting = FilterSetting(), effect: EffectSetting = .none,
        effectFollowsBeat: Bool = true, gainDecibels: Float = 0
    ) {
        self.semitones = semitones
        self.tempo = tempo
        self.filter = filter
        self.effect = effect
        self.effectFollowsBeat = effectFollowsBeat
        self.gainDecibels = gainDecibels
    }
}

/// What tempo, cutoff, wet level and gain follow. Key and the kinds of filter and effect always follow the named mood: half a
/// semitone is no key, and half a wah no effect.
public enum Blend: UInt8, Sendable, BitwiseCopyable {
    /// The named mood alone.
    case named
    /// All expressions, each by its probability.
    case probability
    /// All expressions, each by how near the face is to it in valence and arousal (`MoodPlace`).
    case place

    /// All three.
    public static let all: [Blend] = [.named, .probability, .place]

    /// The word in commands.
    public var name: String {
        switch self {
        case .named: "named"
        case .probability: "probability"
        case .place: "place"
        }
    }

    /// Nil unless `name` is one of the three.
    public init?(name: String) {
        guard let match = Blend.all.first(where: { $0.name == name }) else { return nil }
        self = match
    }
}

/// The table from expressions to music.
public struct MoodMap: Equatable, Sendable {
    /// As users see it; not checked.
    public var name: String
    /// What the amounts follow.
    public var blend: Blend
    /// When key, tempo and effect change, unless the user says otherwise.
    public var quantise: Quantise
    /// Paths of songs that moods have to themselves, each another recording of one theme; the other moods play the session's song.
    public var songs: [Expression: String] = [:]
    /// The music of `.happy`.
    public var happy: MoodSetting
    /// The music of `.sad`.
    public var sad: MoodSetting
    /// The music of `.angry`.
    public var angry: MoodSetting
    /// The music of `.surprise`.
    public var surprise: MoodSetting
    /// The music of `.neutral`.
    public var neutral: MoodSetting

    /// A map as given; ranges are checked where maps are read from files.
    public init(
        name: String, blend: Blend = .named, quantise: Quantise = .beat, happy: MoodSetting, sad: MoodSetting, angry: MoodSetting,
        surprise: MoodSetting, neutral: MoodSetting
    ) {
        self.name = name
        self.blend = blend
        self.quantise = quantise
        self.happy = happy
        self.sad = sad
        self.angry = angry
        self.surprise = surprise
        self.neutral = neutral
    }

    /// The music of an expression.
    public subscript(_ expression: Expression) -> MoodSetting {
        get {
            switch expression {
            case .happy: happy
            case .sad: sad
            case .angry: angry
            case .surprise: surprise
            case .neutral: neutral
            }
        }
        set {
            switch expression {
            case .happy: happy = newValue
            case .sad: sad = newValue
            case .angry: angry = newValue
            case .surprise: surprise = newValue
            case .neutral: neutral = newValue
            }
        }
    }
}
