/// A mood as a place: valence −1…1 (unpleasant to pleasant), arousal −1…1 (calm to excited); after Russell 1980, "A circumplex
/// model of affect".
public struct MoodPlace: Equatable, Sendable {
    public var valence: Float
    public var arousal: Float

    public init(valence: Float, arousal: Float) {
        self.valence = valence
        self.arousal = arousal
    }

    /// Where an expression alone lies.
    public init(of expression: Expression) {
        switch expression {
        case .happy: self.init(valence: 0.8, arousal: 0.45)
        case .sad: self.init(valence: -0.75, arousal: -0.45)
        case .angry: self.init(valence: -0.6, arousal: 0.75)
        case .surprise: self.init(valence: 0.25, arousal: 0.85)
        case .neutral: self.init(valence: 0, arousal: 0)
        }
    }

    /// The centre of the expressions, each as heavy as it shows: half happy and half sad is nearly neutral.
    public init(of weights: ExpressionWeights) {
        self.init(valence: 0, arousal: 0)
        let shares = weights.normalised
        for expression in Expression.allCases {
            let place = MoodPlace(of: expression)
            valence += shares[expression] * place.valence
            arousal += shares[expression] * place.arousal
        }
    }

    /// How much each expression's music counts here, sum 1: by the inverse fourth power of the distance (Shepard 1968), so that
    /// at an expression's own place nothing else counts, and between them the music changes without a step.
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
