import Mood

extension Command.Policy {
    /// The mood that the music plays for the one of a face.
    func answer(to mood: Expression) -> Expression {
        switch (self, mood) {
        case (.lift, .sad): .happy
        case (.lift, .angry): .neutral
        default: mood
        }
    }

    /// The same of weights: those of low moods go to what answers them.
    func answer(to weights: ExpressionWeights) -> ExpressionWeights {
        guard self == .lift else { return weights }
        var answered = ExpressionWeights()
        for mood in Expression.allCases { answered[answer(to: mood)] += weights[mood] }
        return answered
    }
}
