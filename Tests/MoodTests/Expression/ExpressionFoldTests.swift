import Mood
import Testing

@Suite struct ExpressionFoldTests {
    private let names = ["neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear", "contempt"]
    private let probabilities: [Float] = [0.1, 0.2, 0.05, 0.15, 0.1, 0.1, 0.2, 0.1]

    @Test func byNameClassesBeyondTheFiveFoldIntoNeutral() {
        let five = ExpressionFold(classNames: names).five(probabilities)
        #expect(abs(five.neutral - 0.5) < 1e-6)
        #expect(five.happy == 0.2 && five.sad == 0.15 && five.angry == 0.1 && five.surprise == 0.05)
    }

    @Test func aFileFoldsAndWeighsAsItSays() {
        // Disgust counts for anger; twice as much for sadness as for the others.
        let fold = ExpressionFold(targets: [4, 0, 3, 1, 2, 2, 4, 4], offsets: [0, 0.693_147_2, 0, 0, 0])
        let five = fold.five(probabilities)
        let sum = Float(1.15)
        for (expression, plain) in zip(Expression.allCases, [0.2, 0.3, 0.2, 0.05, 0.4] as [Float]) {
            #expect(abs(five[expression] - plain / sum) < 1e-6)
        }
    }

    @Test func numbersBeyondTheFiveAreNeutral() {
        let five = ExpressionFold(targets: [5, -1, 3], offsets: [0, 0, 0, 0, 0]).five([0.25, 0.25, 0.5])
        #expect(five.neutral == 0.5 && five.surprise == 0.5)
    }
}
