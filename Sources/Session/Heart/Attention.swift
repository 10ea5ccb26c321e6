import Mood

/// Feeds sights to the mood tracker on the source's own time line: a moving picture counts once, at its time stamp; a still one
/// for as long as it is shown; and without pictures, time still passes.
struct Attention: Sendable {
    /// A sight of a moving picture is stale after this long, unless the source itself is slower.
    private static let freshSeconds = 0.5

    private(set) var tracker: MoodTracker
    /// The newest sight, until it is stale.
    private(set) var sight: Sight?
    private var seenAt = 0.0
    /// The source's time at second 0 of the session.
    private var sourceOffset = 0.0

    init(idle: Idle) { tracker = MoodTracker(idle: idle) }

    /// - Parameter now: session seconds.
    mutating func see(_ sight: Sight, at now: Double) {
        self.sight = sight
        seenAt = now
        sourceOffset = sight.seconds - now
        tracker.see(sight.readings, at: sight.seconds)
    }

    /// Session second of the first picture that shows the named mood; nil when no face in sight has named it, and without a clock.
    var shownAt: Double? {
        guard let sight, let times = sight.times, let since = tracker.namedSince else { return nil }
        return times.captured + since - sight.seconds
    }

    /// The source is gone: the last sight is stale at once.
    mutating func forget() { sight = nil }

    mutating func advance(to now: Double) {
        if let sight {
            if sight.name != nil {
                tracker.see(sight.readings, at: now + sourceOffset)
                return
            }
            if now - seenAt < max(Attention.freshSeconds, 1.5 * sight.lasting) { return }
            forget()
        }
        tracker.seeNothing(at: now + sourceOffset)
    }
}
