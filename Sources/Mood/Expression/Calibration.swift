import CMath

/// What a face shows when it shows nothing differs from person to person. A calibration takes one's own neutral face back to
/// the typical one: a number for each expression, added to the logarithm of its probability. Numbers only, no picture.
public struct Calibration: Equatable, Sendable {
    /// The most that is taken from an expression or given to it, in natural logarithms. Together these are below 3.5, so an
    /// expression that the network reads with 0.971 or more wins whatever a calibration says.
    public static let mostTaken: Float = -2.5
    public static let mostGiven: Float = 0.95
    /// Probabilities below this are noise.
    static let leastProbability: Float = 0.004
    /// What the network reads in the faces of FER+ valid that at least eight of ten people called neutral: the middle of each
    /// expression, as `Training/measure.py` prints it. To be taken anew with new weights.
    static let typicalNeutral = ExpressionWeights(happy: 0.001, sad: 0.018, angry: 0.001, surprise: 0, neutral: 0.947)

    /// What is added to each expression's logarithm, within `mostTaken` … `mostGiven`; neutral's is 0.
    public let bias: ExpressionWeights

    /// Numbers beyond the limits are brought back to them, what is no number becomes 0, and neutral's part is taken out.
    public init(bias: ExpressionWeights) {
        var clamped = ExpressionWeights()
        for expression in Expression.allCases where expression != .neutral {
            let number = bias[expression] - bias.neutral
            clamped[expression] = number.isNaN ? 0 : min(max(number, Calibration.mostTaken), Calibration.mostGiven)
        }
        self.bias = clamped
    }

    /// - Parameter readings: of one face that was kept neutral. The middle one of every expression counts, so a blink or a word
    ///   does no harm; few readings are trusted less.
    public init(neutralFace readings: [ExpressionWeights]) {
        var bias = ExpressionWeights()
        let trust = Float(readings.count) / (Float(readings.count) + 3)
        for expression in Expression.allCases where expression != .neutral && !readings.isEmpty {
            let heights = readings.map { Calibration.height(of: expression, in: $0) }.sorted()
            let typical = Calibration.height(of: expression, in: Calibration.typicalNeutral)
            bias[expression] = (typical - heights[heights.count / 2]) * trust
        }
        self.init(bias: bias)
    }

    /// Logarithm of an expression's odds against neutral.
    private static func height(of expression: Expression, in weights: ExpressionWeights) -> Float {
        logarithm(weights[expression]) - logarithm(weights.neutral)
    }

    private static func logarithm(_ probability: Float) -> Float {
        Float(math_log(Double(max(probability, leastProbability))))
    }

    /// The expression that most of these readings of a neutral face still show when corrected; nil when that is neutral.
    public func whatIsNotNeutral(in readings: [ExpressionWeights]) -> Expression? {
        var votes = ExpressionWeights()
        for reading in readings { votes[applied(to: reading).strongest] += 1 }
        return votes.neutral * 2 >= Float(readings.count) ? nil : votes.strongest
    }

    /// The corrected probabilities, sum 1.
    public func applied(to weights: ExpressionWeights) -> ExpressionWeights {
        var result = weights
        for expression in Expression.allCases { result[expression] *= math_expf(bias[expression]) }
        return result.normalised
    }
}
