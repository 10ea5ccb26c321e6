import CMath

/// Several players instead of one: four voices, two a channel, each the sound a little later and by a delay that swings, so that
/// its pitch wavers (Dattorro 1997, Effect Design Part 2: Delay-Line Modulation and Chorus, J. Audio Eng. Soc. 45(10)).
///
/// The swings are sines in quadrature, left 0° and 180°, right 90° and 270°: the voices of a channel move against each other and
/// the channels differ. Between frames a voice is read by a cubic through four of them (Lagrange); a swing of d seconds r times a
/// second bends its pitch by up to π·d·r. Dry and voices share their power: cos(wet·π/2) and sin(wet·π/2).
/// Cost: 64 cubic readings a control period; nothing while it is left.
///
///     var chorus = Chorus(rate: 48_000)
///     chorus.set(Chorus.Setting(rateHertz: 0.8), atOnce: true)
///     chorus.process(left: left, right: right, frames: 512)        // in place
public struct Chorus: ~Copyable, Effect {
    /// `chorus`.
    public static var name: String { "chorus" }
    /// Half a sentence for help texts.
    public static var meaning: String { "several players instead of one" }
    /// Wet level, rate, depth and shortest delay.
    public static var parameters: [EffectParameter] {
        [
            .wet(default: 0.5),
            .number("rate_hertz", .hertz, 0.01...10, default: 0.5, "swings a second"),
            .number("depth_ms", .milliseconds, 0...longestDepth, default: 4, "how far a voice swings"),
            .number("delay_ms", .milliseconds, 1...longestDelay, default: 10, "by how much it is late at least"),
        ]
    }
    /// False: it mixes by itself.
    public static var isSend: Bool { false }
    private static var longestDepth: Double { 20 }
    private static var longestDelay: Double { 40 }

    private let rate: Double
    private let glidePeriods: Int
    /// A delay that moves bends the pitch: it takes its time.
    private let bendPeriods: Int
    private let lines: DelayLines
    /// The ranges of `parameters` at this rate.
    public let bounds: ParameterBounds
    /// Frames processed since `init` or `reset`.
    public private(set) var frame = 0
    private var dry = Smoothed(1)
    private var level = Smoothed(0)
    private var rateHertz = Smoothed(0)
    private var depth = Smoothed(0)
    private var delay = Smoothed(0)
    /// The first voice's place in its swing, 0…1.
    private var turn = 0.0
    /// Of the four voices, in frames: the delay before the running period and at its end.
    private var delays = SIMD4<Double>()
    private var nextDelays = SIMD4<Double>()
    /// Control periods until the lines hold enough for the voices to begin, and where dry and voices go then.
    private var fillPeriods = 0
    private var wantedDry: Float = 1
    private var wantedLevel: Float = 0

    /// Takes its memory here. `rate` in Hz, 4 000…384 000 (outside: clamped; NaN: 44 100).
    public init(rate wanted: Double) {
        rate = clamped(wanted, 4000, 384_000, or: 44_100)
        bounds = ParameterBounds(Self.parameters, rate: rate)
        glidePeriods = ControlPeriod.count(seconds: 0.05, rate: rate)
        bendPeriods = ControlPeriod.count(seconds: 0.5, rate: rate)
        lines = DelayLines(count: 2, maximumFrames: Int((Self.longestDepth + Self.longestDelay) / 1000 * rate) + 32)
    }

    /// Glides within 50 ms, new delays within 0.5 s; wet 0 leaves the chorus, which then costs nothing.
    @_noLocks
    public mutating func set(_ wanted: Setting, atOnce: Bool) {
        let setting = Setting(values: bounds.clamped(wanted.values))
        let angle = Double(setting.values[0]) * Double.pi / 2
        let isSounding = setting.values[0] > 0
        wantedDry = isSounding ? Float(math_cos(angle)) : 1
        wantedLevel = Float(math_sin(angle))
        let isOff = level.isZero && fillPeriods == 0
        if isSounding {
            let periods = atOnce || isOff ? 0 : bendPeriods
            rateHertz.move(to: setting.rateHertz, periods: periods)
            depth.move(to: setting.depthMilliseconds, periods: periods)
            delay.move(to: setting.delayMilliseconds, periods: periods)
            if isOff || atOnce {
                turn = 0
                nextDelays = swung
                delays = nextDelays
            }
            if atOnce {
                lines.reset()
                fillPeriods = 0
            } else if isOff {
                fillPeriods = Int((delay.value + depth.value) / 1000 * Float(rate) / 16) + 2
            }
        } else {
            fillPeriods = 0
        }
        if fillPeriods == 0 { mix(periods: atOnce ? 0 : glidePeriods) }
    }

