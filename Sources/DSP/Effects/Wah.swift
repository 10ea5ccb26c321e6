import CMath

/// A band-pass swept by an oscillator or by the loudness of what goes through it (auto-wah): out = (1 − wet)·dry + wet·2·band-pass.
/// The factor 2 gives back about the loudness that a band of Q 3 takes from music.
public struct Wah: ~Copyable {
    private let rate: Double
    private let glidePeriods: Int
    private var filter = StateVariableFilter()
    private var wet = Smoothed(0)
    private var lowLog2 = Smoothed(Float(8.6439))
    private var highLog2 = Smoothed(Float(11.1033))
    private var q = Smoothed(3)
    private var rateHertz = Smoothed(0.5)
    /// 0: the oscillator moves it, 1: the envelope.
    private var envelopeShare = Smoothed(0)
    private var sensitivityDecibels: Float = 0
    /// The oscillator's place, 0…1; 0 is the low end.
    private var turn = 0.0
    private var envelope: EnvelopeFollower

    public init(rate: Double) {
        self.rate = rate
        glidePeriods = ControlPeriod.count(seconds: 0.05, rate: rate)
        envelope = EnvelopeFollower(rate: rate)
    }

    /// Ranges as in `EffectSetting`; `wet` 0 leaves the wah.
    @_noLocks
    public mutating func set(_ setting: EffectSetting, wet newWet: Float, atOnce: Bool) {
        let low = Float(math_log2(Double(setting.wahLowHertz)))
        let high = Float(math_log2(Double(setting.wahHighHertz)))
        if newWet > 0 {
            let periods = atOnce || wet.isZero ? 0 : glidePeriods
            lowLog2.move(to: low, periods: periods)
            highLog2.move(to: high, periods: periods)
            q.move(to: setting.wahQ, periods: periods)
            rateHertz.move(to: setting.wahRateHertz, periods: periods)
            envelopeShare.move(to: setting.wahMover.isEnvelope ? 1 : 0, periods: periods)
            sensitivityDecibels = setting.wahSensitivityDecibels
            if wet.isZero {
                reset()
                filter.snap(coefficients)
            }
        }
        wet.move(to: newWet, periods: atOnce ? 0 : glidePeriods)
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
    public mutating func tick() {
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

    @_noLocks
    public mutating func process(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int, phase: Int
    ) {
        if wet.isZero { return }
        if !envelopeShare.isZero { envelope.listen(left, right, frames: frames) }
        filter.process(left, right, frames: frames, phase: phase, mix: wet, gain: 2, output: .band)
    }

    @_noLocks
    public mutating func reset() {
        filter.reset()
        envelope.reset()
        turn = 0
    }
}
