import CMath

/// What speaks for and against a row of beats.
struct BeatEvidence {
    /// Mean probability where the beats are,
    let chance: Float
    /// and of the likeliest place between them: high at half of the true tempo.
    let between: Float
    /// Mean probability of the weaker of every second beat, over that of the stronger: low at twice the true tempo.
    let evenness: Float
    /// Mean change from one interval to the next, as a share of it.
    let unsteadiness: Float

    init(_ beats: [HeardBeat]) {
        func mean(_ numbers: [Float]) -> Float { numbers.isEmpty ? 0 : numbers.reduce(0, +) / Float(numbers.count) }
        func everySecond(from first: Int) -> Float { mean(stride(from: first, to: beats.count, by: 2).map { beats[$0].chance }) }
        chance = mean(beats.map { $0.chance })
        between = mean(beats.map { $0.between })
        let classes = (everySecond(from: 0), everySecond(from: 1))
        evenness = min(classes.0, classes.1) / max(classes.0, classes.1, 1e-3)
        let intervals = beats.indices.dropFirst().map { Float(beats[$0].step - beats[$0 - 1].step) }
        unsteadiness = mean(intervals.indices.dropFirst().map { abs(intervals[$0] / max(intervals[$0 - 1], 1) - 1) })
    }

    /// Chance, between, evenness, unsteadiness and a constant, fitted (logistic regression) to pieces that the network had not learnt
    /// from, so that 0.8 means that four of five such pieces are right.
    private static let weights: (Float, Float, Float, Float, Float) = (6, -3, 3, -10, -4)

    /// 0 … 1.
    var confidence: Float {
        let (a, b, c, d, constant) = BeatEvidence.weights
        let sum = a * chance + b * between + c * evenness + d * unsteadiness + constant
        return 1 / (1 + math_expf(-sum))
    }
}
