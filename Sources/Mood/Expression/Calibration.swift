import CMath

/// Faces differ from person to person. A calibration maps one's own neutral face to the typical one by a bias per expression, added to
/// the logarithm of its probability; where all five were shown, their prototypes take its place. Numbers only, no picture.
public struct Calibration: Equatable, Sendable {
    /// The lowest bias, in natural logarithms. It and `mostGiven` are less than 3.5 apart, so that an expression read with a
    /// probability of 0.971 or more wins under any bias.
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
    /// What the face reads in all five; nil when only the neutral one was shown.
    public let prototypes: FacePrototypes?

    /// Made relative to neutral's, then clamped to the limits; NaN becomes 0.
    public init(bias: ExpressionWeights, prototypes: FacePrototypes? = nil) {
        var clamped = ExpressionWeights()
        for expression in Expression.allCases where expression != .neutral {
            let number = bias[expression] - bias.neutral
            clamped[expression] = number.isNaN ? 0 : min(max(number, Calibration.mostTaken), Calibration.mostGiven)
        }
        self.bias = clamped
        self.prototypes = prototypes
    }

    /// Calibrates from a neutral face.
    /// - Parameters:
    ///   - readings: of one face that was kept neutral. Their median counts, so a blink or a word does no harm; the fewer there are,
    ///     the smaller the bias.
    ///   - prototypes: of the same face, if all five were shown.
    public init(neutralFace readings: [ExpressionWeights], prototypes: FacePrototypes? = nil) {
        var bias = ExpressionWeights()
        let trust = Float(readings.count) / (Float(readings.count) + 3)
        for expression in Expression.allCases where expression != .neutral && !readings.isEmpty {
            let readLogOdds = readings.map { Calibration.logOdds(of: expression, in: $0) }.sorted()
            let typical = Calibration.logOdds(of: expression, in: Calibration.typicalNeutral)
            bias[expression] = (typical - readLogOdds[readLogOdds.count / 2]) * trust
        }
        self.init(bias: bias, prototypes: prototypes)
    }

    /// An expression's log odds against neutral.
    private static func logOdds(of expression: Expression, in weights: ExpressionWeights) -> Float {
        logarithm(weights[expression]) - logarithm(weights.neutral)
    }

    private static func logarithm(_ probability: Float) -> Float {
        Float(math_log(Double(max(probability, leastProbability))))
    }

    /// The expression that prevails in these readings of a neutral face even when corrected; nil when at least three of four are
    /// neutral: of a blink or a word there is less, and more of a face that changes.
    public func whatIsNotNeutral(in readings: [ExpressionWeights]) -> Expression? {
        var votes = ExpressionWeights()
        for reading in readings { votes[applied(to: reading).strongest] += 1 }
        guard votes.neutral * 4 < Float(readings.count) * 3 else { return nil }
        votes.neutral = 0
        return votes.strongest
    }

    /// The corrected probabilities, which sum to 1.
    public func applied(to weights: ExpressionWeights) -> ExpressionWeights {
        if let prototypes { return prototypes.applied(to: weights) }
        var result = weights
        for expression in Expression.allCases { result[expression] *= math_expf(bias[expression]) }
        return result.normalised
    }
}
