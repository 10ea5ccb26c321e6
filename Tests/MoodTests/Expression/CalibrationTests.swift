import Foundation
import Mood
import Testing

@Suite struct CalibrationTests {
    /// What a typical neutral face reads, with nothing below what counts as noise.
    private static let neutral = ExpressionWeights(happy: 0.004, sad: 0.025, angry: 0.004, surprise: 0.004, neutral: 0.963)

    /// Adds to the logarithm of one expression's probability, as a face's own shape would.
    private func biased(_ weights: ExpressionWeights, _ expression: Mood.Expression, by logits: Float) -> ExpressionWeights {
        var result = weights
        result[expression] *= exp(logits)
        return result.normalised
    }

    /// Clear readings of an expression, from 0.6 up, the rest shared by the others.
    private func clear(_ expression: Mood.Expression, _ probability: Float) -> ExpressionWeights {
        var weights = ExpressionWeights()
        for other in Mood.Expression.allCases { weights[other] = other == expression ? probability : (1 - probability) / 4 }
        return weights
    }

    @Test(arguments: [Mood.Expression.sad, .angry, .happy, .surprise])
    func aBiasOfTwoOnOneExpressionIsRemoved(expression: Mood.Expression) {
        let seen = biased(Self.neutral, expression, by: 2)
        let calibration = Calibration(neutralFace: Array(repeating: seen, count: 75))
        let corrected = calibration.applied(to: seen)
        let left = log(corrected[expression] / corrected.neutral) - log(Self.neutral[expression] / Self.neutral.neutral)
        #expect(abs(left) < 0.25)
        #expect(abs(calibration.bias[expression] + 2) < 0.25)
        #expect(calibration.whatIsNotNeutral(in: [seen]) == nil)
    }

    @Test(arguments: [0.6, 0.8, 0.95] as [Float])
    func everyExpressionStillWinsItsOwnClass(probability: Float) {
        let calibration = Calibration(neutralFace: Array(repeating: biased(Self.neutral, .sad, by: 2), count: 75))
        for expression in Mood.Expression.allCases {
            let seen = biased(clear(expression, probability), .sad, by: 2)
            #expect(calibration.applied(to: seen).strongest == expression)
        }
    }

    @Test func aReadingOf098WinsUnderAnyCalibration() {
        let extremes: [Float] = [-1000, 1000, .nan, 0]
        for (index, taken) in extremes.enumerated() {
            for given in extremes {
                for expression in Mood.Expression.allCases {
                    for rival in Mood.Expression.allCases where rival != expression {
                        var bias = ExpressionWeights()
                        bias[expression] = taken
                        bias[rival] = given
                        bias.neutral += index == 3 ? 7 : 0
                        var seen = ExpressionWeights()
                        seen[expression] = 0.98
                        seen[rival] = 0.02
                        #expect(Calibration(bias: bias).applied(to: seen).strongest == expression)
                    }
                }
            }
        }
    }

    @Test func aTypicalFaceABlinkAndTwoPicturesChangeLittle() {
        let typical = Calibration(neutralFace: Array(repeating: Self.neutral, count: 75))
        for expression in Mood.Expression.allCases { #expect(abs(typical.bias[expression]) < 0.1) }
        let blinks = Array(repeating: Self.neutral, count: 60) + Array(repeating: clear(.sad, 0.9), count: 15)
        for expression in Mood.Expression.allCases { #expect(abs(Calibration(neutralFace: blinks).bias[expression]) < 0.1) }
        let seen = biased(Self.neutral, .sad, by: 2)
        let few = Calibration(neutralFace: [seen, seen]).bias.sad
        #expect(few < 0 && few > Calibration(neutralFace: Array(repeating: seen, count: 100)).bias.sad)
        #expect(Calibration(neutralFace: []).bias == ExpressionWeights())
    }

    @Test func aLaughIsNoNeutralFace() {
        let laugh = Array(repeating: clear(.happy, 0.96), count: 75)
        #expect(Calibration(neutralFace: laugh).whatIsNotNeutral(in: laugh) == .happy)
    }
}
