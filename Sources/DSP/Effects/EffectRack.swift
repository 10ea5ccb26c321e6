/// All effects, of which one is chosen at a time: the inserts, and behind them the sends beside each other.
///
/// An effect that is left gets no more input, its tail rings out, and then it costs nothing. The shape is that of an effect:
///
///     var rack = EffectRack(rate: 48_000)
///     rack.set(.reverb(Reverb.Setting(wet: 0.3, seconds: 1.5)))
///     rack.process(left: left, right: right, frames: 512)          // in place, no latency
///
/// A debug build of a package that depends on this one compiles a file at a time and cannot look into the list of effects: what
/// `@_noLocks` checks in our own builds is taken on trust there.
public struct EffectRack: ~Copyable {
    private var effects: AllEffects
    private var dry = Smoothed(1)
    private let glidePeriods: Int
    /// What an effect is handed and what it made, where `SendReturn` looks at it.
    private let block: UnsafeMutablePointer<Float>
    /// For those who use the rack alone: sixteen frames of both channels, and how many were made.
    private let aloneBlock: UnsafeMutablePointer<Float>
    private var aloneFrame = 0
    /// The longest silence between two sounds of the chosen effect's tail.
    private(set) var pauseSeconds = 0.0

    /// `rate` in Hz, 4 000…384 000 (outside: clamped; NaN: 44 100).
    public init(rate wanted: Double) {
        let rate = clamped(wanted, 4000, 384_000, or: 44_100)
        effects = AllEffects(rate: rate)
        glidePeriods = ControlPeriod.count(seconds: 0.05, rate: rate)
        block = .zeroed(32)
        aloneBlock = .zeroed(32)
    }

    deinit {
        block.deallocate()
        aloneBlock.deallocate()
    }

    /// Glides or cross-fades to `setting`, clamped to its ranges, within 50 ms. `atOnce`: without a glide, before anything was
    /// played. `cutsTails`: delays and reverbs that are left fade out in the same time instead of ringing on.
    #if WHOLE_MODULE
        @_noLocks
    #else
        @_semantics("no_performance_analysis")
    #endif
    public mutating func set(_ setting: EffectSetting, atOnce: Bool = false, cutsTails: Bool = false) {
        let periods = atOnce ? 0 : glidePeriods
        var mix = EffectMix()
        effects.set(setting, periods: periods, cutsTails: cutsTails, into: &mix)
        dry.move(to: mix.dry, periods: periods)
        pauseSeconds = mix.pauseSeconds
    }

    /// The first `frames` of sixteen frames in place, which lie in one control period, from its frame `phase` on.
    #if WHOLE_MODULE
        @_noLocks
    #else
        @_semantics("no_performance_analysis")
    #endif
    mutating func process(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int, phase: Int
    ) {
        if phase == 0 {
            dry.tick()
            effects.tick()
        }
        effects.insert(left, right, frames: frames, phase: phase)
        if !effects.isRinging && dry.isSettled && dry.value == 1 { return }
        let sound = StereoLanes(left: left.lanes, right: right.lanes)
        let direct = dry.lanes(from: phase)
        var out = StereoLanes(left: sound.left * direct, right: sound.right * direct)
        effects.send(sound, to: &out, block: block, frames: frames, phase: phase)
        left.store(out.left)
        right.store(out.right)
    }

    /// Any number of frames in place; how they are cut into calls does not change them.
    @_noLocks
    public mutating func process(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int) {
        var done = 0
        while done < frames {
            let phase = aloneFrame & 15
            let count = min(16 - phase, frames - done)
            aloneBlock.copy(from: left + done, count: count)
            (aloneBlock + 16).copy(from: right + done, count: count)
            process(aloneBlock, aloneBlock + 16, frames: count, phase: phase)
            (left + done).copy(from: aloneBlock, count: count)
            (right + done).copy(from: aloneBlock + 16, count: count)
            aloneFrame += count
            done += count
        }
    }

    /// Silence behind; the setting stays.
    #if WHOLE_MODULE
        @_noLocks
    #else
        @_semantics("no_performance_analysis")
    #endif
    public mutating func reset() { effects.reset() }
}
