import Mood
import Testing

@Suite("Mood tracker")
struct MoodTrackerTests {
    /// Runs a tracker over `reading(seconds)` at a frame rate and tells when the named mood became `mood`.
    private func secondsUntilNamed(
        _ mood: Expression, framesPerSecond: Double, _ reading: (Double) -> ExpressionWeights
    ) -> Double? {
        var tracker = MoodTracker()
        for frame in 0..<Int(5 * framesPerSecond) {
            let seconds = Double(frame) / framesPerSecond
            tracker.see(reading(seconds), at: seconds)
            if tracker.named == mood { return seconds }
        }
        return nil
    }

    @Test("A change of expression is named within 0.6 s at 15 frames a second")
    func namesARealChange() throws {
        let named = try #require(
            secondsUntilNamed(.happy, framesPerSecond: 15) { ExpressionWeights(only: $0 < 1 ? .neutral : .happy) })
        #expect(named - 1 <= 0.6)
        #expect(named - 1 > 0.1)
    }

    @Test("One flipped frame never changes the named mood", arguments: [10.0, 15, 30, 60])
    func ignoresAFlip(rate: Double) {
        let flip = Int(2 * rate)
        let named = secondsUntilNamed(.angry, framesPerSecond: rate) {
            ExpressionWeights(only: Int(($0 * rate).rounded()) == flip ? .angry : .neutral)
        }
        #expect(named == nil)
    }

    @Test("The weights do not depend on the frame rate")
    func frameRateIndependent() {
        let after = [10.0, 15, 30].map { rate in
            var tracker = MoodTracker()
            for frame in 0...Int(rate) {
                let seconds = Double(frame) / rate
                tracker.see(ExpressionWeights(only: seconds <= 0.5 ? .neutral : .sad), at: seconds)
            }
            return tracker.weights.sad
        }
        #expect(abs(after[0] - after[2]) < 0.05)
        #expect(abs(after[1] - after[2]) < 0.05)
        #expect(after[2] > 0.75)
    }

    @Test("Without a face the mood holds")
    func holdsWithoutAFace() {
        var tracker = MoodTracker(startingAs: .happy)
        for frame in 0..<100 { tracker.seeNothing(at: Double(frame) / 10) }
        #expect(tracker.named == .happy)
        #expect(tracker.weights == ExpressionWeights(only: .happy))
    }

    @Test("Time that runs backwards changes nothing")
    func backwardsTime() {
        var tracker = MoodTracker()
        tracker.see(ExpressionWeights(only: .neutral), at: 10)
        tracker.see(ExpressionWeights(only: .sad), at: 3)
        #expect(tracker.weights == ExpressionWeights(only: .neutral))
    }

    @Test("Weights stay a distribution")
    func staysADistribution() {
        var tracker = MoodTracker()
        for frame in 0..<50 {
            let mixed = ExpressionWeights(happy: 0.4, sad: 0.1, angry: 0.2, surprise: 0.2, neutral: 0.1)
            tracker.see(mixed, at: Double(frame) / 15)
            let sum = Expression.allCases.reduce(Float(0)) { $0 + tracker.weights[$1] }
            #expect(abs(sum - 1) < 1e-5)
        }
    }
}
