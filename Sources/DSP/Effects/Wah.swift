import CMath

/// A band-pass swept by an oscillator or by the loudness of what goes through it (auto-wah): out = (1 − wet)·dry + wet·2·band-pass.
/// The factor 2 gives back about the loudness that a band of Q 3 takes from music.
///
///     var wah = Wah(rate: 48_000)
///     wah.set(Wah.Setting(wet: 1, movedBy: .envelope), atOnce: true)
///     wah.process(left: left, right: right, frames: 512)           // in place
public struct Wah: ~Copyable, Effect {
    /// `wah`.
    public static var name: String { "wah" }
    /// Half a sentence for help texts.
    public static var meaning: String { "a band-pass that sweeps up and down" }
    /// It is heard as one only when most of the sound goes through it.
    public static var parameters: [EffectParameter] {
        [
            .wet(default: 0.7),
            .number("low_hertz", .hertz, 40...10_000, default: 400, "where the sweep begins"),
            .number("high_hertz", .hertz, 40...10_000, default: 2200, "where it turns round"),
            .number("q", .q, 0.3...20, default: 3, "how narrow the band is"),
            .number("rate_hertz", .hertz, 0.01...20, default: 0.5, beat: .cyclesPerBar(1), "sweeps a second of the oscillator"),
            .choice("moved_by", ["oscillator", "envelope"], "a sine, or the loudness of what goes through it"),
            .number("sensitivity_db", .decibels, -40...40, default: 0, "for the envelope: as if the sound were louder by so much"),
        ]
    }
    /// False: it mixes by itself.
    public static var isSend: Bool { false }

    private let rate: Double
    private let glidePeriods: Int
    /// The ranges of `parameters` at this rate.
    public let bounds: ParameterBounds
    /// Frames processed since `init` or `reset`.
    public private(set) var frame = 0
    private var filter = StateVariableFilter()
    private var wet = Smoothed(0)
    private var lowLog2 = Smoothed(0)
    private var highLog2 = Smoothed(0)
    private var q = Smoothed(0)
    private var rateHertz = Smoothed(0)
    /// 0: the oscillator moves it, 1: the envelope.
    private var envelopeShare = Smoothed(0)
    private var sensitivityDecibels: Float = 0
    /// The oscillator's place, 0…1; 0 is the low end.
    private var turn = 0.0
    private var envelope: EnvelopeFollower

    /// Takes its memory here. `rate` in Hz, 4 000…384 000 (outside: clamped; NaN: 44 100).
    public init(rate wanted: Double) {
        rate = clamped(wanted, 4000, 384_000, or: 44_100)
        bounds = ParameterBounds(Self.parameters, rate: rate)
        glidePeriods = ControlPeriod.count(seconds: 0.05, rate: rate)
        envelope = EnvelopeFollower(rate: rate)
    }

    /// Glides within 50 ms; wet 0 leaves the wah, which then costs nothing.
    @_noLocks
    public mutating func set(_ wanted: Setting, atOnce: Bool) {
        let setting = Setting(values: bounds.clamped(wanted.values))
        if setting.values[0] > 0 {
            let periods = atOnce || wet.isZero ? 0 : glidePeriods
            lowLog2.move(to: Float(math_log2(Double(setting.lowHertz))), periods: periods)
            highLog2.move(to: Float(math_log2(Double(setting.highHertz))), periods: periods)
            q.move(to: setting.q, periods: periods)
            rateHertz.move(to: setting.rateHertz, periods: periods)
            envelopeShare.move(to: setting.isMovedByEnvelope ? 1 : 0, periods: periods)
            sensitivityDecibels = setting.sensitivityDecibels
            if wet.isZero {
                restart()
                filter.snap(coefficients)
            }
        }
        wet.move(to: setting.values[0], periods: atOnce ? 0 : glidePeriods)
    }