    @_noLocks
    private mutating func mix(periods: Int) {
        dry.move(to: wantedDry, periods: periods)
        level.move(to: wantedLevel, periods: periods)
    }

    /// Where the swings stand now: the four delays in frames.
    private var swung: SIMD4<Double> {
        @_noLocks get {
            let sine = math_sin(2 * Double.pi * turn)
            let cosine = math_cos(2 * Double.pi * turn)
            let middle = Double(delay.value) + 0.5 * Double(depth.value)
            let swing = SIMD4(-cosine, cosine, sine, -sine) * (0.5 * Double(depth.value))
            return (swing + SIMD4(repeating: middle)) * (rate / 1000)
        }
    }

    @_noLocks
    private mutating func tick() {
        if fillPeriods > 0 {
            fillPeriods -= 1
            if fillPeriods == 0 { mix(periods: glidePeriods) }
        }
        dry.tick()
        level.tick()
        if level.isZero { return }
        rateHertz.tick()
        depth.tick()
        delay.tick()
        turn += Double(rateHertz.value) * 16 / rate
        turn -= Double(Int(turn))
        delays = nextDelays
        nextDelays = swung
    }

    /// Up to sixteen frames in place, within one control period; see `Effect.process`.
    @_noLocks
    public mutating func process(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int, phase: Int
    ) {
        let first = frame
        frame += frames
        if level.isZero && fillPeriods == 0 { return }
        if phase == 0 { tick() }
        lines.store(0, at: first, left.lanes.flushed)
        lines.store(1, at: first, right.lanes.flushed)
        if !level.isZero {
            let slopes = (nextDelays - delays) * 0.0625
            for index in 0..<frames {
                let now = delays + slopes * Double(phase &+ index &+ 1)
                let wet = level.at(phase &+ index) * 0.707_106_78
                let onLeft = voice(0, first &+ index, now.x) + voice(0, first &+ index, now.y)
                let onRight = voice(1, first &+ index, now.z) + voice(1, first &+ index, now.w)
                left[index] = dry.at(phase &+ index) * left[index] + wet * onLeft
                right[index] = dry.at(phase &+ index) * right[index] + wet * onRight
            }
        }
    }

    /// A line `delay` frames ago, four at least.
    @_noLocks @inline(__always)
    private func voice(_ line: Int, _ frame: Int, _ delay: Double) -> Float {
        let whole = Int(delay)
        let x = 1 - Float(delay - Double(whole))
        let taps = lines.window(line, at: frame &- whole &- 2)
        let before = taps[0], here = taps[1], next = taps[2], after = taps[3]
        let linear = next - before * (1 / 3) - here * 0.5 - after * (1 / 6)
        let square = (before + next) * 0.5 - here
        let cubic = (after - before) * (1 / 6) + (here - next) * 0.5
        return here + x * (linear + x * (square + x * cubic))
    }

    /// Silence behind, as after `init`; the setting stays.
    @_noLocks
    public mutating func reset() {
        lines.reset()
        turn = 0
        nextDelays = swung
        delays = nextDelays
        frame = 0
    }
}

extension Chorus {
    /// The numbers of a chorus; `Chorus.parameters` has their units, ranges and defaults.
    public struct Setting: ParameterVector {
        /// One lane for each of `Chorus.parameters`, in their order; the rest are 0.
        public var values: SIMD8<Float>

        /// The lanes as they are; `set` clamps them.
        public init(values: SIMD8<Float>) { self.values = values }

        /// Nil is the default. Takes memory for a moment: not for the audio path.
        public init(
            wet: Float? = nil, rateHertz: Float? = nil, depthMilliseconds: Float? = nil, delayMilliseconds: Float? = nil
        ) {
            values = Chorus.values(wet, rateHertz, depthMilliseconds, delayMilliseconds)
        }

        /// Share of the voices, 0…1; 0 leaves the chorus.
        public var wet: Float { get { values[0] } set { values[0] = newValue } }
        /// Swings a second.
        public var rateHertz: Float { get { values[1] } set { values[1] = newValue } }
        /// How far a voice swings, in milliseconds.
        public var depthMilliseconds: Float { get { values[2] } set { values[2] = newValue } }
        /// The shortest delay of a voice, in milliseconds.
        public var delayMilliseconds: Float { get { values[3] } set { values[3] = newValue } }
    }

    /// The chorus in `effect`; nil when it is another effect.
    public static func setting(in effect: EffectSetting) -> Setting? { if case .chorus(let setting) = effect { setting } else { nil } }
    /// The effect that is a chorus with this setting.
    public static func effect(_ setting: Setting) -> EffectSetting { .chorus(setting) }
}
