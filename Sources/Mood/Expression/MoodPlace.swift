/// A mood as a point in the plane of valence and arousal, after Russell 1980, "A circumplex model of affect".
public struct MoodPlace: Equatable, Sendable {
    /// From unpleasant (−1) to pleasant (1).
    public var valence: Float
    /// From calm (−1) to excited (1).
    public var arousal: Float

    /// A point as given.
    public init(valence: Float, arousal: Float) {
        self.valence = valence
        self.arousal = arousal
    }

    /// The point of a pure expression; neutral is the origin.
    public init(of expression: Expression) {
        switch expression {
        case .happy: self.init(valence: 0.8, arousal: 0.45)
        case .sad: self.init(valence: -0.75, arousal: -0.45)
        case .angry: self.init(valence: -0.6, arousal: 0.75)
        case .surprise: self.init(valence: 0.25, arousal: 0.85)
        case .neutral: self.init(valence: 0, arousal: 0)
        }
    }

    /// The centroid of the expressions, by their weights: half happy and half sad is nearly neutral.
    public init(of weights: ExpressionWeights) {
        self.init(valence: 0, arousal: 0)
        let shares = weights.normalised
        for expression in Expression.allCases {
            let place = MoodPlace(of: expression)
            valence += shares[expression] * place.valence
            arousal += shares[expression] * place.arousal
        }
    }

    /// Interpolation weights of the expressions at this point, which sum to 1: inverse fourth powers of the distances (Shepard 1968), so
    /// that at an expression's own point nothing else counts, and the music changes continuously in between.
    public var shares: ExpressionWeights {
        var shares = ExpressionWeights()
        for expression in Expression.allCases {
            let place = MoodPlace(of: expression)
            let x = valence - place.valence, y = arousal - place.arousal
            let square = x * x + y * y
            if square < 1e-8 { return ExpressionWeights(only: expression) }
            shares[expression] = 1 / (square * square)
        }
        return shares.normalised
    }
}
