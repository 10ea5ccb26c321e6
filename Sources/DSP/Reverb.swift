import CMath

/// A feedback delay network of sixteen lines behind four diffusing steps.
///
/// Each step delays eight channels by different times and mixes them (4096 echoes after four). That is heard at once, and
/// the lines ring on with the gains that make them fall by 60 dB in the asked time: g = 10^(−3·delay/RT60) (Jot & Chaigne
/// 1991). The asked time holds up to 4 kHz; above, air takes more: a five-tap filter in every line, 1 − b·sin⁴(ω/2), leads
/// to 0.9·RT60 at 8 kHz and 0.4·RT60 at half the sample rate.
/// Loudness: music comes out about as loud as it went in, whatever the time.
struct Reverb: ~Copyable {
    private let rate: Double
    private let glidePeriods: Int
    private let diffusion: DelayLines
    private let lines: DelayLines
    /// Delays in frames, 32 of the diffusion, then 16 of the lines.
    private let delays: UnsafeMutablePointer<Int>
    /// Signs of the diffusion's channels, of the lines' inputs and of their outputs.
    private let flips: UnsafeMutablePointer<Float>
    /// For each line the middle tap and the one beside it, then at 32 the loudness: now, and when the fade is over.
    private let gains: UnsafeMutablePointer<Float>
    private let nextGains: UnsafeMutablePointer<Float>
    private var gainFade = Smoothed(1)
    private var seconds: Float = 0
    private var wantedSeconds: Float = 2
    private var frame = 0

    init(rate: Double) {
        self.rate = rate
        glidePeriods = ControlPeriod.count(seconds: 0.1, rate: rate)
        delays = .allocate(capacity: 48)
        flips = .zeroed(64)
        gains = .zeroed(33)
        nextGains = .zeroed(33)
        for index in 0..<32 { delays[index] = max(18, Int(ReverbDelays.diffusionMilliseconds[index] * rate / 1000 + 0.5)) }
        // An odd number of frames everywhere: fewer common multiples, fewer echoes on top of each other.
        for index in 0..<16 { delays[32 + index] = max(19, Int(ReverbDelays.lineMilliseconds[index] * rate / 1000) | 1) }
        for index in 0..<64 { flips[index] = ReverbDelays.isFlipped(index) ? -1 : 1 }
        var longest = 0
        for index in 0..<32 { longest = max(longest, delays[index]) }
        diffusion = DelayLines(count: 32, maximumFrames: longest)
        for index in 32..<48 { longest = max(longest, delays[index]) }
        lines = DelayLines(count: 16, maximumFrames: longest + 2)
        set(seconds: 2, atOnce: true)
    }

    deinit {
        delays.deallocate()
        flips.deallocate()
        gains.deallocate()
        nextGains.deallocate()
    }

    /// Frames after which nothing that went in is stored any more, were there no feedback.
    var memoryFrames: Int {
        @_noLocks get {
            var sum = 64
            for step in 0..<6 {
                var longest = 0
                for index in 0..<8 { longest = max(longest, delays[8 * step + index]) }
                sum += longest
            }
            return sum
        }
    }

    /// 0.1…20 s to fall by 60 dB.
    @_noLocks
    mutating func set(seconds newSeconds: Float, atOnce: Bool) {
        wantedSeconds = newSeconds
        if atOnce {
            aim()
            gains.copy(from: nextGains, count: 33)
            gainFade.snap(to: 1)
        }
    }

    @_noLocks
    private mutating func aim() {
        seconds = wantedSeconds
        var energy = 0.0
        for line in 0..<16 {
            let turn = Double(delays[32 + line]) / (Double(seconds) * rate)
            let gain = math_exp2(-9.965_784_284_662_087 * turn)
            let damping = 1 - math_exp2(-9.965_784_284_662_087 * turn * 1.5)
            nextGains[2 * line] = Float(gain * (1 - 0.375 * damping))
            nextGains[2 * line + 1] = Float(gain * 0.25 * damping)
            energy += gain * gain / 16
        }
        nextGains[32] = Float((1 - energy).root)
    }

    @_noLocks
    mutating func tick() {
        gainFade.tick()
        if gainFade.isSettled && wantedSeconds != seconds {
            gains.copy(from: nextGains, count: 33)
            aim()
            gainFade.snap(to: 0)
            gainFade.glide(to: 1, periods: glidePeriods)
            gainFade.tick()
        }
    }

