import Mood
import Testing

@Suite struct FaceEnsembleTests {
    private let rate = 15.0

    private func reading(_ face: Int, _ expression: Expression) -> FaceReading {
        FaceReading(face: face, expression: ExpressionWeights(only: expression))
    }

    /// Largest step of any weight from one frame to the next over what `shown` gives for each frame.
    private func largestStep(frames: Int, _ shown: (Int) -> [FaceReading]) -> (step: Float, tracker: MoodTracker) {
        var tracker = MoodTracker()
        var largest: Float = 0
        for frame in 0..<frames {
            let before = tracker.weights
            tracker.see(shown(frame), at: Double(frame) / rate)
            guard frame > 0 else { continue }
            for expression in Expression.allCases { largest = max(largest, abs(tracker.weights[expression] - before[expression])) }
        }
        return (largest, tracker)
    }

    @Test(arguments: [true, false])
    func theMoodCrossfadesWhenAnotherFaceCounts(isKnown: Bool) {
        // A smooth change of one face is the measure of what a step may be.
        let alone = largestStep(frames: 90) { [self.reading(1, $0 < 45 ? .happy : .sad)] }
        // Either both have been read before, so that each is smoothed already; or the second one is new.
        let (step, tracker) = largestStep(frames: 90) { frame in
            if frame < 30 { return isKnown ? [self.reading(1, .happy), self.reading(2, .sad)] : [self.reading(1, .happy)] }
            return frame < 45 ? [self.reading(1, .happy)] : [self.reading(2, .sad)]
        }
        #expect(step <= alone.step * 1.05)
        #expect(tracker.named == .sad && tracker.weights.sad > 0.95)
    }

    @Test func severalFacesGiveTheMeanOfEachSmoothed() {
        let (_, tracker) = largestStep(frames: 60) { _ in [self.reading(1, .happy), self.reading(2, .neutral), self.reading(3, .neutral)] }
        #expect(abs(tracker.weights.happy - 1 / 3.0) < 0.01 && abs(tracker.weights.neutral - 2 / 3.0) < 0.01)
        let (_, turned) = largestStep(frames: 60) { _ in [self.reading(3, .neutral), self.reading(1, .happy), self.reading(2, .neutral)] }
        #expect(abs(turned.weights.happy - tracker.weights.happy) < 1e-5)
    }

    @Test func oneFrameWithAnotherFaceChangesNoName() {
        let (_, tracker) = largestStep(frames: 60) { [self.reading($0 == 40 ? 2 : 1, $0 == 40 ? .angry : .neutral)] }
        #expect(tracker.named == .neutral)
        var moods: Set<Expression> = []
        var again = MoodTracker()
        for frame in 0..<60 {
            again.see([reading(frame == 40 ? 2 : 1, frame == 40 ? .angry : .neutral)], at: Double(frame) / rate)
            moods.insert(again.named)
        }
        #expect(moods == [.neutral])
    }
}
