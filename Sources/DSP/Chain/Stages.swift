import CMath

/// The chain's stages in their order, and the control clock that moves their parameters every 16 frames.
struct Stages: ~Copyable {
    private let rateRatio: Double
    private let outputRate: Double
    private let glidePeriods: Int
    private var stretcher: Stretcher
    private var resampler: Resampler
    private var lowPass: SweptFilter
    private var highPass: SweptFilter
    private var effects: EffectRack
    private var gain = Smoothed(1)
    private var limiter: Limiter
    private let left: UnsafeMutablePointer<Float>
    private let right: UnsafeMutablePointer<Float>
    private var frame = 0
    private var lastLoudFrame = Int.min / 2
    /// Source frames that had come with the last loud one: what lies ahead in the stretcher is not heard yet.
    private var lastLoudSource = 0
    /// A pause as long as this is silence and not the gap between two echoes.
    private var silenceSeconds = 0.1

    init(sourceRate: Double, outputRate: Double, parameters: ChainParameters, quality: StretchQuality) {
        self.outputRate = outputRate
        rateRatio = sourceRate / outputRate
        glidePeriods = ControlPeriod.count(seconds: 0.05, rate: outputRate)
        stretcher = Stretcher(rate: sourceRate, speed: 1, quality: quality)
        resampler = Resampler(step: sourceRate / outputRate, rate: outputRate)
        lowPass = SweptFilter(highPass: false, rate: outputRate)
        highPass = SweptFilter(highPass: true, rate: outputRate)
        effects = EffectRack(rate: outputRate)
        limiter = Limiter(rate: outputRate)
        left = .zeroed(128)
        right = .zeroed(128)
        set(parameters, atOnce: true)
        stretcher.reset()
    }

    deinit {
        left.deallocate()
        right.deallocate()
    }

    @_noLocks
    mutating func set(_ wanted: ChainParameters, atOnce: Bool) {
        let parameters = wanted.clamped(rate: outputRate)
        let pitch = math_exp2(Double(parameters.semitones) / 12)
        stretcher.set(speed: parameters.tempo / pitch, splicesAlone: parameters.splicesAlone)
        resampler.set(step: pitch * rateRatio, atOnce: atOnce)
        let filter = parameters.filter
        lowPass.set(cutoffHertz: filter.kind.isLowPass ? filter.cutoffHertz : nil, q: filter.q, atOnce: atOnce)
        highPass.set(cutoffHertz: filter.kind.isHighPass ? filter.cutoffHertz : nil, q: filter.q, atOnce: atOnce)
        effects.set(parameters.effect, atOnce: atOnce, cutsTails: parameters.cutsTails)
        silenceSeconds = 0.1 + effects.pauseSeconds
        // The bottom of the scale is silence: a fade ends there, and nobody should hear a thousandth go on.
        let level = parameters.gainDecibels <= -60 ? 0 : Float(math_pow(10, Double(parameters.gainDecibels) / 20))
        gain.move(to: level, periods: atOnce ? 0 : glidePeriods)
    }

    @_noLocks
    mutating func restart(_ parameters: ChainParameters) {
        effects.reset()
        set(parameters, atOnce: true)
        stretcher.reset()
        resampler.reset()
        lowPass.reset()
        highPass.reset()
        effects.reset()
        limiter.reset()
        frame = 0
        lastLoudFrame = Int.min / 2
        lastLoudSource = 0
    }

    @_noLocks
    func framesNeeded(_ outputFrames: Int) -> Int {
        max(0, stretcher.sourceNeeded(upTo: resampler.inputNeeded(outputFrames)) - stretcher.pushed)
    }

    /// In pieces of up to 64 frames, cleaned of what no song should hold.
    @_noLocks
    mutating func push(_ newLeft: UnsafePointer<Float>, _ newRight: UnsafePointer<Float>, frames: Int) {
        var done = 0
        while done < frames {
            let count = min(64, frames - done)
            let peak = max(left.copyClean(from: newLeft + done, count: count), right.copyClean(from: newRight + done, count: count))
            stretcher.push(left, right, frames: count)
            if peak > 0.001 { lastLoudSource = stretcher.pushed }
            done += count
        }
    }

    @_noLocks
    mutating func process(_ outLeft: UnsafeMutablePointer<Float>, _ outRight: UnsafeMutablePointer<Float>, frames: Int) {
        var done = 0
        while done < frames {
            let phase = frame & 15
            if phase == 0 { tick() }
            let count = min(16 - phase, frames - done)
            stretcher.render(upTo: resampler.plan(count), into: &resampler.input)
            resampler.process(left, right, frames: count, phase: phase)
            lowPass.process(left, right, frames: count, phase: phase)
            highPass.process(left, right, frames: count, phase: phase)
            effects.process(left, right, frames: count, phase: phase)
            if !(gain.isSettled && gain.value == 1) {
                let level = gain.lanes(from: phase)
                left.store(left.lanes * level)
                right.store(right.lanes * level)
            }
            limiter.process(left, right, frames: count)
            (outLeft + done).copy(from: left, count: count)
            (outRight + done).copy(from: right, count: count)
            var last = count
            while last > 0 && max(abs(left[last - 1]), abs(right[last - 1])) <= 0.001 { last -= 1 }
            if last > 0 { lastLoudFrame = frame + last - 1 }
            frame += count
            done += count
        }
    }

    @_noLocks
    private mutating func tick() {
        resampler.tick()
        lowPass.tick()
        highPass.tick()
        gain.tick()
    }

    var sourcePosition: Double {
        @_noLocks get { stretcher.position(of: resampler.wholePosition, fraction: resampler.fractionalPosition) }
    }

    var isSilent: Bool {
        @_noLocks get {
            Double(frame - lastLoudFrame) > silenceSeconds * outputRate && sourcePosition >= Double(lastLoudSource)
        }
    }
}
