import CMath

/// An effect in the rack: when it sounds, and for a send what goes in and comes back.
///
/// Wet and dry of a send share their power: dry = cos(wet·π/2), effect = sin(wet·π/2); with effects of power one the
/// loudness stays.
struct EffectSlot<One: Effect & ~Copyable>: ~Copyable {
    private var effect: One
    private var setting: One.Setting
    private var path: SendReturn

    init(rate: Double) {
        effect = One(rate: rate)
        setting = One.Setting(values: One.values())
        path = SendReturn(memoryFrames: effect.memoryFrames)
    }

    /// `periods` 0: at once. A send that is left rings on, or with `cutsTails` fades out in so many periods.
    @inline(__always)
    mutating func set(_ wanted: EffectSetting, periods: Int, cutsTails: Bool, into mix: inout EffectMix) {
        if let chosen = One.setting(in: wanted) {
            setting.values = effect.bounds.clamped(chosen.values)
            if One.isSend {
                effect.set(setting, atOnce: periods == 0 || !path.isRunning)
                let angle = Double(setting.values[0]) * Double.pi / 2
                path.open(level: Float(math_sin(angle)), periods: periods)
                mix.dry = Float(math_cos(angle))
            } else {
                effect.set(setting, atOnce: periods == 0)
            }
            mix.pauseSeconds = effect.pauseSeconds
        } else if One.isSend {
            path.close(periods: periods, cutsTail: cutsTails)
        } else {
            setting.values[0] = 0
            effect.set(setting, atOnce: periods == 0)
        }
    }

    @inline(__always)
    mutating func tick() {
        if One.isSend && path.tick() { effect.reset() }
    }

    @inline(__always)
    mutating func insert(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int, phase: Int
    ) {
        if !One.isSend { effect.process(left, right, frames: frames, phase: phase) }
    }

    var isRinging: Bool { @inline(__always) get { One.isSend && path.isRunning } }

    @inline(__always)
    mutating func send(
        _ sound: StereoLanes, to out: inout StereoLanes, block: UnsafeMutablePointer<Float>, frames: Int, phase: Int
    ) {
        guard isRinging else { return }
        let input = path.input.lanes(from: phase)
        block.store(sound.left * input)
        (block + 16).store(sound.right * input)
        effect.process(block, block + 16, frames: frames, phase: phase)
        path.listen(block, block + 16, frames: frames)
        let level = path.output.lanes(from: phase)
        out.left.mad(block.lanes, level)
        out.right.mad((block + 16).lanes, level)
    }

    @inline(__always)
    mutating func reset() { effect.reset() }
}
