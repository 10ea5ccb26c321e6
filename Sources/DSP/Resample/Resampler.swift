import CMath

/// Reads a stream at a freely moving speed through a windowed sinc of 64 taps (Smith & Gossett 1984, interpolated phases).
///
/// Two banks may sound at once: when the step changes so much that another cutoff is due, the new bank crossfades in while
/// the step glides. At step 1 the output returns to the input, bit for bit.
public struct Resampler: ~Copyable {
    private let banks: UnsafeMutablePointer<CubicBank>
    private let bankCount: Int
    /// log2 of the step that bank 1 serves; banks are a sixth of an octave (two semitones) apart.
    private let firstStepLog2: Double
    private let glidePeriods: Int
    var input: AudioRing
    private let sums: UnsafeMutablePointer<Float>
    private let fractions: UnsafeMutablePointer<Int>
    private let frames: UnsafeMutablePointer<Int>

    /// For `Resampler+Stream`: sixteen frames, and the number of frames made so far.
    let blockLeft: UnsafeMutablePointer<Float>
    let blockRight: UnsafeMutablePointer<Float>
    var streamed = 0

    private var head: ReadHead
    /// Whether these sixteen frames fall on whole frames.
    private var isCopying = false
    private var bank = 0
    private var nextBank = 0
    private var targetBank = 0
    private var bankFade = Smoothed(1)

    /// - Parameters:
    ///   - step: input frames per output frame at pitch 1 (source rate / output rate), at most 255 with `octaves`.
    ///   - rate: output rate in Hz, for the length of glides.
    ///   - octaves: how far above `step` it may rise.
    public init(step base: Double, rate: Double, octaves: Double = 1) {
        head = ReadHead(step: base, rate: rate)
        let baseLog2 = math_log2(base)
        // Bank 0 has cutoff 1, for steps up to 1; the others are on a grid of `base` times whole tones.
        var first = baseLog2
        while first - 1.0 / 6 > 1e-9 { first -= 1.0 / 6 }
        while first < 1e-9 { first += 1.0 / 6 }
        firstStepLog2 = first
        let topLog2 = baseLog2 + octaves
        bankCount = topLog2 <= 1e-9 ? 1 : 2 + max(0, Int(((topLog2 - first) * 6 - 1e-9).rounded(.up)))
        banks = .allocate(capacity: bankCount)
        (banks + 0).initialize(to: CubicBank(cutoff: 1, taps: 64, phases: 32, decibels: 100, stretch: 1))
        for index in 1..<max(1, bankCount) {
            // The wider the filter, the slower it varies: fewer phases keep every bank equally exact at its band edge and equally
            // large, which leaves room in the cache.
            let widest = math_exp2(first + Double(index - 1) / 6)
            let phases = max(2, Int((32 * 0.95 / widest).rounded(.up)))
            (banks + index).initialize(
                to: CubicBank(cutoff: 0.95 / widest, taps: 64, phases: phases, decibels: 100, stretch: widest))
        }
        glidePeriods = ControlPeriod.count(seconds: 0.03, rate: rate)
        let longest = banks[bankCount - 1].taps
        let reach = longest + Int(32 * math_exp2(max(0, topLog2))) + 256
        input = AudioRing(minimumFrames: 4 * reach, windowFrames: longest + 16)
        sums = .zeroed(32 * TapKernels.group)
        blockLeft = .zeroed(16)
        blockRight = .zeroed(16)
        fractions = .allocate(capacity: 16)
        frames = .allocate(capacity: 16)
        fractions.initialize(repeating: 0, count: 16)
        frames.initialize(repeating: 0, count: 16)
        set(step: base, atOnce: true)
    }

    deinit {
        banks.deinitialize(count: bankCount)
        banks.deallocate()
        sums.deallocate()
        blockLeft.deallocate()
        blockRight.deallocate()
        fractions.deallocate()
        frames.deallocate()
    }

    @_noLocks
    private func bankIndex(for step: Double) -> Int {
        let log2 = math_log2(step)
        if log2 <= 1e-9 || bankCount == 1 { return 0 }
        let above = (log2 - firstStepLog2) * 6 - 1e-6
        return min(bankCount - 1, above <= 0 ? 1 : 2 + Int(above))
    }

