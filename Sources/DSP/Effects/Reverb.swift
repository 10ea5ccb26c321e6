import CMath

/// A feedback delay network of sixteen lines behind four diffusing steps.
///
/// What leaves the `Diffuser` is heard at once, and the lines ring on with the gains that make them fall by 60 dB in the asked
/// time: g = 10^(−3·delay/RT60) (Jot & Chaigne 1991). The asked time holds up to 4 kHz; above, air takes more: a five-tap
/// filter in every line, 1 − b·sin⁴(ω/2), leads to 0.9·RT60 at 8 kHz and 0.4·RT60 at half the sample rate.
/// Loudness: music comes out about as loud as it went in, whatever the time.
///
///     var reverb = Reverb(rate: 48_000)
///     reverb.set(Reverb.Setting(seconds: 1.5), atOnce: true)
///     reverb.process(left: left, right: right, frames: 512)        // leaves the reverberation alone, without the dry sound
public struct Reverb: ~Copyable, Effect {
    /// `reverb`.
    public static var name: String { "reverb" }
    /// Half a sentence for help texts.
    public static var meaning: String { "a room" }
    /// Wet level and reverberation time.
    public static var parameters: [EffectParameter] {
        [
            .wet(default: 0.35),
            .number("seconds", .seconds, 0.1...20, default: 2, "in which it falls by 60 dB"),
        ]
    }
    /// True: only the reverberation leaves it.
    public static var isSend: Bool { true }

    private static var lineCount: Int { @_noLocks get { 16 } }

    private let rate: Double
    private let glidePeriods: Int
    /// The ranges of `parameters` at this rate.
    public let bounds: ParameterBounds
    private var diffuser: Diffuser
    private let lines: DelayLines
    private let delayFrames: UnsafeMutablePointer<Int>
    /// Signs of the lines' inputs, scaled for the 16×16 mix; signs of their outputs.
    private let inputs: UnsafeMutablePointer<Float>
    private let outputs: UnsafeMutablePointer<Float>
    /// For each line the middle tap and the one beside it, then at 32 the loudness: now, and when the fade is over.
    private let gains: UnsafeMutablePointer<Float>
    private let nextGains: UnsafeMutablePointer<Float>
    /// One block: of every line, of the diffuser's eight channels, of what is heard.
    private let block: UnsafeMutablePointer<Float>
    private let diffuse: UnsafeMutablePointer<Float>
    private let heard: UnsafeMutablePointer<Float>
    private var gainFade = Smoothed(1)
    private var seconds: Float = 0
    private var wantedSeconds: Float = 0
    /// Frames processed since `init` or `reset`.
    public private(set) var frame = 0
    /// Frames after which nothing that went in is stored any more, were there no feedback.
    public let memoryFrames: Int

    /// Takes its memory here. `rate` in Hz, 4 000…384 000 (outside: clamped; NaN: 44 100).
    public init(rate wanted: Double) {
        let rate = clamped(wanted, 4000, 384_000, or: 44_100)
        self.rate = rate
        bounds = ParameterBounds(Self.parameters, rate: rate)
        glidePeriods = ControlPeriod.count(seconds: 0.1, rate: rate)
        diffuser = Diffuser(rate: rate)
        delayFrames = .allocate(capacity: Self.lineCount)
        inputs = .zeroed(Self.lineCount)
        outputs = .zeroed(Self.lineCount)
        gains = .zeroed(33)
        nextGains = .zeroed(33)
        block = .zeroed(16 * Self.lineCount)
        diffuse = .zeroed(128)
        heard = .zeroed(32)
        var longest = 0
        for line in 0..<Self.lineCount {
            // An odd number of frames everywhere: fewer common multiples, fewer echoes on top of each other.
            delayFrames[line] = max(19, Int(ReverbDelays.lineMilliseconds[line] * rate / 1000) | 1)
            inputs[line] = (ReverbDelays.isFlipped(32 + line) ? -1 : 1) * 0.707_106_78
            outputs[line] = ReverbDelays.isFlipped(48 + line) ? -1 : 1
            longest = max(longest, delayFrames[line])
        }
        lines = DelayLines(count: Self.lineCount, maximumFrames: longest + 2)
        memoryFrames = diffuser.memoryFrames + 2 * longest + 64
        set(Setting(), atOnce: true)
    }

    deinit {
        delayFrames.deallocate()
        inputs.deallocate()
        outputs.deallocate()
        gains.deallocate()
        nextGains.deallocate()
        block.deallocate()
        diffuse.deallocate()
        heard.deallocate()
    }

    /// A new time fades in within a tenth of a second.
    @_noLocks
    public mutating func set(_ wanted: Setting, atOnce: Bool) {
        wantedSeconds = Setting(values: bounds.clamped(wanted.values)).seconds
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
        for line in 0..<Self.lineCount {
            let turn = Double(delayFrames[line]) / (Double(seconds) * rate)
            let gain = math_exp2(-9.965_784_284_662_087 * turn)
            let damping = 1 - math_exp2(-9.965_784_284_662_087 * turn * 1.5)
            nextGains[2 * line] = Float(gain * (1 - 0.375 * damping))
            nextGains[2 * line + 1] = Float(gain * 0.25 * damping)
            energy += gain * gain / 16
        }
        nextGains[32] = Float((1 - energy).root)
    }

    @_noLocks
    private mutating func tick() {
        gainFade.tick()
        if gainFade.isSettled && wantedSeconds != seconds {
            gains.copy(from: nextGains, count: 33)
            aim()
            gainFade.snap(to: 0)
            gainFade.glide(to: 1, periods: glidePeriods)
            gainFade.tick()
        }
    }

