import Fixtures
import Testing

@testable import Mood

@Suite struct ExpressionEvidenceTests {
    private func reading(_ expression: Expression, _ share: Float = 0.95) -> ExpressionWeights {
        var weights = ExpressionWeights(neutral: 1 - share)
        weights[expression] += share
        return weights
    }

    /// Seconds from the first picture of a change until it is named; nil when it never is.
    private func delay(_ share: Float, framesPerSecond rate: Double) -> Double? {
        var tracker = MoodTracker()
        for picture in 0..<Int(6 * rate) {
            let seconds = Double(picture) / rate
            tracker.see([FaceReading(face: 1, expression: reading(seconds < 1 ? .neutral : .happy, seconds < 1 ? 1 : share))], at: seconds)
            if tracker.named == .happy { return seconds - 1 }
        }
        return nil
    }

    @Test(arguments: [(10.0, 0.2), (15.0, 0.14), (30.0, 0.11), (60.0, 0.13)])
    func aClearExpressionIsNamedAfterAFewPictures(rate: Double, most: Double) throws {
        #expect(try #require(delay(0.95, framesPerSecond: rate)) <= most)
    }

    @Test func aWeakExpressionTakesItsTime() throws {
        let clear = try #require(delay(0.95, framesPerSecond: 30)), weak = try #require(delay(0.75, framesPerSecond: 30))
        #expect(clear < 0.2 && weak > 0.3 && weak < 0.7)
    }

    /// 1 shows the other expression, 0 the present one; never three in a row.
    @Test(arguments: [10.0, 15, 30, 60], [[1], [1, 1], [1, 0, 1], [1, 0, 1, 0, 1, 0, 1, 0, 1], [1, 1, 0, 0, 1, 1]])
    func oneOrTwoWrongPicturesNameNothing(rate: Double, pattern: [Int]) {
        for other in Expression.allCases where other != .neutral {
            var tracker = MoodTracker()
            let shown = [Int](repeating: 0, count: Int(rate)) + pattern + [Int](repeating: 0, count: Int(rate))
            for (index, isOther) in shown.enumerated() {
                let expression = ExpressionWeights(only: isOther == 1 ? other : .neutral)
                tracker.see([FaceReading(face: 1, expression: expression)], at: Double(index) / rate)
                #expect(tracker.named == .neutral)
            }
        }
    }

    @Test func theFirstPictureOfAChangeIsKnown() throws {
        for share: Float in [0.95, 0.75] {
            var tracker = MoodTracker()
            for picture in 0..<90 {
                let seconds = Double(picture) / 30
                let expression = seconds < 1 ? reading(.neutral, 1) : reading(.sad, share)
                tracker.see([FaceReading(face: 1, expression: expression)], at: seconds)
            }
            #expect(tracker.named == .sad)
            #expect(abs(try #require(tracker.namedSince) - 1) < 1e-9)
        }
    }

    @Test func anotherFaceOrNoFaceBeginsAnew() {
        for shown in [[FaceReading(face: 2, expression: reading(.angry))], []] {
            var tracker = MoodTracker()
            for picture in 0..<15 { tracker.see([FaceReading(face: 1, expression: reading(.neutral, 1))], at: Double(picture) / 15) }
            for picture in 15..<60 {
                let isOther = picture % 3 == 0
                tracker.see(isOther ? shown : [FaceReading(face: 1, expression: reading(.angry))], at: Double(picture) / 15)
                // Long before the smoothed weights agree there would have been three pictures.
                if picture < 20 { #expect(tracker.named == .neutral) }
            }
        }
    }

    @Test func whatNobodyShowedHasNoBeginning() {
        var tracker = MoodTracker()
        for picture in 0..<60 { tracker.see([FaceReading(face: 1, expression: reading(.happy))], at: Double(picture) / 15) }
        for picture in 60..<300 { tracker.see([], at: Double(picture) / 15) }
        #expect(tracker.named == .neutral && tracker.namedSince == nil)
    }

    /// An hour of a face that is neutral on the whole and read unsteadily: a lead of the smoothed weights that holds for
    /// 0.2 s, without any evidence, names as much.
    @Test(arguments: [10.0, 15, 30]) func noiseNamesNoMoreThanTheSmoothedWeightsAlone(rate: Double) {
        var random = SeededNumbers(seed: 7)
        var tracker = MoodTracker()
        var smoothed = SmoothedExpression(startingAt: ExpressionWeights(only: .neutral))
        var changes = 0, smoothedChanges = 0
        var named = Expression.neutral, held = 0.0
        var noise = ExpressionWeights()
        let keep = Float(1 - 1 / (0.2 * rate))
        for picture in 0..<Int(3600 * rate) {
            for expression in Expression.allCases {
                let fresh = (0..<6).reduce(Float(-3)) { sum, _ in sum + Float.random(in: 0...1, using: &random) } * 1.41
                noise[expression] = keep * noise[expression] + (1 - keep * keep).squareRoot() * fresh
            }
            var shown = ExpressionWeights()
            for expression in Expression.allCases { shown[expression] = exponential(1.6 * noise[expression] + (expression == .neutral ? 3 : 0)) }
            shown = shown.normalised
            let before = tracker.named
            tracker.see([FaceReading(face: 1, expression: shown)], at: Double(picture) / rate)
            if tracker.named != before { changes += 1 }
            smoothed.move(towards: shown, for: 1 / rate)
            let leader = smoothed.weights.strongest
            held = leader != named && smoothed.weights[leader] > smoothed.weights[named] + tracker.switchMargin ? held + 1 / rate : 0
            if held >= 0.2 { (named, held, smoothedChanges) = (leader, 0, smoothedChanges + 1) }
        }
        #expect(smoothedChanges >= 20, "else it shows nothing")
        #expect(changes <= smoothedChanges + smoothedChanges / 20, "\(changes) instead of \(smoothedChanges)")
    }
}

/// eˣ by its series, halved often enough.
private func exponential(_ x: Float) -> Float {
    let small = Double(x) / 1024
    var result = 1 + small * (1 + small / 2 * (1 + small / 3))
    for _ in 0..<10 { result *= result }
    return Float(result)
}
