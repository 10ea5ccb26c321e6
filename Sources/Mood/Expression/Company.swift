import CMath

/// Several faces, each smoothed for itself, as one mood: the mean of those that count now.
///
/// When the company changes (another face counts, one comes or goes) the mean would jump; instead the mood passes over within
/// a fraction of a second. A face that was not there before begins with the mood that is playing.
struct Company: Sendable {
    /// Time constant of passing from one company to another.
    static let handOverSeconds = 0.25
    /// Faces unseen for longer are forgotten. Shorter than the mood holds when nobody is there.
    static let memorySeconds = 2.0

    private struct Member: Sendable {
        let face: Int
        var smoothed: SmoothedExpression
        var seenSeconds: Double
    }

    private var members: [Member] = []
    private var present: [Int] = []
    private var clock = 0.0
    /// The mood when the company last changed, and how much of it is left.
    private var former = ExpressionWeights()
    private var formerShare: Float = 0

    /// The mood after `step` seconds in which these faces showed this; `mood` is the one before.
    mutating func see(_ readings: [FaceReading], for step: Double, from mood: ExpressionWeights) -> ExpressionWeights {
        clock += step
        members.removeAll { clock - $0.seenSeconds > Company.memorySeconds }
        let faces = readings.map { $0.face }.sorted()
        if faces != present {
            if !present.isEmpty { (former, formerShare) = (mood, 1) }
            present = faces
        }
        var sum = ExpressionWeights()
        for reading in readings {
            var member = members.first { $0.face == reading.face }
                ?? Member(face: reading.face, smoothed: SmoothedExpression(startingAt: mood), seenSeconds: clock)
            member.smoothed.move(towards: reading.expression, for: step)
            member.seenSeconds = clock
            members.removeAll { $0.face == reading.face }
            members.append(member)
            let weights = member.smoothed.weights
            for expression in Expression.allCases { sum[expression] += weights[expression] }
        }
        formerShare *= Float(math_exp(-step / Company.handOverSeconds))
        let share = formerShare
        return sum.normalised.moved(towards: former) { _ in share }.normalised
    }
}
