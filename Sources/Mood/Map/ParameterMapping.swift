import CMath
import DSP

/// Applies a mood map: a mood in, chain parameters out.
public struct ParameterMapping: Equatable, Sendable {
    /// The map applied.
    public var map: MoodMap
    /// 0 … 1: how far the music follows the face; 0 leaves the piece as it is, 1 plays the map's numbers.
    public var amount: Float
    /// The piece's own tempo; nil for a piece without a beat grid.
    public var beatsPerMinute: Double?
    /// Of the piece; below 1 counts as 1.
    public var beatsPerBar: Int
    /// Makes the moods of this map equally loud on this piece; nothing until it was measured.
    public var match: LoudnessMatch

    /// A mapping as given.
    public init(
        map: MoodMap, amount: Float = 1, beatsPerMinute: Double? = nil, beatsPerBar: Int = 4, match: LoudnessMatch = LoudnessMatch()
    ) {
        self.match = match
        self.map = map
        self.amount = amount
        self.beatsPerMinute = beatsPerMinute
        self.beatsPerBar = beatsPerBar
    }

    /// - Parameters:
    ///   - named: the mood that decides key and kinds.
    ///   - weights: the five, sum 1; used by maps that blend.
    ///   - pace: takes the place of the moods' tempo.
    public func parameters(named: Expression, weights: ExpressionWeights, pace: Pace? = nil) -> ChainParameters {
        var setting = map[named]
        let shares = self.shares(named, weights)
        if map.blend != .named { blend(into: &setting, shares) }
        var parameters = ChainParameters()
        parameters.tempo = pace?.tempo ?? math_pow(setting.tempo, Double(amount))
        parameters.semitones = (setting.semitones * amount).rounded(.toNearestOrAwayFromZero)
        parameters.filter = scaled(setting.filter)
        parameters.effect = setting.effect
        parameters.effect.wet *= amount
        parameters.gainDecibels = setting.gainDecibels * amount + ParameterMapping.mean(match.gains, shares)
        if setting.effectFollowsBeat, let beatSeconds = pace?.beatSeconds ?? beatsPerMinute.map({ 60 / ($0 * parameters.tempo) }) {
            parameters.effect.follow(beatSeconds: Float(beatSeconds), beatsPerBar: beatsPerBar)
        }
        return parameters
    }

    /// The part of those parameters' gain that makes up for key, tempo and effect rather than for the filter.
    public func structureDecibels(named: Expression, weights: ExpressionWeights) -> Float {
        let shares = self.shares(named, weights)
        return ParameterMapping.mean(match.gains, shares) - ParameterMapping.mean(match.filterGains, shares)
    }

    /// How much each expression's numbers count.
    private func shares(_ named: Expression, _ weights: ExpressionWeights) -> ExpressionWeights {
        switch map.blend {
        case .named: ExpressionWeights(only: named)
        case .probability: weights
        case .place: MoodPlace(of: weights).shares
        }
    }

    private static func mean(_ numbers: ExpressionWeights, _ shares: ExpressionWeights) -> Float {
        var sum: Float = 0, total: Float = 0
        for expression in Expression.allCases {
            sum += numbers[expression] * shares[expression]
            total += shares[expression]
        }
        return total > 0 ? sum / total : 0
    }

    private func blend(into setting: inout MoodSetting, _ weights: ExpressionWeights) {
        var logTempo = 0.0, logCutoff = 0.0, wet: Float = 0, gain: Float = 0, total: Float = 0
        for expression in Expression.allCases {
            let weight = weights[expression], part = map[expression]
            total += weight
            logTempo += Double(weight) * math_log(part.tempo)
            let cutoff = part.filter.kind == setting.filter.kind ? part.filter.cutoffHertz : setting.filter.openHertz
            logCutoff += Double(weight) * math_log(Double(cutoff))
            wet += weight * (part.effect.isSameEffect(as: setting.effect) ? part.effect.wet : 0)
            gain += weight * part.gainDecibels
        }
        guard total > 0 else { return }
        setting.tempo = math_exp(logTempo / Double(total))
        setting.filter.cutoffHertz = Float(math_exp(logCutoff / Double(total)))
        setting.effect.wet = wet / total
        setting.gainDecibels = gain / total
    }

    private func scaled(_ filter: FilterSetting) -> FilterSetting {
        var result = filter
        let open = math_log(Double(filter.openHertz)), set = math_log(Double(filter.cutoffHertz))
        result.cutoffHertz = Float(math_exp(open + (set - open) * Double(amount)))
        return amount == 1 ? filter : result
    }
}

extension EffectSetting {
    fileprivate mutating func follow(beatSeconds: Float, beatsPerBar: Int) {
        for (index, parameter) in (descriptor?.parameters ?? []).enumerated() {
            if let value = parameter.value(beatSeconds: beatSeconds, beatsPerBar: beatsPerBar) { values[index] = value }
        }
    }
}

extension FilterSetting {
    /// The cutoff at which a filter of this kind lets everything audible through.
    var openHertz: Float {
        switch kind {
        case .none: cutoffHertz
        case .lowPass: 20_000
        case .highPass: 20
        }
    }
}
