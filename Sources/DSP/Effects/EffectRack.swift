import CMath

/// The wah (an insert), and delay and reverb (sends) behind it.
///
/// Wet and dry of a send share their power: dry = cos(wet·π/2), effect = sin(wet·π/2); with effects of power one the
/// loudness stays. An effect that is left gets no more input, its tail rings out, and then it costs nothing.
struct EffectRack: ~Copyable {
    private var wah: Wah
    private var delay: Delay
    private var reverb: Reverb
    private var delaySend: SendReturn
    private var reverbSend: SendReturn
    private var dry = Smoothed(1)
    private let glidePeriods: Int
    /// What an effect made, where `SendReturn` looks at it.
    private let wet: UnsafeMutablePointer<Float>

    init(rate: Double) {
        wah = Wah(rate: rate)
        delay = Delay(rate: rate)
        reverb = Reverb(rate: rate)
        delaySend = SendReturn(memoryFrames: delay.memoryFrames)
        reverbSend = SendReturn(memoryFrames: reverb.memoryFrames)
        glidePeriods = ControlPeriod.count(seconds: 0.05, rate: rate)
        wet = .zeroed(32)
    }

    deinit { wet.deallocate() }

    /// `setting` inside its documented ranges.
    @_noLocks
    mutating func set(_ setting: EffectSetting, atOnce: Bool) {
        let periods = atOnce ? 0 : glidePeriods
        let angle = Double(setting.wet) * Double.pi / 2
        let isSend = setting.kind.isDelay || setting.kind.isReverb
        dry.move(to: isSend ? Float(math_cos(angle)) : 1, periods: periods)
        wah.set(setting, wet: setting.kind.isWah ? setting.wet : 0, atOnce: atOnce)
        let level = Float(math_sin(angle))
        if setting.kind.isDelay {
            delay.set(
                seconds: setting.delaySeconds, feedback: setting.delayFeedback, atOnce: atOnce || !delaySend.isRunning)
            delaySend.open(level: level, periods: periods)
        } else {
            delaySend.close(periods: periods)
        }
        if setting.kind.isReverb {
            reverb.set(seconds: setting.reverbSeconds, atOnce: atOnce || !reverbSend.isRunning)
            reverbSend.open(level: level, periods: periods)
        } else {
            reverbSend.close(periods: periods)
        }
    }

    @_noLocks
    mutating func tick() {
        dry.tick()
        wah.tick()
        delaySend.tick()
        reverbSend.tick()
        if delaySend.isRunning { delay.tick() }
        if reverbSend.isRunning { reverb.tick() }
    }

    /// The buffers hold sixteen frames, of which the first `frames` count.
    @_noLocks
    mutating func process(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int, phase: Int
    ) {
        wah.process(left, right, frames: frames, phase: phase)
        if !delaySend.isRunning && !reverbSend.isRunning && dry.isSettled && dry.value == 1 { return }
        let inputLeft = left.lanes
        let inputRight = right.lanes
        let direct = dry.lanes(from: phase)
        var outLeft = inputLeft * direct
        var outRight = inputRight * direct
        if delaySend.isRunning {
            let send = delaySend.input.lanes(from: phase)
            var wetLeft = inputLeft * send
            var wetRight = inputRight * send
            delay.process(&wetLeft, &wetRight, frames: frames, phase: phase)
            wet.store(wetLeft)
            (wet + 16).store(wetRight)
            delaySend.listen(wet, wet + 16, frames: frames)
            let level = delaySend.output.lanes(from: phase)
            outLeft.mad(wetLeft, level)
            outRight.mad(wetRight, level)
        }
        if reverbSend.isRunning {
            let send = reverbSend.input.lanes(from: phase)
            var wetLeft = inputLeft * send
            var wetRight = inputRight * send
            reverb.process(&wetLeft, &wetRight, frames: frames, phase: phase)
            wet.store(wetLeft)
            (wet + 16).store(wetRight)
            reverbSend.listen(wet, wet + 16, frames: frames)
            let level = reverbSend.output.lanes(from: phase)
            outLeft.mad(wetLeft, level)
            outRight.mad(wetRight, level)
        }
        left.store(outLeft)
        right.store(outRight)
    }

    @_noLocks
    mutating func reset() {
        wah.reset()
        delay.reset()
        reverb.reset()
    }
}
