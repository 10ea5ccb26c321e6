import CMath

/// Several faces, each smoothed individually, as one mood: the mean of those that count now.
///
/// When the set of faces changes (one comes, goes, or another one counts) the mean would jump; instead the mood crossfades within a
/// fraction of a second. A new face starts from the present mood.
struct FaceEnsemble: Sendable {
    /// Time constant of the crossfade.
    static let crossfadeSeconds = 0.25
    /// Faces unseen for longer are forgotten. Shorter than `IdleState.holdSeconds`.
    static let memorySeconds = 2.0

    private struct Member: Sendable {
        let face: Int
        var smoothed: SmoothedExpression
        var seenSeconds: Double
    }

    private var members: [Member] = []
    private var present: [Int] = []
    private var seconds = 0.0
    /// The mood when the set of faces last changed, and its remaining share.
    private var previous = ExpressionWeights()
    private var previousShare: Float = 0

    /// The mood after another `step` seconds with these readings; `mood` is the one before.
    mutating func update(_ readings: [FaceReading], for step: Double, from mood: ExpressionWeights) -> ExpressionWeights {
        seconds += step
        members.removeAll { seconds - $0.seenSeconds > FaceEnsemble.memorySeconds }
        let faces = readings.map { $0.face }.sorted()
        if faces != present {
            if !present.isEmpty { (previous, previousShare) = (mood, 1) }
            present = faces
        }
        var sum = ExpressionWeights()
        for reading in readings {
            var member = members.first { $0.face == reading.face }
                ?? Member(face: reading.face, smoothed: SmoothedExpression(startingAt: mood), seenSeconds: seconds)
            member.smoothed.move(towards: reading.expression, for: step)
            member.seenSeconds = seconds
            members.removeAll { $0.face == reading.face }
            members.append(member)
            let weights = member.smoothed.weights
            for expression in Expression.allCases { sum[expression] += weights[expression] }
        }
        previousShare *= Float(math_exp(-step / FaceEnsemble.crossfadeSeconds))
        let share = previousShare
        return sum.normalised.moved(towards: previous) { _ in share }.normalised
    }
}
