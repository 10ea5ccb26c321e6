import CMath

/// The intervals between beats that a path may take, in steps, and what a change from one to another costs.
struct TempoTransitions {
    /// Beats a minute.
    static let slowest = 40.0
    static let fastest = 240.0
    /// Cost of a change by a factor of e; a change of a step is free, since no tempo is whole steps.
    private static let stiffness = 40.0
    /// Reward of a second with a beat, and the cost in it of a tempo an octave from 120 beats a minute.
    private static let bonus = 2.0
    private static let preference = 0.2
    /// From beat to beat the pace changes by at most this factor.
    private static let mostChange = 1.35

    /// Of the intervals: `shortest`, `shortest` + 1, …
    let shortest: Int
    let count: Int
    /// For each interval the reward of music at its tempo, whatever is heard.
    let priors: [Float]
    /// For each interval the intervals that may come before it.
    let sources: [Range<Int>]
    /// [interval, interval before]
    let costs: [Float]

    /// - Parameter rate: steps a second.
    init(rate: Double) {
        let shortest = Int((60 * rate / TempoTransitions.fastest).rounded(.down))
        let count = Int((60 * rate / TempoTransitions.slowest).rounded(.up)) - shortest + 1
        var costs = [Float](repeating: .infinity, count: count * count)
        var sources: [Range<Int>] = []
        var priors: [Float] = []
        for index in 0..<count {
            let interval = Double(index + shortest)
            let octaves = math_log2(interval / (0.5 * rate))
            let seconds = interval / rate
            priors.append(Float(seconds * (TempoTransitions.bonus - TempoTransitions.preference * octaves * octaves)))
            var first = count, end = 0
            for before in 0..<count {
                let ratio = interval / Double(before + shortest)
                guard max(ratio, 1 / ratio) <= TempoTransitions.mostChange || abs(index - before) <= 1 else { continue }
                first = min(first, before)
                end = before + 1
                let change = max(0, abs(math_log(ratio)) - 1 / interval)
                costs[index * count + before] = Float(TempoTransitions.stiffness * change)
            }
            sources.append(first..<end)
        }
        self.shortest = shortest
        self.count = count
        self.priors = priors
        self.sources = sources
        self.costs = costs
    }
}
