import CMath

/// A feedback delay network of eight lines behind four diffusing steps.
///
/// Each step delays eight channels by different times and mixes them (4096 echoes after four). That is heard at once, and
/// the lines ring on with the gains that make them fall by 60 dB in the asked time: g = 10^(−3·delay/RT60). High tones
/// fall faster: the three-tap filter a, 1−2a, a in every line leads to 0.4·RT60 at half the sample rate.
/// Loudness: music comes out about as loud as it went in, whatever the time (1.25 makes up for the damped highs).
struct Reverb: ~Copyable {
    private static let diffusionMilliseconds: [Double] = [
        0.5, 0.9, 1.4, 1.8, 2.3, 2.8, 3.2, 3.7,
        0.7, 1.9, 3.1, 4.1, 5.2, 6.1, 7.3, 8.3,
        0.6, 2.6, 4.7, 7.1, 9.4, 11.3, 13.7, 16.1,
        0.8, 5.3, 10.6, 15.7, 21.1, 26.3, 31.9, 37.1,
    ]
    private static let lineMilliseconds: [Double] = [17.3, 25.1, 33.7, 41.9, 52.3, 63.1, 76.7, 89.3]
    private static let signs: [Float] = [
        1, 1, -1, 1, -1, 1, 1, -1, 1, -1, 1, 1, 1, -1, -1, 1,
        -1, 1, 1, 1, -1, 1, -1, 1, 1, 1, 1, -1, -1, 1, -1, -1,
    ]

    private let rate: Double
    private let glidePeriods: Int
    private let diffusion: DelayLines
    private let lines: DelayLines
    /// Delays in frames, 32 of the diffusion, then 8 of the lines.
    private let delays: UnsafeMutablePointer<Int>
    private let flips: UnsafeMutablePointer<Float>
    /// Per line: gain·(1−2a), gain·a; then at 16 the loudness.
    private let gains: UnsafeMutablePointer<Smoothed>
    private var frame = 0

    init(rate: Double) {
        self.rate = rate
        glidePeriods = ControlPeriod.count(seconds: 0.1, rate: rate)
        delays = .allocate(capacity: 40)
        flips = .zeroed(32)
        gains = .allocate(capacity: 17)
        gains.initialize(repeating: Smoothed(0), count: 17)
        for index in 0..<32 {
            delays[index] = max(18, Int(Self.diffusionMilliseconds[index] * rate / 1000 + 0.5))
            flips[index] = Self.signs[index]
        }
        // An odd number of frames everywhere: fewer common multiples, fewer echoes on top of each other.
        for index in 0..<8 { delays[32 + index] = max(19, Int(Self.lineMilliseconds[index] * rate / 1000) | 1) }
        diffusion = DelayLines(count: 32, maximumFrames: delays[31] + 16)
        lines = DelayLines(count: 8, maximumFrames: delays[39] + 16)
        set(seconds: 2, atOnce: true)
    }

    deinit {
        delays.deallocate()
        flips.deallocate()
        gains.deallocate()
    }

    /// Frames after which nothing that went in is stored any more, were there no feedback.
    var memoryFrames: Int { @_noLocks get { delays[7] + delays[15] + delays[23] + delays[31] + delays[39] + 64 } }

    /// RT60 in seconds, 0.1…20.
    @_noLocks
    mutating func set(seconds: Float, atOnce: Bool) {
        let periods = atOnce ? 0 : glidePeriods
        var energy = 0.0
        for line in 0..<8 {
            let turn = Double(delays[32 + line]) / (Double(seconds) * rate)
            let gain = math_pow(10, -3 * turn)
            let treble = math_pow(10, -3 * turn / 0.4) / gain
            let side = (1 - treble) / 4
            gains[line].move(to: Float(gain * (1 - 2 * side)), periods: periods)
            gains[8 + line].move(to: Float(gain * side), periods: periods)
            energy += gain * gain / 8
        }
        gains[16].move(to: Float(1.25 * (1 - energy).root), periods: periods)
    }

    @_noLocks
    mutating func tick() { for index in 0..<17 { gains[index].tick() } }

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
        x.c0 = delayed(first)
        x.c1 = delayed(first + 1)
        x.c2 = delayed(first + 2)
        x.c3 = delayed(first + 3)
        x.c4 = delayed(first + 4)
        x.c5 = delayed(first + 5)
        x.c6 = delayed(first + 6)
        x.c7 = delayed(first + 7)
        x.mix()
    }

    @_noLocks @inline(__always)
    private func delayed(_ index: Int) -> Lanes {
        diffusion.load(index, at: frame - delays[index]) * Lanes(repeating: flips[index])
    }

    @_noLocks @inline(__always)
    private func ringing(_ line: Int, _ phase: Int) -> Lanes {
        let start = frame - delays[32 + line]
        let sides = lines.load(line, at: start - 1) + lines.load(line, at: start + 1)
        var out = sides * gains[8 + line].lanes(from: phase)
        out.mad(lines.load(line, at: start), gains[line].lanes(from: phase))
        return out.flushed
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
        var y = EightChannels(
            ringing(0, phase), ringing(1, phase), ringing(2, phase), ringing(3, phase),
            ringing(4, phase), ringing(5, phase), ringing(6, phase), ringing(7, phase))
        let loudness = gains[16].lanes(from: phase)
        left = (((x.c0 + x.c2) + (x.c4 + x.c6)) + ((y.c0 + y.c2) + (y.c4 + y.c6))) * loudness
        right = (((x.c1 + x.c3) + (x.c5 + x.c7)) + ((y.c1 + y.c3) + (y.c5 + y.c7))) * loudness
        y.mix()
        lines.store(0, at: frame, y.c0 + x.c0)
        lines.store(1, at: frame, y.c1 + x.c1)
        lines.store(2, at: frame, y.c2 + x.c2)
        lines.store(3, at: frame, y.c3 + x.c3)
        lines.store(4, at: frame, y.c4 + x.c4)
        lines.store(5, at: frame, y.c5 + x.c5)
        lines.store(6, at: frame, y.c6 + x.c6)
        lines.store(7, at: frame, y.c7 + x.c7)
        frame += frames
    }

    @_noLocks
    mutating func reset() {
        diffusion.reset()
        lines.reset()
        frame = 0
    }
}
