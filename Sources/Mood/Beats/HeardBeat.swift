/// What the network hears in a frame.
struct BeatChance {
    var beat: Float
    var bar: Float

    /// Frames on either side of a beat in which it is looked for.
    static let reach = 2
}

/// A beat of the path, placed where the network hears it best.
struct HeardBeat: Equatable {
    /// Between steps too.
    var step: Double
    /// Steps from the beat before, as the path has it.
    var interval: Int
    /// No beat before it belongs to it.
    var isFirst: Bool
    /// The largest probability of a beat here, and that it begins a bar if it is one.
    var chance: Float
    var barChance: Float

    /// - Parameters:
    ///   - step: the path's, from the first of `chances`, which are two steps apart.
    init(near step: Int, in chances: [BeatChance], interval: Int, isFirst: Bool) {
        var sum: Float = 0, moment: Float = 0
        var best: Float = 0, bestBar: Float = 0
        let middle = step / 2
        for index in max(0, middle - BeatChance.reach)..<min(chances.count, middle + BeatChance.reach + 1) {
            // Least where the network is least sure.
            let weight = chances[index].beat
            sum += weight
            moment += weight * Float(2 * index - step)
            // A beat's probabilities are its own within a frame of it.
            guard abs(2 * index - step) <= 2 else { continue }
            best = max(best, chances[index].beat)
            bestBar = max(bestBar, chances[index].bar)
        }
        let shift = sum > 0.05 ? min(max(moment / sum, -2), 2) : 0
        self.step = Double(step) + Double(shift)
        self.interval = interval
        self.isFirst = isFirst
        chance = best
        barChance = best > 0 ? min(bestBar / max(best, 0.05), 1) : 0
    }

    func moved(by steps: Double) -> HeardBeat {
        var moved = self
        moved.step += steps
        return moved
    }
}
