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

    init(rate: Double) {
        wah = Wah(rate: rate)
        delay = Delay(rate: rate)
        reverb = Reverb(rate: rate)
        delaySend = SendReturn(memoryFrames: delay.memoryFrames)
        reverbSend = SendReturn(memoryFrames: reverb.memoryFrames)
        glidePeriods = ControlPeriod.count(seconds: 0.05, rate: rate)
    }

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
            delaySend.listen(wetLeft, wetRight, frames: frames)
            let level = delaySend.output.lanes(from: phase)
            outLeft.mad(wetLeft, level)
            outRight.mad(wetRight, level)
        }
        if reverbSend.isRunning {
            let send = reverbSend.input.lanes(from: phase)
            var wetLeft = inputLeft * send
            var wetRight = inputRight * send
            reverb.process(&wetLeft, &wetRight, frames: frames, phase: phase)
            reverbSend.listen(wetLeft, wetRight, frames: frames)
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

/// How much goes into an effect, how much comes back, and whether it still has something to say.
struct SendReturn {
    private(set) var input = Smoothed(0)
    private(set) var output = Smoothed(0)
    private(set) var isRunning = false
    private let memoryFrames: Int
    private var quietFrames = 0

    init(memoryFrames: Int) { self.memoryFrames = memoryFrames }

    @_noLocks
    mutating func open(level: Float, periods: Int) {
        output.move(to: level, periods: isRunning ? periods : 0)
        input.move(to: 1, periods: periods)
        isRunning = true
        quietFrames = 0
    }

    @_noLocks
    mutating func close(periods: Int) { input.move(to: 0, periods: periods) }

    /// Only a whole memory of quiet ends an effect: what lies in its lines could be heard again with a longer delay.
    @_noLocks
    mutating func tick() {
        if isRunning && input.isZero && quietFrames > memoryFrames { isRunning = false }
        input.tick()
        output.tick()
    }

    /// Counts frames under −100 dB full scale.
    @_noLocks @inline(__always)
    mutating func listen(_ left: Lanes, _ right: Lanes, frames: Int) {
        guard input.isZero else { return quietFrames = 0 }
        for frame in 0..<frames {
            quietFrames = max(abs(left[frame]), abs(right[frame])) < 1e-5 ? quietFrames + 1 : 0
        }
    }
}
