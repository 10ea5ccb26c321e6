import CMath

/// Which beats begin a bar: the best path through meters of two to seven beats (Viterbi). Meters change seldom, and only with a bar.
struct BarPath {
    /// Beats in a bar, and what a meter costs from the outset: most music is in four.
    private static let meters: [(beats: Int, cost: Float)] = [(4, 0), (3, 1), (2, 8), (6, 3), (5, 4), (7, 8)]
    /// Of every bar: two of two are mostly one of four, and one of six is mostly two of three.
    private static func barCost(_ beats: Int) -> Float { beats == 2 ? 0.7 : beats == 6 ? 1 : 0 }
    /// Of another meter from the next bar on, and of a bar that begins before the last one has ended.
    private static let changeCost: Float = 9
    private static let breakCost: Float = 9
    /// No single beat is surer than this.
    private static let leastChance: Float = 0.03

    /// For each beat its place in the bar, 0 for the first.
    let places: [Int]
    /// For each beat the beats of its bar.
    let lengths: [Int]

    /// - Parameter chances: for each beat the probability that it begins a bar, given that it is one.
    init(_ chances: [Float]) {
        var states: [(meter: Int, place: Int)] = []
        for (meter, (beats, _)) in BarPath.meters.enumerated() {
            for place in 0..<beats { states.append((meter, place)) }
        }
        var scores = states.map { -BarPath.meters[$0.meter].cost }
        var from: [[Int]] = []
        for (beat, chance) in chances.enumerated() {
            let bounded = min(max(chance, BarPath.leastChance), 1 - BarPath.leastChance)
            let begins = Float(math_log(Double(bounded))), goesOn = Float(math_log(Double(1 - bounded)))
            if beat > 0 {
                var before: [Int] = []
                var next: [Float] = []
                // The best bar that ends here, and the best place to break off.
                var (ended, broken) = (0, 0)
                for (index, state) in states.enumerated() {
                    if scores[index] > scores[broken] { broken = index }
                    let isLast = state.place == BarPath.meters[state.meter].beats - 1
                    if isLast, states[ended].place != BarPath.meters[states[ended].meter].beats - 1 || scores[index] > scores[ended] {
                        ended = index
                    }
                }
                for (index, state) in states.enumerated() {
                    guard state.place == 0 else {
                        before.append(index - 1)
                        next.append(scores[index - 1])
                        continue
                    }
                    var best = (score: scores[index + BarPath.meters[state.meter].beats - 1], from: index + BarPath.meters[state.meter].beats - 1)
                    let changed = scores[ended] - BarPath.changeCost - BarPath.meters[state.meter].cost
                    if changed > best.score { best = (changed, ended) }
                    let cut = scores[broken] - BarPath.breakCost - BarPath.meters[state.meter].cost
                    if cut > best.score { best = (cut, broken) }
                    before.append(best.from)
                    next.append(best.score)
                }
                scores = next
                from.append(before)
            }
            for (index, state) in states.enumerated() {
                scores[index] += state.place > 0 ? goesOn : begins - BarPath.barCost(BarPath.meters[state.meter].beats)
            }
        }
        var places: [Int] = [], lengths: [Int] = []
        var state = scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
        for beat in chances.indices.reversed() {
            places.append(states[state].place)
            lengths.append(BarPath.meters[states[state].meter].beats)
            if beat > 0 { state = from[beat - 1][state] }
        }
        self.places = places.reversed()
        self.lengths = lengths.reversed()
    }
}
