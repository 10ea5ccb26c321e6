import CMath

/// One number for each of the five expressions: probabilities that sum to 1, or the smoothed weights of a mood.
public struct ExpressionWeights: Equatable, Sendable, BitwiseCopyable {
    /// Weight of `.happy`.
    public var happy: Float
    /// Weight of `.sad`.
    public var sad: Float
    /// Weight of `.angry`.
    public var angry: Float
    /// Weight of `.surprise`.
    public var surprise: Float
    /// Weight of `.neutral`.
    public var neutral: Float

    /// Weights as given, by default all 0.
    public init(happy: Float = 0, sad: Float = 0, angry: Float = 0, surprise: Float = 0, neutral: Float = 0) {
        self.happy = happy
        self.sad = sad
        self.angry = angry
        self.surprise = surprise
        self.neutral = neutral
    }

    /// All weight on one expression.
    public init(only expression: Expression) {
        self.init()
        self[expression] = 1
    }

    /// The weight of an expression.
    public subscript(_ expression: Expression) -> Float {
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

    /// The expression of the largest weight; of equals the first in the order of `Expression.allCases`.
    public var strongest: Expression {
        var best = Expression.happy
        for expression in Expression.allCases where self[expression] > self[best] { best = expression }
        return best
    }

    /// The same proportions, scaled to sum to 1; weights that sum to 0 are returned unchanged.
    public var normalised: ExpressionWeights {
        let sum = happy + sad + angry + surprise + neutral
        guard sum > 0 else { return self }
        return ExpressionWeights(
            happy: happy / sum, sad: sad / sum, angry: angry / sum, surprise: surprise / sum, neutral: neutral / sum)
    }

    /// Moves every weight the fraction `share` (0…1) of the way to `target`.
    public func moved(towards target: ExpressionWeights, share: (Expression) -> Float) -> ExpressionWeights {
        var result = self
        for expression in Expression.allCases {
            result[expression] += (target[expression] - self[expression]) * share(expression)
        }
        return result
    }
}

extension ExpressionWeights {
    /// Normalised entropy: 0 (certain) … 1 (all five equal).
    public var entropy: Float {
        var sum = 0.0
        for expression in Expression.allCases where self[expression] > 0 {
            let weight = Double(self[expression])
            sum -= weight * math_log(weight)
        }
        return Float(sum / math_log(Double(Expression.count)))
    }

    /// 1 − entropy: 1 (one expression has all the weight) … 0 (all five equal).
    public var confidence: Float { min(max(1 - entropy, 0), 1) }

    /// From unpleasant (−1) to pleasant (1), as in `MoodPlace`.
    public var valence: Float { MoodPlace(of: self).valence }

    /// From calm (−1) to excited (1), as in `MoodPlace`.
    public var arousal: Float { MoodPlace(of: self).arousal }
}
