import CMath

/// Reads a stream at a freely moving speed through a windowed sinc (Smith & Gossett 1984, interpolated phases).
///
/// Two banks can be heard at once: when the step changes so much that another cutoff is due, the new bank fades in while
/// the step glides. Position = whole frame + fraction, so hours of running lose no precision.
public struct Resampler: ~Copyable {
    private let banks: UnsafeMutablePointer<PolyphaseBank>
    private let bankCount: Int
    /// log2 of the step that bank 1 serves; each bank goes a sixth of an octave (two semitones) further.
    private let firstStepLog2: Double
    private let glidePeriods: Int
    var input: AudioRing
    private let partial: UnsafeMutablePointer<Float>
    private let fractions: UnsafeMutablePointer<Double>
    private let frames: UnsafeMutablePointer<Int>

    /// Input frame and fraction of the next output frame.
    private var wholeFrame = 0
    private var fraction = 0.0
    private var step: Double
    private var stepSlope = 0.0
    private var targetStep: Double
    private var periodsLeft = 0
    private var bank: Int
    private var nextBank: Int
    private var bankFade = Smoothed(1)

    /// - Parameters:
    ///   - step: input frames per output frame at pitch 1 (source rate / output rate).
    ///   - rate: output rate in Hz, for the length of glides.
    ///   - octaves: how far above `step` it may rise.
    public init(step base: Double, rate: Double, octaves: Double = 1) {
        step = base
        targetStep = base
        let baseLog2 = math_log2(base)
        // Bank 0 has cutoff 1 for steps up to 1; the others stand on a grid that holds `base` times whole tones.
        var first = baseLog2
        while first - 1.0 / 6 > 1e-9 { first -= 1.0 / 6 }
        while first < 1e-9 { first += 1.0 / 6 }
        firstStepLog2 = first
        let topLog2 = baseLog2 + octaves
        bankCount = topLog2 <= 1e-9 ? 1 : 2 + max(0, Int(((topLog2 - first) * 6 - 1e-9).rounded(.up)))
        banks = .allocate(capacity: bankCount)
        (banks + 0).initialize(to: PolyphaseBank(cutoff: 1, taps: 64, phases: 512, decibels: 100, stretch: 1))
        for index in 1..<max(1, bankCount) {
            let widest = math_exp2(first + Double(index - 1) / 6)
            (banks + index).initialize(
                to: PolyphaseBank(cutoff: 0.95 / widest, taps: 64, phases: 512, decibels: 100, stretch: widest))
        }
        glidePeriods = ControlPeriod.count(seconds: 0.03, rate: rate)
        let reach = banks[bankCount - 1].taps + Int(32 * math_exp2(max(0, topLog2))) + 256
        input = AudioRing(minimumFrames: 4 * reach)
        partial = .zeroed(16 * 8)
        fractions = .allocate(capacity: 16)
        frames = .allocate(capacity: 16)
        bank = 0
        nextBank = 0
        bank = bankIndex(for: base)
        nextBank = bank
    }

    deinit {
        banks.deinitialize(count: bankCount)
        banks.deallocate()
        partial.deallocate()
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
        targetStep = newStep
        if atOnce {
            step = newStep
            stepSlope = 0
            periodsLeft = 0
            bank = bankIndex(for: newStep)
            nextBank = bank
        } else if newStep != step || periodsLeft > 0 {
            periodsLeft = glidePeriods
        }
    }

    @_noLocks
    public mutating func tick() {
        if periodsLeft > 0 {
            let remaining = targetStep - step
            stepSlope = remaining / Double(periodsLeft) * 0.0625
            periodsLeft -= 1
        } else {
            stepSlope = 0
            step = targetStep
        }
        bankFade.tick()
        if bankFade.isSettled {
            bank = nextBank
            nextBank = bankIndex(for: targetStep)
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
        for index in 0..<count {
            frames[index] = wholeFrame
            fractions[index] = fraction
            step += stepSlope
            fraction += step
            let carry = Int(fraction)
            wholeFrame += carry
            fraction -= Double(carry)
        }
        return frames[count - 1] + max(banks[bank].taps, banks[nextBank].taps) / 2 + 1
    }

    /// An upper bound of what `plan` will return after `count` more frames.
    @_noLocks
    public func inputNeeded(_ count: Int) -> Int {
        let fastest = max(step, targetStep)
        let reach = max(max(banks[bank].taps, banks[nextBank].taps), banks[bankIndex(for: targetStep)].taps) / 2
        return wholeFrame + Int(Double(count) * fastest) + reach + 3
    }

    /// Input position (frames) of the next output frame.
    public var position: Double { @_noLocks get { Double(wholeFrame) + fraction } }
    /// The same, split without loss.
    var wholePosition: Int { @_noLocks get { wholeFrame } }
    var fractionalPosition: Double { @_noLocks get { fraction } }

    /// Renders the frames fixed by `plan`.
    @_noLocks
    mutating func process(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames count: Int, phase: Int
    ) {
        if fractions[0] == 0 && step == 1 && stepSlope == 0 && bank == 0 && nextBank == 0 {
            // Row 0 of bank 0 is a single 1: whole frames are simply copied.
            left.copy(from: input.left(at: frames[0]), count: count)
            right.copy(from: input.right(at: frames[0]), count: count)
            return
        }
        render(bank, left, right, count, add: 0, phase)
        if nextBank != bank { render(nextBank, left, right, count, add: 1, phase) }
    }

    /// add 0: overwrite; 1: cross-fade from what is there.
    @_noLocks @inline(__always)
    private func render(
        _ index: Int, _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ count: Int, add: Int,
        _ phase: Int
    ) {
        let taps = banks[index].taps
        let phases = Double(banks[index].phases)
        for frame in 0..<count {
            let exact = fractions[frame] * phases
            let row = Int(exact)
            let start = frames[frame] - (taps / 2 - 1)
            TapKernels.stereo(
                input.left(at: start), input.right(at: start), low: banks[index].row(row),
                high: banks[index].row(row + 1), blend: Float(exact - Double(row)), taps: taps,
                partial: partial + 8 * frame)
        }
        for frame in 0..<count {
            let p = partial + 8 * frame
            let newLeft = (p[0] + p[2]) + (p[1] + p[3])
            let newRight = (p[4] + p[6]) + (p[5] + p[7])
            if add == 0 {
                left[frame] = newLeft
                right[frame] = newRight
            } else {
                let mix = bankFade.at(phase + frame)
                left[frame] += mix * (newLeft - left[frame])
                right[frame] += mix * (newRight - right[frame])
            }
        }
    }

    @_noLocks
    public mutating func reset() {
        input.reset()
        wholeFrame = 0
        fraction = 0
        step = targetStep
        stepSlope = 0
        periodsLeft = 0
        bank = bankIndex(for: step)
        nextBank = bank
        bankFade.snap(to: 1)
    }
}
