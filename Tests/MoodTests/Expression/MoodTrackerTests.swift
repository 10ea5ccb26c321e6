import Mood
import Testing

@Suite struct MoodTrackerTests {
    /// Runs a tracker over `reading(seconds)` at a frame rate and returns when the named mood became `mood`.
    private func secondsUntilNamed(
        _ mood: Expression, framesPerSecond: Double, _ reading: (Double) -> ExpressionWeights
    ) -> Double? {
        var tracker = MoodTracker()
        for frame in 0..<Int(5 * framesPerSecond) {
            let seconds = Double(frame) / framesPerSecond
            tracker.see([FaceReading(face: 1, expression: reading(seconds))], at: seconds)
            if tracker.named == mood { return seconds }
        }
        return nil
    }

    @Test func aChangeIsNamedWithinSixTenthsOfASecond() throws {
        let named = try #require(
            secondsUntilNamed(.happy, framesPerSecond: 15) { ExpressionWeights(only: $0 < 1 ? .neutral : .happy) })
        #expect(named - 1 <= 0.6)
        #expect(named - 1 > 0.1)
    }

    @Test(arguments: [10.0, 15, 30, 60])
    func oneFlippedFrameNeverChangesTheName(rate: Double) {
        let flip = Int(2 * rate)
        let named = secondsUntilNamed(.angry, framesPerSecond: rate) {
            ExpressionWeights(only: Int(($0 * rate).rounded()) == flip ? .angry : .neutral)
        }
        #expect(named == nil)
    }

    @Test func theFrameRateChangesNoWeightByMoreThanFivePercent() {
        // Neutral, sad, surprise: a second each.
        func shown(_ seconds: Double) -> [FaceReading] {
            [FaceReading(face: 1, expression: ExpressionWeights(only: seconds < 1 ? .neutral : seconds < 2 ? .sad : .surprise))]
        }
        let runs = [10, 15, 30].map { rate in
            var tracker = MoodTracker()
            var moments: [ExpressionWeights] = []
            for frame in 0..<3 * rate {
                // The middle of what the frame stands for, so that no rate sees a change earlier than another.
                tracker.see(shown((Double(frame) + 0.5) / Double(rate)), at: Double(frame + 1) / Double(rate))
                if (frame + 1) % (rate / 5) == 0 { moments.append(tracker.weights) }
            }
            return moments
        }
        #expect(runs.allSatisfy { $0.count == 15 })
        for (index, moment) in runs[2].enumerated() {
            for expression in Expression.allCases {
                #expect(abs(runs[0][index][expression] - moment[expression]) < 0.05)
                #expect(abs(runs[1][index][expression] - moment[expression]) < 0.05)
            }
        }
        #expect(runs[2][9].sad > 0.9 && runs[2][14].surprise > 0.9)
    }

    @Test func timeThatRunsBackwardsChangesNothing() {
        var tracker = MoodTracker()
        tracker.see([FaceReading(face: 1, expression: ExpressionWeights(only: .neutral))], at: 10)
        tracker.see([FaceReading(face: 1, expression: ExpressionWeights(only: .sad))], at: 3)
        #expect(tracker.weights == ExpressionWeights(only: .neutral))
    }

    @Test func weightsStayADistribution() {
        var tracker = MoodTracker()
        for frame in 0..<50 {
            let mixed = ExpressionWeights(happy: 0.4, sad: 0.1, angry: 0.2, surprise: 0.2, neutral: 0.1)
            tracker.see([FaceReading(face: frame / 20, expression: mixed)], at: Double(frame) / 15)
            let sum = Expression.allCases.reduce(Float(0)) { $0 + tracker.weights[$1] }
            #expect(abs(sum - 1) < 1e-5)
        }
    }
}
