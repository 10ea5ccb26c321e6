import Mood
import Testing

@Suite struct IdleTests {
    private let rate = 50.0

    /// A happy face for three seconds, then nobody for `seconds`.
    private func alone(_ idle: Idle, seconds: Double, each: (MoodTracker, Double) -> Void = { _, _ in }) -> MoodTracker {
        var tracker = MoodTracker(idle: idle)
        for frame in 0..<Int((3 + seconds) * rate) {
            let now = Double(frame) / rate
            tracker.see(now < 3 ? [FaceReading(face: 1, expression: ExpressionWeights(only: .happy))] : [], at: now)
            if now >= 3 { each(tracker, now - 3) }
        }
        return tracker
    }

    @Test(arguments: Idle.allCases)
    func theMoodHoldsWhileSomebodyLooksAway(idle: Idle) {
        let tracker = alone(idle, seconds: 3.9) { tracker, _ in
            #expect(tracker.named == .happy && tracker.weights.happy > 0.99 && tracker.fadeDecibels == 0)
        }
        #expect(tracker.named == .happy)
    }

    @Test func thenItGoesToNeutralSmoothly() {
        var before: Float = 1
        let tracker = alone(.neutral, seconds: 10) { tracker, _ in
            #expect(before - tracker.weights.happy < 0.05)
            before = tracker.weights.happy
        }
        #expect(tracker.named == .neutral && tracker.weights.neutral > 0.95 && tracker.fadeDecibels == 0)
    }

    @Test func aFadeEndsInSilenceAndAFaceEndsTheFade() {
        var tracker = alone(.fade, seconds: 12)
        #expect(tracker.fadeDecibels == -60)
        let sad = FaceReading(face: 2, expression: ExpressionWeights(only: .sad))
        for frame in 0...25 { tracker.see([sad], at: 15 + Double(frame) / rate) }
        #expect(tracker.fadeDecibels == 0)
    }

    @Test func theLoopVisitsAllFiveMoodsWithinAMinuteOrSo() {
        var moods: Set<Expression> = []
        _ = alone(.loop, seconds: 65) { tracker, _ in moods.insert(tracker.named) }
        #expect(moods == Set(Expression.allCases))
    }

    @Test func theNamesAreThoseOfTheCommandLine() {
        #expect(Idle.allCases.map(\.name) == ["neutral", "fade", "loop"])
        for idle in Idle.allCases { #expect(Idle(name: idle.name) == idle) }
        #expect(Idle(name: "sleep") == nil)
    }
}
