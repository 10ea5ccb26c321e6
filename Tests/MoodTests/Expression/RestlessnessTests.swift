import Testing

@testable import Mood

@Suite struct RestlessnessTests {
    private func weights(_ expression: Expression, _ share: Float) -> ExpressionWeights {
        var weights = ExpressionWeights(neutral: 1 - share)
        weights[expression] += share
        return weights
    }

    @Test(arguments: [10.0, 15, 30]) func aChangeThatStaysIsNotRestless(rate: Double) {
        var restlessness = Restlessness()
        for picture in 0..<Int(4 * rate) {
            restlessness.add(weights(.happy, Double(picture) < 2 * rate ? 0 : 1), after: 1 / rate)
            #expect(restlessness.value == 0)
        }
    }

    /// Vowels of 0.17 s, three a second, after two seconds as clear as an expression.
    private func speech(_ seconds: Double) -> ExpressionWeights {
        (seconds * 3).truncatingRemainder(dividingBy: 1) < 0.5 ? weights(.surprise, Float(min(0.95, 0.5 + seconds / 4))) : weights(.neutral, 0.95)
    }

    @Test(arguments: [30.0, 60]) func vowelsNameNothingAndWhatStaysDoes(rate: Double) throws {
        var tracker = MoodTracker()
        var named: Double?
        var falseNames = 0
        for picture in 0..<Int(12 * rate) {
            let seconds = Double(picture) / rate
            let before = tracker.named
            // Somebody begins to speak, and in the end is surprised indeed.
            let shown = seconds < 10 ? speech(seconds) : weights(.surprise, 0.95)
            tracker.see([FaceReading(face: 1, expression: shown)], at: seconds)
            if seconds >= 2, seconds < 10, tracker.named != before { falseNames += 1 }
            if seconds >= 10, named == nil, tracker.named == .surprise { named = seconds - 10 }
        }
        #expect(falseNames == 0)
        #expect(try #require(named) <= 0.6)
    }
}
