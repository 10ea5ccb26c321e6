/// Evidence that the face shows something else than the named mood: for each expression a cumulative sum of how clearly it was read
/// before the named one, never below 0 (CUSUM; Page 1954, "Continuous inspection schemes"). A clear expression is enough after three or
/// four pictures; a weak one adds little and is left to the smoothed weights. Independent of the frame rate, except that
/// one or two pictures are never enough.
struct ExpressionEvidence: Sendable {
    /// How long a clear expression must be shown by a face that is otherwise still, and how much longer by a restless one, for each unit of
    /// its restlessness: lips that form a vowel are a clear expression for as long as it sounds.
    static let enoughSeconds: Float = 0.12
    static let restlessSeconds: Float = 0.15
    /// In so many pictures in a row it must be the strongest: a blink or a wrong reading of one or two is no expression.
    static let fewestPictures = 3
    /// A picture counts for the time since the last one, but no longer than this.
    static let longestPictureSeconds = 0.1
    /// An expression that leads by less is no evidence, one that leads by this much is clear; between them evidence grows with
    /// the fourth power, because false readings are mostly weak ones.
    static let leastMargin: Float = 0.1
    static let clearMargin: Float = 0.9

    /// In seconds of a clear expression.
    private var sums = ExpressionWeights()
    /// When each sum last left 0: the best estimate of when the face changed.
    private var starts = [Double](repeating: 0, count: Expression.count)
    private var restlessness = Restlessness()
    private var leader = Expression.neutral
    private var pictures = 0

    /// Takes in what one picture shows.
    /// - Parameters:
    ///   - reading: not smoothed, sum 1.
    ///   - named: the mood that it is weighed against.
    ///   - seconds: time of the picture.
    ///   - step: seconds since the picture before.
    mutating func add(_ reading: ExpressionWeights, against named: Expression, at seconds: Double, after step: Double) {
        let strongest = reading.strongest
        pictures = strongest == leader ? pictures + 1 : 1
        leader = strongest
        restlessness.add(reading, after: step)
        let lasting = Float(min(step, ExpressionEvidence.longestPictureSeconds))
        for expression in Expression.allCases {
            let before = sums[expression]
            let rate = ExpressionEvidence.rate(margin: reading[expression] - reading[named])
            sums[expression] = max(0, before + rate * lasting)
            if before == 0 { starts[Int(expression.rawValue)] = seconds }
        }
    }

    /// The expression for which there is enough; nil as long as there is none.
    var decided: Expression? {
        let enough = ExpressionEvidence.enoughSeconds + ExpressionEvidence.restlessSeconds * restless
        let isEnough = pictures >= ExpressionEvidence.fewestPictures && sums[leader] >= enough
        return isEnough ? leader : nil
    }

    /// How restless the face is, 0 … 2.
    var restless: Float { restlessness.value }

    /// Time of the first picture that shows this expression, as far as the evidence tells; nil without any.
    func start(of expression: Expression) -> Double? { sums[expression] > 0 ? starts[Int(expression.rawValue)] : nil }

    /// Forgets what was shown, after a change of name or of faces; not how restlessly.
    mutating func clear() {
        sums = ExpressionWeights()
        pictures = 0
    }

    /// −1 … 1 by the lead.
    private static func rate(margin: Float) -> Float {
        let share = min(max((margin - leastMargin) / (clearMargin - leastMargin), -1), 1)
        return share > 0 ? share * share * share * share : share
    }
}