    private var coefficients: StateVariableFilter.Coefficients {
        @_noLocks get {
            var swing = 0.5 - 0.5 * math_cos(2 * Double.pi * turn)
            swing += Double(envelopeShare.value) * (envelope.value - swing)
            let log2 = Double(lowLog2.value) + swing * Double(highLog2.value - lowLog2.value)
            return .init(cutoff: min(0.45, math_exp2(log2) / rate), q: Double(q.value))
        }
    }

    @_noLocks
    private mutating func tick() {
        wet.tick()
        if wet.isZero { return }
        lowLog2.tick()
        highLog2.tick()
        q.tick()
        rateHertz.tick()
        envelopeShare.tick()
        if !envelopeShare.isZero { envelope.tick(sensitivityDecibels: sensitivityDecibels) }
        turn += Double(rateHertz.value) * 16 / rate
        turn -= Double(Int(turn))
        filter.glide(to: coefficients)
    }

    /// Up to sixteen frames in place, within one control period; see `Effect.process`.
    @_noLocks
    public mutating func process(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int, phase: Int
    ) {
        frame += frames
        if wet.isZero { return }
        if phase == 0 {
            tick()
            if wet.isZero { return }
        }
        if !envelopeShare.isZero { envelope.listen(left, right, frames: frames) }
        filter.process(left, right, frames: frames, phase: phase, mix: wet, gain: 2, output: .band)
    }

    /// Silence behind, as after `init`; the setting stays.
    @_noLocks
    public mutating func reset() {
        restart()
        frame = 0
    }

    @_noLocks
    private mutating func restart() {
        filter.reset()
        envelope.reset()
        turn = 0
    }
}

extension Wah {
    /// What moves the wah between its two ends.
    public enum Mover: UInt8, BitwiseCopyable, Sendable {
        /// A sine of `rateHertz` sweeps a second.
        case oscillator
        /// The loudness of what goes through it: a stroke opens it, silence closes it.
        case envelope
    }

    /// The numbers of a wah; `Wah.parameters` has their units, ranges and defaults.
    public struct Setting: ParameterVector {
        /// One lane for each of `Wah.parameters`, in their order; the rest are 0.
        public var values: SIMD8<Float>

        /// The lanes as they are; `set` clamps them.
        public init(values: SIMD8<Float>) { self.values = values }

        /// Nil is the default. Takes memory for a moment: not for the audio path.
        public init(
            wet: Float? = nil, lowHertz: Float? = nil, highHertz: Float? = nil, q: Float? = nil, rateHertz: Float? = nil,
            movedBy: Mover? = nil, sensitivityDecibels: Float? = nil
        ) {
            values = Wah.values(wet, lowHertz, highHertz, q, rateHertz, movedBy.map { Float($0.rawValue) }, sensitivityDecibels)
        }

        /// Share of the band-pass, 0…1; 0 leaves the wah.
        public var wet: Float { get { values[0] } set { values[0] = newValue } }
        /// The low end of the sweep.
        public var lowHertz: Float { get { values[1] } set { values[1] = newValue } }
        /// The high end of the sweep.
        public var highHertz: Float { get { values[2] } set { values[2] = newValue } }
        /// Sharpness of the band, 0.3…20.
        public var q: Float { get { values[3] } set { values[3] = newValue } }
        /// Sweeps a second of the oscillator.
        public var rateHertz: Float { get { values[4] } set { values[4] = newValue } }
        /// What moves the band.
        public var movedBy: Mover {
            get { isMovedByEnvelope ? .envelope : .oscillator }
            set { values[5] = Float(newValue.rawValue) }
        }
        /// Added to the loudness that the envelope follows.
        public var sensitivityDecibels: Float { get { values[6] } set { values[6] = newValue } }

        // `==` of enumerations goes through generic code that `@_noLocks` refuses.
        var isMovedByEnvelope: Bool { values[5] >= 0.5 }
    }

    /// The wah in `effect`; nil when it is another effect.
    public static func setting(in effect: EffectSetting) -> Setting? { if case .wah(let setting) = effect { setting } else { nil } }
    /// The effect that is a wah with this setting.
    public static func effect(_ setting: Setting) -> EffectSetting { .wah(setting) }
}
