/// Marks where notes and strokes begin, so that a stretcher can play each exactly once.
///
/// The signal's slope (highs weigh more) is summed in blocks of 1.5 ms; an onset is a block with four times the energy of
/// any block of the 20 ms before it. Vowels and low notes pulse too, but inside those 20 ms. At most one onset in 30 ms.
struct OnsetFinder: ~Copyable {
    private static var kept: Int { @_noLocks get { 64 } }

    private let blockFrames: Int
    private let memoryBlocks: Int
    private let spacingFrames: Int
    private let energies: UnsafeMutablePointer<Float>
    private let onsets: UnsafeMutablePointer<Int>
    private var found = 0
    private var nextBlock = 0

    init(rate: Double) {
        blockFrames = max(8, Int(0.0015 * rate))
        memoryBlocks = 14
        spacingFrames = Int(0.03 * rate)
        energies = .zeroed(16)
        onsets = .allocate(capacity: Self.kept)
        onsets.initialize(repeating: Int.min / 2, count: Self.kept)
    }

    deinit {
        energies.deallocate()
        onsets.deallocate()
    }

    /// Looks at all whole blocks that `source` holds.
    @_noLocks
    mutating func follow(_ source: borrowing AudioRing) {
        while (nextBlock + 1) * blockFrames + 1 <= source.written {
            let start = nextBlock * blockFrames
            let energy = slopeEnergy(source.left(at: start)) + slopeEnergy(source.right(at: start))
            var loudest: Float = 0
            for back in 1...memoryBlocks { loudest = max(loudest, energies[(nextBlock - back) & 15]) }
            let last = onsets[(found - 1) & (Self.kept - 1)]
            if energy > 4 * loudest + 1e-6 && start - last >= spacingFrames {
                onsets[found & (Self.kept - 1)] = start
                found += 1
            }
            energies[nextBlock & 15] = energy
            nextBlock += 1
        }
    }

    @_noLocks @inline(__always)
    private func slopeEnergy(_ signal: UnsafePointer<Float>) -> Float {
        var sum: Float = 0
        for index in 0..<blockFrames {
            let slope = signal[index + 1] - signal[index]
            sum += slope * slope
        }
        return sum
    }

    /// The first onset at or after `frame`, Int.max when none is known.
    @_noLocks
    func first(from frame: Int) -> Int {
        var best = Int.max
        for index in 0..<Self.kept where onsets[index] >= frame && onsets[index] < best { best = onsets[index] }
        return best
    }

    /// The last onset before `frame`, far in the past when there is none.
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
