/// Finds onsets of notes and strokes, so that a stretcher can play each exactly once.
///
/// Two views of blocks of nearly 1.5 ms. **Strokes** stand out of everything: the energy of the signal's slope (which emphasises highs)
/// is 2.5 times that of any block of the 20 ms before, except the one right before, at whose end a stroke may begin. Vowels and low
/// notes pulse too, but within those 20 ms. **Notes** begin under others that still ring: over 12 ms many bands hold more than they
/// held at any time 20 to 60 ms before. The beats of a steady chord stay in few bands, and those of noise are short.
/// At most one onset in 30 ms; a clear stroke, whose place is known best, takes the place of a note.
struct OnsetFinder: ~Copyable {
    private static var kept: Int { @_noLocks get { 64 } }
    /// Blocks that a note's energy is summed over; where the blocks that it is compared with end.
    private static var noteBlocks: Int { @_noLocks get { 8 } }
    private static var nearest: Int { @_noLocks get { 14 } }
    private static var furthest: Int { @_noLocks get { 40 } }

    private let blockFrames: Int
    private let factor: Int
    private let memoryBlocks: Int
    private let spacingFrames: Int
    private let energies: UnsafeMutablePointer<Float>
    private let partial: UnsafeMutablePointer<Float>
    private let onsets: UnsafeMutablePointer<Int>
    private var found = 0
    private var nextBlock = 0
    private var nextNoteBlock = 0

    private var bands: BandEnergies
    /// Rings of sixteen bands: the energies of eight blocks, and their sums. A block is sixteen frames of the coarse copy.
    private let bandBlocks: UnsafeMutablePointer<Float>
    private let bandSums: UnsafeMutablePointer<Float>
    /// How much every one of the last 64 sums rose above those before, all bands together.
    private let rises: UnsafeMutablePointer<Float>
    private var loudness: Float = 0
    private var highestRise: Float = 0
    private var isRising = false
    private var lastIsNote = false

    /// `factor`: decimation of the coarse copy, in which notes are looked for.
    init(rate: Double, factor: Int) {
        self.factor = factor
        blockFrames = max(16, Int(0.0015 * rate) / 16 * 16)
        memoryBlocks = 15
        spacingFrames = Int(0.03 * rate)
        energies = .zeroed(16)
        partial = .zeroed(16)
        onsets = .allocate(capacity: Self.kept)
        onsets.initialize(repeating: Int.min / 2, count: Self.kept)
        bands = BandEnergies(rate: rate / Double(factor))
        bandBlocks = .zeroed(16 * 8)
        bandSums = .zeroed(16 * 64)
        rises = .zeroed(64)
    }

    deinit {
        energies.deallocate()
        partial.deallocate()
        onsets.deallocate()
        bandBlocks.deallocate()
        bandSums.deallocate()
        rises.deallocate()
    }

    /// Source frames by which a note's onset is known late.
    var lagFrames: Int { @_noLocks get { 40 * 16 * factor } }

    /// Analyses all whole blocks that `source` and its coarse copy hold.
    @_noLocks
    mutating func follow(_ source: borrowing AudioRing, coarse: borrowing AudioRing) {
        while (nextBlock + 1) * blockFrames + 1 <= source.written {
            let start = nextBlock * blockFrames
            findStroke(slopeEnergy(source.left(at: start), source.right(at: start)), at: start)
            nextBlock += 1
        }
        while (nextNoteBlock + 1) * 16 <= coarse.written {
            findNote(bands.next(coarse.left(at: nextNoteBlock * 16), coarse.right(at: nextNoteBlock * 16), frames: 16))
            nextNoteBlock += 1
        }
    }

    @_noLocks @inline(__always)
    private mutating func findStroke(_ energy: Float, at start: Int) {
        var loudest: Float = 0
        for back in 2...memoryBlocks { loudest = max(loudest, energies[(nextBlock - back) & 15]) }
        if energy > 2.5 * loudest + 1e-6 {
            let beganBefore = energies[(nextBlock - 1) & 15] > 2 * loudest + 1e-6
            add(beganBefore ? start - blockFrames : start, isClearStroke: energy > 8 * loudest)
        }
        energies[nextBlock & 15] = energy
    }

    @_noLocks @inline(__always)
    private mutating func findNote(_ energy: Lanes) {
        (bandBlocks + 16 * (nextNoteBlock & 7)).store(energy)
        var sum = Lanes()
        for block in 0..<Self.noteBlocks { sum += (bandBlocks + 16 * block).lanes }
        (bandSums + 16 * (nextNoteBlock & 63)).store(sum)
        var before = Lanes()
        // Neighbours share seven blocks of eight: every second one says enough.
        for back in stride(from: Self.nearest, through: Self.furthest, by: 2) {
            before = before.larger((bandSums + 16 * ((nextNoteBlock - back) & 63)).lanes)
        }
        // What is 50 dB below the loudest band, or below any music, begins nothing.
        loudness = max(sum.largest, loudness * 0.995)
        let floor = Lanes(repeating: 2e-5 * loudness + 1e-7)
        let rise = ((sum - before) / (sum + before + floor)).larger(Lanes()).smaller(Lanes(repeating: 0.5))
        let total = added(rise)
        rises[nextNoteBlock & 63] = total

        if isRising {
            highestRise = max(highestRise, total)
            isRising = total > 0.5 * highestRise
        } else if total > 1.67 {
            isRising = true
            highestRise = total
            var back = 0
            while back < 24 && rises[(nextNoteBlock - back - 1) & 63] > 0.5 { back += 1 }
            add((nextNoteBlock - back - 2) * 16 * factor, isClearStroke: false)
        }
    }

    @_noLocks
    private mutating func add(_ frame: Int, isClearStroke: Bool) {
        let last = onsets[(found - 1) & (Self.kept - 1)]
        if frame - last < spacingFrames {
            guard isClearStroke && lastIsNote && frame > last else { return }
            found -= 1
        }
        lastIsNote = !isClearStroke
        onsets[found & (Self.kept - 1)] = frame
        found += 1
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
        return added(sums)
    }

    @_noLocks @inline(__always)
    private func added(_ sums: Lanes) -> Float {
        partial.store(sums)
        var sum: Float = 0
        for index in 0..<4 { sum += (partial[index] + partial[index + 4]) + (partial[index + 8] + partial[index + 12]) }
        return sum
    }

    /// The first onset at or after `frame`, Int.max when none is known.
    @_noLocks
    func first(from frame: Int) -> Int {
        var best = Int.max
        var index = found - 1
        while index >= 0 && found - index <= Self.kept && onsets[index & (Self.kept - 1)] >= frame {
            best = onsets[index & (Self.kept - 1)]
            index -= 1
        }
        return best
    }

    /// The last onset before `frame`; far in the past when there is none.
    @_noLocks
    func last(before frame: Int) -> Int {
        var index = found - 1
        while index >= 0 && found - index <= Self.kept {
            let onset = onsets[index & (Self.kept - 1)]
            if onset < frame { return onset }
            index -= 1
        }
        return Int.min / 2
    }

    @_noLocks
    mutating func reset() {
        for index in 0..<Self.kept { onsets[index] = Int.min / 2 }
        energies.clear(16)
        bandBlocks.clear(16 * 8)
        bandSums.clear(16 * 64)
        rises.clear(64)
        bands.reset()
        loudness = 0
        highestRise = 0
        isRising = false
        lastIsNote = false
        found = 0
        nextBlock = 0
        nextNoteBlock = 0
    }
}
