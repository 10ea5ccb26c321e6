/// Finds onsets of notes and strokes, so that a stretcher can play each exactly once.
///
/// The energy of the signal's slope (which emphasises highs) is summed in blocks of nearly 1.5 ms; an onset is a block with 2.5
/// times the energy of any block of the 20 ms before it, except the one right before, at whose end a stroke may begin. Vowels
/// and low notes pulse too, but within those 20 ms. At most one onset in 30 ms.
struct OnsetFinder: ~Copyable {
    private static var kept: Int { @_noLocks get { 64 } }

    private let blockFrames: Int
    private let memoryBlocks: Int
    private let spacingFrames: Int
    private let energies: UnsafeMutablePointer<Float>
    private let partial: UnsafeMutablePointer<Float>
    private let onsets: UnsafeMutablePointer<Int>
    private var found = 0
    private var nextBlock = 0

    init(rate: Double) {
        blockFrames = max(16, Int(0.0015 * rate) / 16 * 16)
        memoryBlocks = 15
        spacingFrames = Int(0.03 * rate)
        energies = .zeroed(16)
        partial = .zeroed(16)
        onsets = .allocate(capacity: Self.kept)
        onsets.initialize(repeating: Int.min / 2, count: Self.kept)
    }

    deinit {
        energies.deallocate()
        partial.deallocate()
        onsets.deallocate()
    }

    /// Analyses all whole blocks that `source` holds.
    @_noLocks
    mutating func follow(_ source: borrowing AudioRing) {
        while (nextBlock + 1) * blockFrames + 1 <= source.written {
            let start = nextBlock * blockFrames
            let energy = slopeEnergy(source.left(at: start), source.right(at: start))
            var loudest: Float = 0
            for back in 2...memoryBlocks { loudest = max(loudest, energies[(nextBlock - back) & 15]) }
            let last = onsets[(found - 1) & (Self.kept - 1)]
            if energy > 2.5 * loudest + 1e-6 && start - last >= spacingFrames {
                let beganBefore = energies[(nextBlock - 1) & 15] > 2 * loudest + 1e-6
                onsets[found & (Self.kept - 1)] = beganBefore ? start - blockFrames : start
                found += 1
            }
            energies[nextBlock & 15] = energy
            nextBlock += 1
        }
    }

    @_noLocks @inline(__always)
    private func slopeEnergy(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>) -> Float {
        var sums = Lanes()
        var index = 0
        while index < blockFrames {
            let slopeLeft = (left + index + 1).lanes - (left + index).lanes
            let slopeRight = (right + index + 1).lanes - (right + index).lanes
            sums.mad(slopeLeft, slopeLeft)
            sums.mad(slopeRight, slopeRight)
            index += 16
        }
        partial.store(sums)
        var sum: Float = 0
        for index in 0..<4 { sum += (partial[index] + partial[index + 4]) + (partial[index + 8] + partial[index + 12]) }
        return sum
    }

    /// The first onset at or after `frame`, Int.max when none is known.
    @_noLocks
    func first(from frame: Int) -> Int {
        var best = Int.max
        for index in 0..<Self.kept where onsets[index] >= frame && onsets[index] < best { best = onsets[index] }
        return best
    }

    /// The last onset before `frame`; far in the past when there is none.
    @_noLocks
    func last(before frame: Int) -> Int {
        var best = Int.min / 2
        for index in 0..<Self.kept where onsets[index] < frame && onsets[index] > best { best = onsets[index] }
        return best
    }

    @_noLocks
    mutating func reset() {
        for index in 0..<Self.kept { onsets[index] = Int.min / 2 }
        for index in 0..<16 { energies[index] = 0 }
        found = 0
        nextBlock = 0
    }
}
