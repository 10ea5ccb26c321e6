import Mood

/// Carries sights into the mood, on the source's own time line: a moving picture counts once, at its time stamp; a still one for as
/// long as it is shown; and when nothing comes, time passes all the same.
struct Attention: Sendable {
    /// A sight of a moving picture that is older speaks no longer of now, unless its source is slower still.
    private static let freshSeconds = 0.5

    private(set) var tracker: MoodTracker
    /// The newest sight while it speaks of now.
    private(set) var sight: Sight?
    private var seenAt = 0.0
    /// Seconds of the source at second 0 of the session.
    private var sourceOffset = 0.0

    init(idle: Idle) { tracker = MoodTracker(idle: idle) }

    /// - Parameter now: session seconds.
    mutating func see(_ sight: Sight, at now: Double) {
        self.sight = sight
        seenAt = now
        sourceOffset = sight.seconds - now
        tracker.see(sight.readings, at: sight.seconds)
    }

    /// The source is gone: nothing is known of now.
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
