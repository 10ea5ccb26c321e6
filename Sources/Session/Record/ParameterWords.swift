import DSP

/// Chain parameters as `key=value` words, exact both ways.
enum ParameterWords {
    static func text(_ parameters: ChainParameters) -> String {
        let filter = parameters.filter
        let effect = parameters.effect
        return [
            "semitones=\(parameters.semitones)", "tempo=\(parameters.tempo)", "gain_db=\(parameters.gainDecibels)",
            "filter=\(filter.kind.name)", "hertz=\(filter.cutoffHertz)", "q=\(filter.q)",
            "effect=\(effect.kind.name)", "wet=\(effect.wet)", "reverb_seconds=\(effect.reverbSeconds)",
            "delay_seconds=\(effect.delaySeconds)", "feedback=\(effect.delayFeedback)", "wah_low=\(effect.wahLowHertz)",
            "wah_high=\(effect.wahHighHertz)", "wah_q=\(effect.wahQ)", "wah_hertz=\(effect.wahRateHertz)",
            "wah_by=\(effect.wahMover.name)", "wah_sensitivity_db=\(effect.wahSensitivityDecibels)",
        ].joined(separator: " ")
    }

    /// Nil when a word is unknown or its value no finite number.
    static func parse(_ words: some Sequence<Substring>) -> ChainParameters? {
        var parameters = ChainParameters()
        for word in words {
            guard let equals = word.firstIndex(of: "=") else { return nil }
            guard set(String(word[..<equals]), word[word.index(after: equals)...], in: &parameters) else { return nil }
        }
        return parameters
    }

    private static func set(_ key: String, _ value: Substring, in parameters: inout ChainParameters) -> Bool {
        switch key {
        case "filter":
            guard let kind = FilterKind(name: String(value)) else { return false }
            parameters.filter.kind = kind
            return true
        case "effect":
            guard let kind = EffectKind(name: String(value)) else { return false }
            parameters.effect.kind = kind
            return true
        case "wah_by":
            guard let mover = WahMover(name: String(value)) else { return false }
            parameters.effect.wahMover = mover
            return true
        case "tempo":
            guard let number = Double(value), number.isFinite, number > 0 else { return false }
            parameters.tempo = number
            return true
        default:
            guard let number = Float(value), number.isFinite, let path = floats[key] else { return false }
            parameters[keyPath: path] = number
            return true
        }
    }

    private static let floats: [String: WritableKeyPath<ChainParameters, Float> & Sendable] = [
        "semitones": \.semitones, "gain_db": \.gainDecibels, "hertz": \.filter.cutoffHertz, "q": \.filter.q,
        "wet": \.effect.wet, "reverb_seconds": \.effect.reverbSeconds, "delay_seconds": \.effect.delaySeconds,
        "feedback": \.effect.delayFeedback, "wah_low": \.effect.wahLowHertz, "wah_high": \.effect.wahHighHertz,
        "wah_q": \.effect.wahQ, "wah_hertz": \.effect.wahRateHertz, "wah_sensitivity_db": \.effect.wahSensitivityDecibels,
    ]
}
