/// An echo with feedback. What goes round again loses its highs a little (three taps 0.15, 0.7, 0.15),
/// as a tape does; a new delay time cross-fades from the old tap to the new one, so pitch never bends.
///
///     var delay = Delay(rate: 48_000)
///     delay.set(Delay.Setting(seconds: 0.25, feedback: 0.5), atOnce: true)
///     delay.process(left: left, right: right, frames: 512)         // leaves the echoes alone, without the dry sound
public struct Delay: ~Copyable, Effect {
    /// `delay`.
    public static var name: String { "delay" }
    /// Half a sentence for help texts.
    public static var meaning: String { "echoes" }
    /// On a beat its time is three sixteenth notes: the dotted eighth of a quarter-note beat.
    public static var parameters: [EffectParameter] {
        [
            .wet(default: 0.35),
            .number("seconds", .seconds, 0.001...longestSeconds, default: 0.35, beat: .beats(0.75), "from one echo to the next"),
            .number("feedback", .share, 0...0.95, default: 0.35, "level of an echo beside the one before it"),
        ]
    }
    /// True: only the echoes leave it.
    public static var isSend: Bool { true }
    private static var longestSeconds: Double { 2 }

    private let rate: Double
    private let glidePeriods: Int
    /// The ranges of `parameters` at this rate.
    public let bounds: ParameterBounds
    /// Frames after which nothing that went in is stored any more, were there no feedback.
    public let memoryFrames: Int
    /// Between two echoes.
    public private(set) var pauseSeconds = 0.0
    private let lines: DelayLines
    private var delayFrames: Int
    private var nextDelayFrames: Int
    private var wantedFrames: Int
    private var tapFade = Smoothed(1)
    private var feedback = Smoothed(0)
    /// Frames processed since `init` or `reset`.
    public private(set) var frame = 0

    /// Takes its memory here. `rate` in Hz, 4 000…384 000 (outside: clamped; NaN: 44 100).
    public init(rate wanted: Double) {
        rate = clamped(wanted, 4000, 384_000, or: 44_100)
        bounds = ParameterBounds(Self.parameters, rate: rate)
        glidePeriods = ControlPeriod.count(seconds: 0.05, rate: rate)
        let longest = Int(Self.longestSeconds * rate)
        lines = DelayLines(count: 2, maximumFrames: longest + 32)
        memoryFrames = longest + 64
        delayFrames = 18
        nextDelayFrames = 18
        wantedFrames = 18
        set(Setting(), atOnce: true)
    }

    /// A new time, rounded to whole frames, at least 18, cross-fades within 50 ms.
    @_noLocks
    public mutating func set(_ wanted: Setting, atOnce: Bool) {
        let setting = Setting(values: bounds.clamped(wanted.values))
        pauseSeconds = Double(setting.seconds)
        wantedFrames = max(18, Int(pauseSeconds * rate + 0.5))
        feedback.move(to: setting.feedback, periods: atOnce ? 0 : glidePeriods)
        if atOnce {
            delayFrames = wantedFrames
            nextDelayFrames = wantedFrames
            tapFade.snap(to: 1)
        }
    }

    @_noLocks
    private mutating func tick() {
        feedback.tick()
        tapFade.tick()
        if tapFade.isSettled {
            delayFrames = nextDelayFrames
            if wantedFrames != delayFrames {
                nextDelayFrames = wantedFrames
                tapFade.snap(to: 0)
                tapFade.glide(to: 1, periods: glidePeriods)
                tapFade.tick()
            }
        }
    }

    /// The line `shift` frames beside its tap; while the time changes, both taps cross-faded.
    @_noLocks @inline(__always)
    private func heard(_ line: Int, _ shift: Int, _ phase: Int) -> Lanes {
        let now = lines.load(line, at: frame - nextDelayFrames + shift)
        if nextDelayFrames == delayFrames { return now }
        let before = lines.load(line, at: frame - delayFrames + shift)
        return before + tapFade.lanes(from: phase) * (now - before)
    }

    @_noLocks @inline(__always)
    private func turn(_ line: Int, _ input: Lanes, _ phase: Int) -> Lanes {
        let echo = heard(line, 0, phase)
        var again = (heard(line, -1, phase) + heard(line, 1, phase)) * Lanes(repeating: 0.15)
        again.mad(echo, Lanes(repeating: 0.7))
        var stored = input
        stored.mad(again, feedback.lanes(from: phase))
        lines.store(line, at: frame, stored.flushed)
        return echo
    }

    /// Up to sixteen frames in place, within one control period; see `Effect.process`.
    @_noLocks
    public mutating func process(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int, phase: Int
    ) {
        if phase == 0 { tick() }
        left.store(turn(0, left.lanes, phase))
        right.store(turn(1, right.lanes, phase))
        frame += frames
    }

    /// Silence behind, as after `init`; the setting stays.
    @_noLocks
    public mutating func reset() {
        lines.reset()
        frame = 0
    }
}

extension Delay {
    /// The numbers of a delay; `Delay.parameters` has their units, ranges and defaults.
    public struct Setting: ParameterVector {
        /// One lane for each of `Delay.parameters`, in their order; the rest are 0.
        public var values: SIMD8<Float>

        /// The lanes as they are; `set` clamps them.
        public init(values: SIMD8<Float>) { self.values = values }

        /// Nil is the default. Takes memory for a moment: not for the audio path.
        public init(wet: Float? = nil, seconds: Float? = nil, feedback: Float? = nil) {
            values = Delay.values(wet, seconds, feedback)
        }

        /// Level of the echoes, 0…1; 0 leaves the delay.
        public var wet: Float { get { values[0] } set { values[0] = newValue } }
        /// From one echo to the next.
        public var seconds: Float { get { values[1] } set { values[1] = newValue } }
        /// Level of an echo relative to the one before it, 0…0.95.
        public var feedback: Float { get { values[2] } set { values[2] = newValue } }
    }

    /// The delay in `effect`; nil when it is another effect.
    public static func setting(in effect: EffectSetting) -> Setting? { if case .delay(let setting) = effect { setting } else { nil } }
    /// The effect that is a delay with this setting.
    public static func effect(_ setting: Setting) -> EffectSetting { .delay(setting) }
}
