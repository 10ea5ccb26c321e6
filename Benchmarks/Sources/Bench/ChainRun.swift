import AllocationCounter
import DSP
import Inputs
import Mood

/// What a row of the table plays.
enum ChainRow {
    case mood(Expression)
    /// Another mood every half second, in an order that a seed fixes.
    case changes

    static let all = Expression.allCases.map(ChainRow.mood) + [.changes]

    var name: String {
        switch self {
        case .mood(let expression): expression.name
        case .changes: "changes"
        }
    }
}

/// One row at one block size. Every pass plays the same sounds through a new chain, so a block that was slow in one pass
/// only was slowed by the machine.
final class ChainRun {
    let row: ChainRow
    let quality: StretchQuality
    let blockFrames: Int
    let blocks: Int
    /// Microseconds of processor time of each block, pass after pass.
    private(set) var passes: [[Double]] = []
    private(set) var allocations = 0
    private let mapping = ParameterMapping(map: .seed)

    init(_ row: ChainRow, _ quality: StretchQuality, blockFrames: Int, blocks: Int) {
        self.row = row
        self.quality = quality
        self.blockFrames = blockFrames
        self.blocks = blocks
    }

    /// Plays one second unmeasured, for lines and caches to fill, and then `blocks` blocks. The block's time holds the mood
    /// change if one is due, and everything that a player asks of the chain; making the song's frames is not in it.
    func play(_ song: Song, rate: Double) {
        var mood = Expression.neutral
        if case .mood(let expression) = row { mood = expression }
        var chain = Chain(sourceRate: rate, outputRate: rate, parameters: parameters(mood), quality: quality)
        let left = UnsafeMutablePointer<Float>.allocate(capacity: blockFrames)
        let right = UnsafeMutablePointer<Float>.allocate(capacity: blockFrames)
        defer {
            left.deallocate()
            right.deallocate()
        }
        var times = [Double](repeating: 0, count: blocks)
        var noise = Noise(seed: 7)
        var songFrame = 0
        var changes = 0
        let unmeasured = Int(rate) / blockFrames
        for block in -unmeasured..<blocks {
            var wish: ChainParameters?
            if case .changes = row, Double((block + unmeasured) * blockFrames) >= Double(changes + 1) * 0.5 * rate {
                mood = another(than: mood, &noise)
                wish = parameters(mood)
                changes += 1
            }
            let allocated = allocation_count()
            let start = ProcessorClock.microseconds
            if let wish { chain.set(wish) }
            render(&chain, song, &songFrame, left, right)
            let end = ProcessorClock.microseconds
            guard block >= 0 else { continue }
            allocations += Int(allocation_count() - allocated)
            times[block] = end - start
        }
        passes.append(times)
    }

    private func parameters(_ mood: Expression) -> ChainParameters {
        mapping.parameters(named: mood, weights: ExpressionWeights(only: mood))
    }

    private func another(than mood: Expression, _ noise: inout Noise) -> Expression {
        let others = Expression.allCases.filter { $0 != mood }
        return others[min(others.count - 1, Int((noise.next() + 1) / 2 * Float(others.count)))]
    }

    /// One block in quanta, as the session's player does it; the song loops.
    private func render(
        _ chain: inout Chain, _ song: Song, _ songFrame: inout Int, _ left: UnsafeMutablePointer<Float>,
        _ right: UnsafeMutablePointer<Float>
    ) {
        var done = 0
        while done < blockFrames {
            let count = min(Chain.maximumFrames, blockFrames - done)
            var missing = chain.framesNeeded(count)
            while missing > 0 {
                let frames = min(missing, song.frames - songFrame)
                chain.push(left: song.left + songFrame, right: song.right + songFrame, frames: frames)
                missing -= frames
                songFrame = songFrame + frames == song.frames ? 0 : songFrame + frames
            }
            chain.process(left: left + done, right: right + done, frames: count)
            done += count
        }
    }
}
