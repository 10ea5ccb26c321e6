/// An echo with feedback. What goes round again loses its highs a little (three taps 0.15, 0.7, 0.15),
/// as a tape does; a new delay time cross-fades from the old tap to the new one, so pitch never bends.
struct Delay: ~Copyable {
    private let rate: Double
    private let glidePeriods: Int
    private let lines: DelayLines
    private var delayFrames: Int
    private var nextDelayFrames: Int
    private var wantedFrames: Int
    private var tapFade = Smoothed(1)
    private var feedback = Smoothed(0)
    private var frame = 0

    /// Delays up to two seconds.
    init(rate: Double) {
        self.rate = rate
        glidePeriods = ControlPeriod.count(seconds: 0.05, rate: rate)
        lines = DelayLines(count: 2, maximumFrames: Int(2 * rate) + 32)
        delayFrames = Int(0.35 * rate)
        nextDelayFrames = delayFrames
        wantedFrames = delayFrames
    }

    var memoryFrames: Int { @_noLocks get { Int(2 * rate) + 64 } }

    /// seconds 1 ms … 2 s (rounded to whole frames, at least 18), feedback 0…0.95.
    @_noLocks
    mutating func set(seconds: Float, feedback newFeedback: Float, atOnce: Bool) {
        wantedFrames = max(18, Int(Double(seconds) * rate + 0.5))
        feedback.move(to: newFeedback, periods: atOnce ? 0 : glidePeriods)
        if atOnce {
            delayFrames = wantedFrames
            nextDelayFrames = wantedFrames
            tapFade.snap(to: 1)
        }
    }

    @_noLocks
    mutating func tick() {
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

    /// Sixteen frames in, the echoes of sixteen frames out, of which `frames` count.
    @_noLocks
    mutating func process(_ left: inout Lanes, _ right: inout Lanes, frames: Int, phase: Int) {
        left = turn(0, left, phase)
        right = turn(1, right, phase)
        frame += frames
    }

    @_noLocks
    mutating func reset() {
        lines.reset()
        frame = 0
    }
}