    /// Glides to `newStep` input frames per output frame (within what `init` prepared).
    @_noLocks
    public mutating func set(step newStep: Double, atOnce: Bool) {
        head.glide(to: newStep, periods: atOnce ? 0 : glidePeriods)
        targetBank = bankIndex(for: newStep)
        if atOnce {
            bank = targetBank
            nextBank = targetBank
        }
    }

    @_noLocks
    mutating func tick() {
        head.tick(seekingWholeFrames: bank == 0 && nextBank == 0 && targetBank == 0)
        bankFade.tick()
        if bankFade.isSettled {
            bank = nextBank
            nextBank = targetBank
            if nextBank != bank {
                bankFade.snap(to: 0)
                bankFade.glide(to: 1, periods: glidePeriods)
                bankFade.tick()
            }
        }
    }

    /// Fixes the positions of the next `count` (≤ 16) output frames; returns the input frame up to which `input` must be filled.
    @_noLocks
    mutating func plan(_ count: Int) -> Int {
        isCopying = head.isOnWholeFrames && bank == 0 && nextBank == 0
        head.advance(count, frames: frames, fractions: fractions)
        return frames[count - 1] + max(banks[bank].taps, banks[nextBank].taps) / 2 + 1
    }

    /// An upper bound of what `plan` will return after `count` more frames.
    @_noLocks
    func inputNeeded(_ count: Int) -> Int {
        let fastest = ReadHead.frames(max(head.step, head.targetStep))
        let reach = max(max(banks[bank].taps, banks[nextBank].taps), banks[targetBank].taps) / 2
        return head.wholeFrame + Int(Double(count) * fastest) + reach + 3
    }

    /// Input position (frames) of the next output frame.
    public var position: Double { @_noLocks get { Double(wholePosition) + fractionalPosition } }
    /// The same, split without loss.
    var wholePosition: Int { @_noLocks get { head.wholeFrame } }
    var fractionalPosition: Double { @_noLocks get { ReadHead.frames(head.fraction) } }

    /// Renders the frames fixed by `plan`; the buffers hold sixteen.
    @_noLocks
    mutating func process(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames count: Int, phase: Int
    ) {
        if isCopying {
            // Row 0 of bank 0 is a single 1: whole frames are copied.
            left.copy(from: input.left(at: frames[0]), count: count)
            right.copy(from: input.right(at: frames[0]), count: count)
            return
        }
        let (newLeft, newRight) = rendered(banks[bank], count)
        left.store(newLeft)
        right.store(newRight)
        if nextBank != bank {
            let (nextLeft, nextRight) = rendered(banks[nextBank], count)
            let mix = bankFade.lanes(from: phase)
            left.store(newLeft + mix * (nextLeft - newLeft))
            right.store(newRight + mix * (nextRight - newRight))
        }
    }

    @_noLocks @inline(__always)
    private func rendered(_ bank: borrowing CubicBank, _ count: Int) -> (left: Lanes, right: Lanes) {
        let taps = bank.taps
        let early = taps / 2 - 1
        let unit = 1 / Float(ReadHead.one)
        var halves = (Lanes(), Lanes())
        for half in 0..<2 where half == 0 || count > TapKernels.group {
            let first = half * TapKernels.group
            for slot in 0..<min(TapKernels.group, count - first) {
                let start = frames[first + slot] - early
                let place = fractions[first + slot] &* bank.phases
                let cubic = bank.row(place >> ReadHead.fractionBits)
                let blend = Float(place & (ReadHead.one &- 1)) * unit
                TapKernels.stereo(
                    input.left(at: start), input.right(at: start), cubic: cubic, blend: blend, taps: taps, sums: sums + 16 * slot)
            }
            if half == 0 { halves.0 = TapKernels.reduced(sums) } else { halves.1 = TapKernels.reduced(sums) }
        }
        return (
            Lanes(lowHalf: halves.0.lowHalf, highHalf: halves.1.lowHalf),
            Lanes(lowHalf: halves.0.highHalf, highHalf: halves.1.highHalf)
        )
    }

    /// Back to the first frame, as if nothing had been pushed; the step stays.
    @_noLocks
    public mutating func reset() {
        input.reset()
        head.reset()
        streamed = 0
        bank = targetBank
        nextBank = targetBank
        bankFade.snap(to: 1)
    }
}