    @_noLocks @inline(__always)
    private func gain(_ index: Int, _ phase: Int) -> Lanes {
        let next = Lanes(repeating: nextGains[index])
        if gainFade.isSettled { return next }
        let now = Lanes(repeating: gains[index])
        return now + gainFade.lanes(from: phase) * (next - now)
    }

    @_noLocks @inline(__always)
    private func diffuse(_ x: inout EightChannels, _ step: Int) {
        let first = 8 * step
        diffusion.store(first, at: frame, x.c0)
        diffusion.store(first + 1, at: frame, x.c1)
        diffusion.store(first + 2, at: frame, x.c2)
        diffusion.store(first + 3, at: frame, x.c3)
        diffusion.store(first + 4, at: frame, x.c4)
        diffusion.store(first + 5, at: frame, x.c5)
        diffusion.store(first + 6, at: frame, x.c6)
        diffusion.store(first + 7, at: frame, x.c7)
        x = EightChannels(
            delayed(first), delayed(first + 1), delayed(first + 2), delayed(first + 3),
            delayed(first + 4), delayed(first + 5), delayed(first + 6), delayed(first + 7))
        x.mix()
    }

    @_noLocks @inline(__always)
    private func delayed(_ index: Int) -> Lanes {
        diffusion.load(index, at: frame - delays[index]) * Lanes(repeating: flips[index])
    }

    @_noLocks @inline(__always)
    private func ringing(_ line: Int, _ phase: Int) -> Lanes {
        let start = frame - delays[32 + line]
        var sides = lines.load(line, at: start - 1) + lines.load(line, at: start + 1)
        sides.mad(lines.load(line, at: start - 2) + lines.load(line, at: start + 2), Lanes(repeating: -0.25))
        var out = sides * gain(2 * line + 1, phase)
        out.mad(lines.load(line, at: start), gain(2 * line, phase))
        return out.flushed
    }

    @_noLocks @inline(__always)
    private func ringingEight(from first: Int, _ phase: Int) -> EightChannels {
        EightChannels(
            ringing(first, phase), ringing(first + 1, phase), ringing(first + 2, phase), ringing(first + 3, phase),
            ringing(first + 4, phase), ringing(first + 5, phase), ringing(first + 6, phase), ringing(first + 7, phase))
    }

    /// Half of the 16×16 Hadamard mix, and what comes in.
    @_noLocks @inline(__always)
    private func feed(_ mixed: EightChannels, _ input: EightChannels, from first: Int) {
        var y = mixed
        y.mix()
        feed(first, y.c0, input.c0)
        feed(first + 1, y.c1, input.c1)
        feed(first + 2, y.c2, input.c2)
        feed(first + 3, y.c3, input.c3)
        feed(first + 4, y.c4, input.c4)
        feed(first + 5, y.c5, input.c5)
        feed(first + 6, y.c6, input.c6)
        feed(first + 7, y.c7, input.c7)
    }

    @_noLocks @inline(__always)
    private func feed(_ line: Int, _ mixed: Lanes, _ input: Lanes) {
        var sum = mixed
        sum.mad(input, Lanes(repeating: flips[32 + line]))
        lines.store(line, at: frame, sum * Lanes(repeating: 0.707_106_78))
    }

    /// Sixteen frames in, sixteen out, of which `frames` count.
    @_noLocks
    mutating func process(_ left: inout Lanes, _ right: inout Lanes, frames: Int, phase: Int) {
        let half = Lanes(repeating: 0.5)
        let inLeft = left * half
        let inRight = right * half
        var x = EightChannels(inLeft, inRight, inLeft, inRight, inLeft, inRight, inLeft, inRight)
        diffuse(&x, 0)
        diffuse(&x, 1)
        diffuse(&x, 2)
        diffuse(&x, 3)
        let low = ringingEight(from: 0, phase)
        let high = ringingEight(from: 8, phase)
        let heard = low.signed(flips + 48).plus(high.signed(flips + 56)).plus(x)
        let loudness = gain(32, phase)
        // With one sign turned a sum hears all eight delays of the last step; the plain sum would undo their mix and hear two.
        left = ((heard.c0 + heard.c2) + (heard.c4 - heard.c6)) * loudness
        right = ((heard.c1 + heard.c3) + (heard.c5 - heard.c7)) * loudness
        feed(low.plus(high), x, from: 0)
        feed(low.minus(high), x, from: 8)
        frame += frames
    }

    @_noLocks
    mutating func reset() {
        diffusion.reset()
        lines.reset()
        frame = 0
    }
}
