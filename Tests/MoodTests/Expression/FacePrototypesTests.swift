import Fixtures
import Foundation
import Mood
import Testing

@Suite struct FacePrototypesTests {
    /// Readings of a face that shows four expressions well and anger so weakly that it reads as neutral, scattered by `spread`.
    private static func readings(anger: Float = 0.05, spread: Float = 0.3, count: Int = 45, seed: UInt64 = 7) -> [[ExpressionWeights]] {
        var random = SeededNumbers(seed: seed)
        return Mood.Expression.allCases.map { shown in
            (0..<count).map { _ in
                var weights = clear(shown)
                if shown == .angry { weights = ExpressionWeights(happy: 0.001, sad: 0.02, angry: anger, surprise: 0.001, neutral: 0.9) }
                for expression in Mood.Expression.allCases { weights[expression] *= exp(.random(in: -spread...spread, using: &random)) }
                return weights.normalised
            }
        }
    }

    private static func clear(_ shown: Mood.Expression) -> ExpressionWeights {
        var weights = ExpressionWeights(happy: 0.004, sad: 0.01, angry: 0.002, surprise: 0.003, neutral: 0.02)
        weights[shown] = 0.95
        return weights.normalised
    }

    @Test func aWeakExpressionIsReadAndTheOthersStay() throws {
        let prototypes = try #require(FacePrototypes(readings: Self.readings()))
        for (shown, readings) in zip(Mood.Expression.allCases, Self.readings(seed: 8)) {
            let corrected = readings.map { prototypes.applied(to: $0) }
            #expect(corrected.count { $0.strongest == shown } == readings.count, "\(shown.name)")
            for weights in corrected { #expect(abs(Mood.Expression.allCases.reduce(0) { $0 + weights[$1] } - 1) < 1e-5) }
        }
        let calibration = Calibration(bias: ExpressionWeights(), prototypes: prototypes)
        #expect(calibration.applied(to: Self.readings()[2][0]).strongest == .angry)
    }

    @Test func whatReadsAlikeIsNamed() throws {
        let (first, second, distance) = try #require(FacePrototypes(readings: Self.readings(anger: 0.003))).nearest
        #expect([first, second] == [.angry, .neutral])
        #expect(distance < FacePrototypes.leastDistance)
        let apart = try #require(FacePrototypes(readings: Self.readings())).nearest
        #expect(apart.distance >= FacePrototypes.leastDistance)
        // A face that flickers needs more.
        let flickering = try #require(FacePrototypes(readings: Self.readings(spread: 6))).nearest
        #expect(flickering.distance < FacePrototypes.leastDistance)
    }

    /// From one expression to its nearest the reading moves gradually, always towards it.
    @Test func betweenTwoExpressionsReadingsMoveGradually() throws {
        let prototypes = try #require(FacePrototypes(readings: Self.readings(spread: 0)))
        let (weak, neutral) = (Self.readings(spread: 0)[2][0], Self.clear(.neutral))
        var before: Float = 0
        for step in 0...20 {
            let share = Float(step) / 20
            var between = ExpressionWeights()
            for expression in Mood.Expression.allCases { between[expression] = pow(neutral[expression], 1 - share) * pow(weak[expression], share) }
            let anger = prototypes.applied(to: between.normalised).angry
            #expect(anger >= before && anger - before < 0.25, "\(step): \(before) to \(anger)")
            before = anger
        }
        #expect(before > 0.9)
    }

    @Test func nonsenseIsRefused() {
        let points = [ExpressionWeights](repeating: ExpressionWeights(), count: 5)
        #expect(FacePrototypes(points: points, deviation: 0.75) != nil)
        #expect(FacePrototypes(points: Array(points.dropLast()), deviation: 1) == nil)
        for deviation in [0, 0.74, -1, 101, .nan, .infinity] as [Float] { #expect(FacePrototypes(points: points, deviation: deviation) == nil) }
        for number in [Float.nan, .infinity, 1000] {
            #expect(FacePrototypes(points: points.dropLast() + [ExpressionWeights(sad: number)], deviation: 1) == nil)
        }
        #expect(FacePrototypes(readings: [[], [], [], [], []]) == nil)
        #expect(FacePrototypes(readings: []) == nil)
    }
}
