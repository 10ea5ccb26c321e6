import CMath

/// Reads a stream at a freely moving speed through a windowed sinc of 64 taps (Smith & Gossett 1984, interpolated phases).
///
/// Two banks can be heard at once: when the step changes so much that another cutoff is due, the new bank fades in while
/// the step glides. Places and steps are whole numbers of 2⁻⁵⁵ frames: hours of running lose no precision, and no rounding
/// depends on how the output is cut into calls.
public struct Resampler: ~Copyable {
    private let banks: UnsafeMutablePointer<CubicBank>
    private let bankCount: Int
    /// log2 of the step that bank 1 serves; each bank goes a sixth of an octave (two semitones) further.
    private let firstStepLog2: Double
    private let glidePeriods: Int
    var input: AudioRing
    private let sums: UnsafeMutablePointer<Float>
    private let fractions: UnsafeMutablePointer<Int>
    private let frames: UnsafeMutablePointer<Int>

    /// Input frame and fraction of the next output frame.
    private var wholeFrame = 0
    private var fraction = 0
    private var step: Int
    private var stepSlope = 0
    private var targetStep: Int
    private var periodsLeft = 0
    private var bank = 0
    private var nextBank = 0
    private var targetBank = 0
    private var bankFade = Smoothed(1)

    /// Bits of a fraction, and how many of them choose a bank's row.
    private static var fractionBits: Int { @_noLocks get { 55 } }
    private static var phaseBits: Int { @_noLocks get { 5 } }

    /// - Parameters:
    ///   - step: input frames per output frame at pitch 1 (source rate / output rate), at most 255 with `octaves`.
    ///   - rate: output rate in Hz, for the length of glides.
    ///   - octaves: how far above `step` it may rise.
    public init(step base: Double, rate: Double, octaves: Double = 1) {
        step = Self.fixed(base)
        targetStep = step
        let baseLog2 = math_log2(base)
        // Bank 0 has cutoff 1 for steps up to 1; the others stand on a grid that holds `base` times whole tones.
        var first = baseLog2
        while first - 1.0 / 6 > 1e-9 { first -= 1.0 / 6 }
        while first < 1e-9 { first += 1.0 / 6 }
        firstStepLog2 = first
        let topLog2 = baseLog2 + octaves
        bankCount = topLog2 <= 1e-9 ? 1 : 2 + max(0, Int(((topLog2 - first) * 6 - 1e-9).rounded(.up)))
        banks = .allocate(capacity: bankCount)
        let phases = 1 << Self.phaseBits
        (banks + 0).initialize(to: CubicBank(cutoff: 1, taps: 64, phases: phases, decibels: 100, stretch: 1))
        for index in 1..<max(1, bankCount) {
            let widest = math_exp2(first + Double(index - 1) / 6)
            (banks + index).initialize(
                to: CubicBank(cutoff: 0.95 / widest, taps: 64, phases: phases, decibels: 100, stretch: widest))
        }
        glidePeriods = ControlPeriod.count(seconds: 0.03, rate: rate)
        let longest = banks[bankCount - 1].taps
        let reach = longest + Int(32 * math_exp2(max(0, topLog2))) + 256
        input = AudioRing(minimumFrames: 4 * reach, windowFrames: longest + 16)
        sums = .zeroed(32 * TapKernels.group)
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
        fractions.deallocate()
        frames.deallocate()
    }

    @_noLocks
    private static func fixed(_ step: Double) -> Int { Int(tamed(step, 0, 255, or: 1) * Double(1 << fractionBits) + 0.5) }

    @_noLocks
    private static func frames(_ fixed: Int) -> Double { Double(fixed) / Double(1 << fractionBits) }

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
        targetStep = Self.fixed(newStep)
        targetBank = bankIndex(for: newStep)
        if atOnce {
            step = targetStep
            stepSlope = 0
            periodsLeft = 0
            bank = targetBank
            nextBank = targetBank
        } else if targetStep != step || periodsLeft > 0 {
            periodsLeft = glidePeriods
        }
    }

    @_noLocks
    public mutating func tick() {
        if periodsLeft > 0 {
            stepSlope = (targetStep - step) / (16 * periodsLeft)
            periodsLeft -= 1
        } else {
            stepSlope = 0
            step = targetStep
        }
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

    /// Fixes the places of the next `count` (≤ 16) output frames; returns the input frame up to which `input` must be filled.
    @_noLocks
    mutating func plan(_ count: Int) -> Int {
        var whole = wholeFrame
        var part = fraction
        var pace = step
        for index in 0..<count {
            frames[index] = whole
            fractions[index] = part
            pace &+= stepSlope
            part &+= pace
            whole &+= part >> Self.fractionBits
            part &= (1 << Self.fractionBits) - 1
        }
        wholeFrame = whole
        fraction = part
        step = pace
        return frames[count - 1] + max(banks[bank].taps, banks[nextBank].taps) / 2 + 1
    }

    /// An upper bound of what `plan` will return after `count` more frames.
    @_noLocks
    public func inputNeeded(_ count: Int) -> Int {
        let fastest = Self.frames(max(step, targetStep))
        let reach = max(max(banks[bank].taps, banks[nextBank].taps), banks[targetBank].taps) / 2
        return wholeFrame + Int(Double(count) * fastest) + reach + 3
    }

    /// Input position (frames) of the next output frame.
    public var position: Double { @_noLocks get { Double(wholeFrame) + fractionalPosition } }
    /// The same, split without loss.
    var wholePosition: Int { @_noLocks get { wholeFrame } }
    var fractionalPosition: Double { @_noLocks get { Self.frames(fraction) } }

    /// Renders the frames fixed by `plan`; the buffers hold sixteen.
    @_noLocks
    mutating func process(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames count: Int, phase: Int
    ) {
        if fractions[0] == 0 && step == 1 << Self.fractionBits && stepSlope == 0 && bank == 0 && nextBank == 0 {
            // Row 0 of bank 0 is a single 1: whole frames are simply copied.
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
        let blendBits = Self.fractionBits - Self.phaseBits
        let unit = 1 / Float(1 << blendBits)
        var halves = (Lanes(), Lanes())
        for half in 0..<2 where half == 0 || count > TapKernels.group {
            let first = half * TapKernels.group
            for slot in 0..<min(TapKernels.group, count - first) {
                let start = frames[first + slot] - early
                let cubic = bank.row(fractions[first + slot] >> blendBits)
                let blend = Float(fractions[first + slot] & ((1 << blendBits) - 1)) * unit
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

    @_noLocks
    public mutating func reset() {
        input.reset()
        wholeFrame = 0
        fraction = 0
        step = targetStep
        stepSlope = 0
        periodsLeft = 0
        bank = targetBank
        nextBank = targetBank
        bankFade.snap(to: 1)
    }
}
