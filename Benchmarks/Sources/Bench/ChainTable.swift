import DSP
import Foundation
import Inputs

/// What is known of one row at one block size; times are processor time of the thread.
struct ChainFigures: Encodable {
    var row: String
    var quality: String
    var blockFrames: Int
    var blocks: Int
    /// How long the block sounds.
    var blockMicroseconds: Double
    var p50Microseconds: Double
    var p99Microseconds: Double
    var p999Microseconds: Double
    var maxMicroseconds: Double
    var meanMicroseconds: Double
    /// p99.9 over the fastest of each block's passes: the chain's own unevenness without the machine's.
    var ownP999Microseconds: Double
    var allocationsPerBlock: Double

    init(_ run: ChainRun, rate: Double) {
        let every = Timings(run.passes.flatMap { $0 })
        let fastest = Timings((0..<run.blocks).map { block in run.passes.map { $0[block] }.min() ?? 0 })
        row = run.row.name
        quality = run.quality.name
        blockFrames = run.blockFrames
        blocks = run.blocks
        blockMicroseconds = Double(run.blockFrames) / rate * 1e6
        p50Microseconds = every.percentile(0.5)
        p99Microseconds = every.percentile(0.99)
        p999Microseconds = every.percentile(0.999)
        maxMicroseconds = every.percentile(1)
        meanMicroseconds = every.mean
        ownP999Microseconds = fastest.percentile(0.999)
        allocationsPerBlock = Double(run.allocations) / Double(run.blocks * run.passes.count)
    }

    /// Percent of the block's duration.
    func percent(_ microseconds: Double) -> Double { 100 * microseconds / blockMicroseconds }
}

enum ChainTable {
    static let rate = 44_100.0
    static let passes = 5
    private static let sizes = [64, 128, 256, 512, 1024]
    /// Percent of a block of so many frames.
    private static let goalFrames = 256
    private static let goals: [(quality: StretchQuality, mean: Double, p999: Double)] = [(.light, 0.45, 1.5), (.normal, 1.5, 2.5)]

    /// Every size in the usual quality, one in the others. Passes go over the whole table, so that a bad second of the machine does not spoil all passes of a row.
    static func measure(blocks: Int) -> [ChainFigures] {
        let song = Song(rate: rate)
        let runs = StretchQuality.allCases.flatMap { quality in
            let sizes = quality == .normal ? sizes : [goalFrames]
            return ChainRow.all.flatMap { row in sizes.map { ChainRun(row, quality, blockFrames: $0, blocks: blocks) } }
        }
        for _ in 0..<passes {
            for run in runs { run.play(song, rate: rate) }
        }
        return runs.map { ChainFigures($0, rate: rate) }
    }

    static func text(_ figures: [ChainFigures]) -> String {
        var table = TextTable([
            "quality", "mood", "frames", "block µs", "p50 µs", "p99 µs", "p99.9 µs", "max µs", "p50 %", "p99 %", "p99.9 %", "max %", "mean %",
            "own p99.9 %", "allocations",
        ])
        for one in figures {
            let times = [one.p50Microseconds, one.p99Microseconds, one.p999Microseconds, one.maxMicroseconds]
            var cells = [one.quality, one.row, "\(one.blockFrames)", String(format: "%.0f", one.blockMicroseconds)]
            cells += times.map { String(format: "%.1f", $0) }
            cells += (times + [one.meanMicroseconds, one.ownP999Microseconds]).map { String(format: "%.2f", one.percent($0)) }
            cells.append(String(format: one.allocationsPerBlock == 0 ? "%.0f" : "%.4f", one.allocationsPerBlock))
            table.add(cells)
        }
        return table.text
    }

    /// The goals and what the worst row makes of each.
    static func verdict(_ figures: [ChainFigures]) -> String {
        goals.compactMap { goal in
            let candidates = figures.filter { $0.blockFrames == goalFrames && $0.quality == goal.quality.name }
            guard let worst = candidates.max(by: { $0.p999Microseconds < $1.p999Microseconds }),
                let dearest = candidates.max(by: { $0.meanMicroseconds < $1.meanMicroseconds })
            else { return nil }
            let percent = worst.percent(worst.p999Microseconds)
            let mean = dearest.percent(dearest.meanMicroseconds)
            return String(
                format: """
                    %@, blocks of %d frames: p99.9 under %.1f %%: %@, worst row %@ with %.2f %% (its own %.2f %%).
                    %@, blocks of %d frames: mean under %.2f %%: %@, worst row %@ with %.2f %%.
                    """, goal.quality.name, goalFrames, goal.p999, percent < goal.p999 ? "met" : "missed", worst.row, percent,
                worst.percent(worst.ownP999Microseconds), goal.quality.name, goalFrames, goal.mean,
                mean < goal.mean ? "met" : "missed", dearest.row, mean)
        }.joined(separator: "\n")
    }
}
