import CMath

/// How much a face goes to and fro between expressions. A mouth that speaks passes through several a second and comes back from each; an
/// expression comes and stays. So for each of the five both the rises and the falls of its reading are added up, and the lesser of the two
/// counts: a change, however large, has only one of them.
struct Restlessness: Sendable {
    /// Time constant with which it is forgotten.
    static let memorySeconds = 1.5
    /// What a still face's readings reach by noise alone: not counted.
    static let calm: Float = 1
    /// More is not told apart.
    static let most: Float = 2

    private var rises = ExpressionWeights()
    private var falls = ExpressionWeights()
    private var last: ExpressionWeights?

    /// Takes in a reading, `step` seconds after the one before.
    mutating func add(_ reading: ExpressionWeights, after step: Double) {
        defer { last = reading }
        guard let last else { return }
        let kept = Float(math_exp(-step / Restlessness.memorySeconds))
        for expression in Expression.allCases {
            let change = reading[expression] - last[expression]
            rises[expression] = rises[expression] * kept + max(change, 0)
            falls[expression] = falls[expression] * kept + max(-change, 0)
        }
    }

    /// 0 of a face that is still or changes once, 2 of one in the middle of lively speech.
    var value: Float {
        var largest: Float = 0
        for expression in Expression.allCases { largest = max(largest, min(rises[expression], falls[expression])) }
        return min(max(largest - Restlessness.calm, 0), Restlessness.most)
    }
}
