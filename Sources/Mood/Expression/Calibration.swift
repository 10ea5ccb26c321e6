import CMath

/// Neutral faces differ from person to person. A calibration maps one's own to the typical one by a bias per expression, added to the
/// logarithm of its probability. Numbers only, no picture.
public struct Calibration: Equatable, Sendable {
    /// The lowest bias, in natural logarithms. It and `mostGiven` are less than 3.5 apart, so that an expression read with a
    /// probability of 0.971 or more wins under any calibration.
    public static let mostTaken: Float = -2.5
    /// The highest bias.
    public static let mostGiven: Float = 0.95
    /// Probabilities below this are noise.
    static let leastProbability: Float = 0.004
    /// What the network reads in the faces of FER+ valid that at least eight of ten annotators called neutral: the median of each
    /// expression, as `Training/measure.py` prints it. Measure again with new weights.
    static let typicalNeutral = ExpressionWeights(happy: 0.001, sad: 0.025, angry: 0.001, surprise: 0, neutral: 0.929)

    /// Added to each expression's log probability, within `mostTaken` … `mostGiven`; neutral's is 0.
    public let bias: ExpressionWeights

    /// Made relative to neutral's, then clamped to the limits; NaN becomes 0.
    public init(bias: ExpressionWeights) {
        var clamped = ExpressionWeights()
        for expression in Expression.allCases where expression != .neutral {
            let number = bias[expression] - bias.neutral
            clamped[expression] = number.isNaN ? 0 : min(max(number, Calibration.mostTaken), Calibration.mostGiven)
        }
        self.bias = clamped
    }

    /// Calibrates from a neutral face.
    /// - Parameter readings: of one face that was kept neutral. Their median counts, so a blink or a word does no harm; the fewer
    ///   there are, the smaller the bias.
    public init(neutralFace readings: [ExpressionWeights]) {
        var bias = ExpressionWeights()
        let trust = Float(readings.count) / (Float(readings.count) + 3)
        for expression in Expression.allCases where expression != .neutral && !readings.isEmpty {
            let readLogOdds = readings.map { Calibration.logOdds(of: expression, in: $0) }.sorted()
            let typical = Calibration.logOdds(of: expression, in: Calibration.typicalNeutral)
            bias[expression] = (typical - readLogOdds[readLogOdds.count / 2]) * trust
        }
        self.init(bias: bias)
    }

    /// An expression's log odds against neutral.
    private static func logOdds(of expression: Expression, in weights: ExpressionWeights) -> Float {
        logarithm(weights[expression]) - logarithm(weights.neutral)
    }

    private static func logarithm(_ probability: Float) -> Float {
        Float(math_log(Double(max(probability, leastProbability))))
    }

    /// The expression that prevails in these readings of a neutral face even when corrected; nil when at least half are neutral.
    public func whatIsNotNeutral(in readings: [ExpressionWeights]) -> Expression? {
        var votes = ExpressionWeights()
        for reading in readings { votes[applied(to: reading).strongest] += 1 }
        return votes.neutral * 2 >= Float(readings.count) ? nil : votes.strongest
    }

    /// The corrected probabilities, which sum to 1.
    public func applied(to weights: ExpressionWeights) -> ExpressionWeights {
        var result = weights
        for expression in Expression.allCases { result[expression] *= math_expf(bias[expression]) }
        return result.normalised
    }
}
