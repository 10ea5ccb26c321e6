/// When the player renders its next block: when the sound card has room, or by the clock when there is none or it stalls. A value
/// without device and clock.
///
/// The music never stops for a card: from the last block that it took on, the clock goes on counting, and a card that takes
/// nothing for longer than its buffer lasts is played past.
struct PlayerPace {
    /// What the card looks like now.
    enum Card { case none, free, busy }
    enum Step: Equatable {
        /// Render the next block.
        case render
        /// Ask again after so many seconds, or when the card has room.
        case wait(Double)
        /// The card hangs: go on without it.
        case abandon
    }

    /// The longest wait: how soon a stop is noticed.
    private static let longestWait = 0.05
    /// Whoever wakes so much too late was stopped; catching up would only flood the recorders.
    private static let longestDelay = 0.5
    /// How long a card may stay away beyond its buffer.
    private static let stallSeconds = 0.25
    /// A card that takes sound so much faster than it plays has no clock of its own.
    private static let longestLead = 1.0

    private let sampleRate: Double
    /// The music was at `anchorFrames` then.
    private var anchorSeconds: Double
    private var anchorFrames = 0.0
    private var frames = 0.0
    /// The card has stalled: the clock paces.
    private(set) var hasStalled = false
    /// When the next question was due.
    private var expected: Double
    /// Music taken by the card beyond what the clock has seen.
    private var lead = 0.0
    private var leadSeconds: Double

    init(sampleRate: Double, at now: Double) {
        self.sampleRate = sampleRate
        anchorSeconds = now
        expected = now
        leadSeconds = now
    }

    /// A block has been rendered.
    mutating func rendered(_ count: Int) {
        frames += Double(count)
        lead += Double(count) / sampleRate
    }

    /// - Parameter bufferSeconds: of the card.
    mutating func next(at now: Double, card: Card, bufferSeconds: Double) -> Step {
        if now - expected > Self.longestDelay { anchorSeconds += now - expected }
        // Cards drift: a hundredth of the time is forgiven.
        lead = max(0, lead - 1.01 * (now - leadSeconds))
        leadSeconds = now
        expected = now
        switch card {
        case .free:
            (anchorSeconds, anchorFrames, hasStalled) = (now, frames, false)
            let excess = lead - bufferSeconds - Self.longestLead
            return excess > 0 ? wait(excess) : .render
        case .busy:
            if now - anchorSeconds >= CardSlot.patienceSeconds + bufferSeconds, hasStalled { return .abandon }
            if !hasStalled {
                let left = anchorSeconds + bufferSeconds + Self.stallSeconds - now
                if left > 0 { return wait(left) }
                hasStalled = true
            }
            return byTheClock(now)
        case .none:
            // What a lost card had taken and not played counts no more.
            (hasStalled, lead) = (false, 0)
            return byTheClock(now)
        }
    }

    private mutating func byTheClock(_ now: Double) -> Step {
        let left = anchorSeconds + (frames - anchorFrames) / sampleRate - now
        return left > 0 ? wait(left) : .render
    }

    private mutating func wait(_ seconds: Double) -> Step {
        let short = min(seconds, Self.longestWait)
        expected += short
        return .wait(short)
    }
}
