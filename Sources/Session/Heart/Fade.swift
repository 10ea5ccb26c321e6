/// Silence that comes and goes without a click, by command.
struct Fade: Sendable {
    /// How long either way takes.
    static let seconds = 0.3

    private(set) var isSilencing = false
    private var from: Float = 0
    private var since = -Fade.seconds

    /// From silence up.
    static func opening(at seconds: Double) -> Fade {
        var fade = Fade()
        (fade.from, fade.since) = (Arrangement.silenceDecibels, seconds)
        return fade
    }

    /// Begins at the level that it has.
    mutating func silence(_ isSilencing: Bool, at seconds: Double) {
        guard self.isSilencing != isSilencing else { return }
        from = decibels(at: seconds)
        (self.isSilencing, since) = (isSilencing, seconds)
    }

    /// 0 … −60 dB, linear in time.
    func decibels(at seconds: Double) -> Float {
        let share = Float(min(max((seconds - since) / Fade.seconds, 0), 1))
        return from + ((isSilencing ? Arrangement.silenceDecibels : 0) - from) * share
    }

    func isSilent(at seconds: Double) -> Bool { isSilencing && seconds >= since + Fade.seconds }
}

/// The volume set by hand: down at once, up slowly, so that a slip of the finger hurts nobody.
struct Volume: Sendable {
    /// The quickest rise, dB a second.
    static let riseDecibels = 12.0

    var wanted: Float = 0
    private(set) var decibels: Float = 0
    private var now = 0.0

    mutating func advance(to seconds: Double) {
        let rise = Float((seconds - now) * Volume.riseDecibels)
        now = seconds
        decibels = wanted <= decibels ? wanted : min(wanted, decibels + rise)
    }
}

/// Whether playing pauses: faded first, then the player stands still.
struct Pause: Sendable {
    /// From the end of the fade until the player stands still: the last of it has then been rendered.
    private static let settleSeconds = 0.1

    private var fade = Fade()
    private var standsStillAt: Double?

    /// Asked for, be it faded yet or not.
    var isWanted: Bool { fade.isSilencing }

    mutating func pause(at seconds: Double) {
        fade.silence(true, at: seconds)
        standsStillAt = seconds + Fade.seconds + Pause.settleSeconds
    }

    mutating func resume(at seconds: Double) {
        fade.silence(false, at: seconds)
        standsStillAt = nil
    }

    func decibels(at seconds: Double) -> Float { fade.decibels(at: seconds) }

    /// Whether the player is to stand still now; true once.
    mutating func stands(at seconds: Double) -> Bool {
        guard let due = standsStillAt, seconds >= due else { return false }
        standsStillAt = nil
        return true
    }
}