    /// Up to sixteen frames in place, within one control period; see `Effect.process`.
    @_noLocks
    public mutating func process(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int, phase: Int
    ) {
        if phase == 0 { tick() }
        diffuser.process(left.lanes, right.lanes, at: frame, into: diffuse)
        var loudness = Lanes(repeating: nextGains[32])
        if gainFade.isSettled {
            ring()
        } else {
            let share = gainFade.lanes(from: phase)
            ring(fading: share)
            loudness = Self.between(gains[32], nextGains[32], share)
        }
        feed(from: 0, high: 1)
        feed(from: 8, high: -1)
        listen()
        left.store(heard.lanes * loudness)
        right.store((heard + 16).lanes * loudness)
        frame += frames
    }

    /// Leaves in `heard` both channels of what goes out. This and what follows changes no property, yet is `mutating`: a call that
    /// borrows a structure of this size copies it.
    @_noLocks @inline(never)
    private mutating func listen() {
        let low = EightChannels(at: block).times(outputs)
        let all = EightChannels(at: block + 128).times(outputs + 8).plus(low).plus(EightChannels(at: diffuse))
        // With one sign turned a sum hears all eight delays of the last step; the plain sum would undo their mix and hear two.
        heard.store((all.c0 + all.c2) + (all.c4 - all.c6))
        (heard + 16).store((all.c1 + all.c3) + (all.c5 - all.c7))
    }

    /// Half of the 16×16 Hadamard mix, scaled by 1/√16, and what comes in, into eight lines from `first` on; the other half
    /// of the lines counts with the sign `high`.
    @_noLocks @inline(never)
    private mutating func feed(from first: Int, high: Float) {
        var y = EightChannels(at: block)
        let sign = Lanes(repeating: high)
        let other = EightChannels(at: block + 128)
        y.c0.mad(other.c0, sign)
        y.c1.mad(other.c1, sign)
        y.c2.mad(other.c2, sign)
        y.c3.mad(other.c3, sign)
        y.c4.mad(other.c4, sign)
        y.c5.mad(other.c5, sign)
        y.c6.mad(other.c6, sign)
        y.c7.mad(other.c7, sign)
        y.mix()
        let quarter = Lanes(repeating: 0.25)
        var sum = EightChannels(at: diffuse).times(inputs + first)
        sum.c0.mad(y.c0, quarter)
        sum.c1.mad(y.c1, quarter)
        sum.c2.mad(y.c2, quarter)
        sum.c3.mad(y.c3, quarter)
        sum.c4.mad(y.c4, quarter)
        sum.c5.mad(y.c5, quarter)
        sum.c6.mad(y.c6, quarter)
        sum.c7.mad(y.c7, quarter)
        lines.store(eightFrom: first, at: frame, sum)
    }

    @_noLocks @inline(__always)
    private static func between(_ now: Float, _ next: Float, _ share: Lanes) -> Lanes {
        Lanes(repeating: now) + share * Lanes(repeating: next - now)
    }

    /// Leaves in `block` what the lines give back.
    @_noLocks @inline(__always)
    private func ring() {
        for line in 0..<Self.lineCount {
            ring(line, Lanes(repeating: nextGains[2 &* line]), Lanes(repeating: nextGains[2 &* line &+ 1]))
        }
    }

    @_noLocks
    private mutating func ring(fading share: Lanes) {
        for line in 0..<Self.lineCount {
            let middle = 2 &* line
            ring(
                line, Self.between(gains[middle], nextGains[middle], share),
                Self.between(gains[middle &+ 1], nextGains[middle &+ 1], share))
        }
    }

    /// The filter's taps −¼, 1, middle, 1, −¼.
    @_noLocks @inline(__always)
    private func ring(_ line: Int, _ middle: Lanes, _ side: Lanes) {
        let sound = lines.window(line, at: frame &- delayFrames[line] &- 2)
        var sides = (sound + 1).lanes + (sound + 3).lanes
        sides.mad(sound.lanes + (sound + 4).lanes, Lanes(repeating: -0.25))
        var out = sides * side
        out.mad((sound + 2).lanes, middle)
        (block + 16 &* line).store(out.flushed)
    }

    /// Silence behind, as after `init`; the setting stays.
    @_noLocks
    public mutating func reset() {
        diffuser.reset()
        lines.reset()
        frame = 0
    }
}

extension Reverb {
    /// The numbers of a reverb; `Reverb.parameters` has their units, ranges and defaults.
    public struct Setting: ParameterVector {
        /// One lane for each of `Reverb.parameters`, in their order; the rest are 0.
        public var values: SIMD8<Float>

        /// The lanes as they are; `set` clamps them.
        public init(values: SIMD8<Float>) { self.values = values }

        /// Nil is the default. Takes memory for a moment: not for the audio path.
        public init(wet: Float? = nil, seconds: Float? = nil) { values = Reverb.values(wet, seconds) }

        /// Level of the reverberation, 0…1; 0 leaves the reverb.
        public var wet: Float { get { values[0] } set { values[0] = newValue } }
        /// RT60: the time in which it falls by 60 dB.
        public var seconds: Float { get { values[1] } set { values[1] = newValue } }
    }

    /// The reverb in `effect`; nil when it is another effect.
    public static func setting(in effect: EffectSetting) -> Setting? { if case .reverb(let setting) = effect { setting } else { nil } }
    /// The effect that is a reverb with this setting.
    public static func effect(_ setting: Setting) -> EffectSetting { .reverb(setting) }
}
