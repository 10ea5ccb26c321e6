import DSP

/// Chain parameters as `key=value` words, exact both ways. An effect writes only its own parameters, from its descriptor:
/// `effect=delay effect.wet=0.35 effect.seconds=0.25 effect.feedback=0.5`.
enum ParameterWords {
    static func text(_ parameters: ChainParameters) -> String {
        let filter = parameters.filter
        var words = [
            "semitones=\(parameters.semitones)", "tempo=\(parameters.tempo)", "gain_db=\(parameters.gainDecibels)",
            "filter=\(filter.kind.name)", "hertz=\(filter.cutoffHertz)", "q=\(filter.q)", "effect=\(parameters.effect.name)",
        ]
        let values = parameters.effect.values
        for (index, parameter) in (parameters.effect.descriptor?.parameters ?? []).enumerated() {
            words.append("effect.\(parameter.key)=\(parameter.text(values[index]))")
        }
        if parameters.cutsTails { words.append("cuts_tails=true") }
        if parameters.splicesAlone { words.append("splices_alone=true") }
        return words.joined(separator: " ")
    }

    /// Nil when a word is unknown or its value is not a finite number.
    static func parse(_ words: some Sequence<Substring>) -> ChainParameters? {
        var parameters = ChainParameters()
        var effectWords: [(key: Substring, value: Substring)] = []
        for word in words {
            guard let equals = word.firstIndex(of: "=") else { return nil }
            let (key, value) = (word[..<equals], word[word.index(after: equals)...])
            switch key {
            case "semitones", "gain_db", "hertz", "q", "tempo":
                guard set(key, value, in: &parameters) else { return nil }
            case "filter":
                guard let kind = FilterKind(name: String(value)) else { return nil }
                parameters.filter.kind = kind
            case "cuts_tails":
                guard let flag = Bool(String(value)) else { return nil }
                parameters.cutsTails = flag
            case "splices_alone":
                guard let flag = Bool(String(value)) else { return nil }
                parameters.splicesAlone = flag
            case "effect":
                guard let effect = EffectSetting(name: String(value)) else { return nil }
                parameters.effect = effect
            default:
                effectWords.append((key, value))
            }
        }
        // Last, because which keys are valid depends on the effect.
        for (key, value) in effectWords where !set(key, value, in: &parameters.effect) { return nil }
        return parameters
    }

    private static func set(_ key: Substring, _ value: Substring, in parameters: inout ChainParameters) -> Bool {
        if key == "tempo" {
            guard let number = Double(value), number.isFinite, number > 0 else { return false }
            parameters.tempo = number
            return true
        }
        guard let number = Float(value), number.isFinite else { return false }
        switch key {
        case "semitones": parameters.semitones = number
        case "gain_db": parameters.gainDecibels = number
        case "hertz": parameters.filter.cutoffHertz = number
        default: parameters.filter.q = number
        }
        return true
    }

    private static func set(_ key: Substring, _ value: Substring, in effect: inout EffectSetting) -> Bool {
        if key.hasPrefix("effect.") {
            guard let descriptor = effect.descriptor, let index = descriptor.index(of: String(key.dropFirst(7))),
                let number = descriptor.parameters[index].value(of: value)
            else { return false }
            effect.values[index] = number
            return true
        }
        return setOld(key, value, in: &effect)
    }

    /// Older records hold the parameters of all effects, whichever was in use; those of others than `effect` are checked and
    /// dropped.
    private static func setOld(_ key: Substring, _ value: Substring, in effect: inout EffectSetting) -> Bool {
        if key == "wet" {
            guard let number = Float(value), number.isFinite else { return false }
            effect.wet = number
            return true
        }
        guard let place = oldWords[String(key)], let owner = EffectSetting(name: place.effect)?.descriptor,
            let index = owner.index(of: place.key), let number = owner.parameters[index].value(of: value)
        else { return false }
        if effect.name == place.effect { effect.values[index] = number }
        return true
    }

    private static let oldWords: [String: (effect: String, key: String)] = [
        "reverb_seconds": ("reverb", "seconds"), "delay_seconds": ("delay", "seconds"), "feedback": ("delay", "feedback"),
        "wah_low": ("wah", "low_hertz"), "wah_high": ("wah", "high_hertz"), "wah_q": ("wah", "q"),
        "wah_hertz": ("wah", "rate_hertz"), "wah_by": ("wah", "moved_by"), "wah_sensitivity_db": ("wah", "sensitivity_db"),
    ]
}
