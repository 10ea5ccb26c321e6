/// When a lost sound card is tried again: every second, after some failures less and less often.
struct Retries {
    /// After the last failure, at most.
    static let longestSeconds = 8.0
    /// Failures before the pauses grow.
    private static let quickTries = 10
    /// A card that was back for longer than this starts over.
    private static let soundSeconds = 10.0

    private var due: Double?
    private var failures = 0
    private var backSeconds = 0.0

    /// The card was lost, or could not be had again.
    mutating func fail(at now: Double) {
        if due == nil, backSeconds > 0, now - backSeconds > Self.soundSeconds { failures = 0 }
        backSeconds = 0
        let doublings = max(0, min(failures - Self.quickTries, 3))
        due = now + min(Double(1 << doublings), Self.longestSeconds)
        failures += 1
    }

    mutating func succeed(at now: Double) {
        due = nil
        backSeconds = max(now, .leastNonzeroMagnitude)
    }

    /// Whether to try now; true once.
    mutating func take(at now: Double) -> Bool {
        guard let due, now >= due else { return false }
        self.due = nil
        return true
    }
}
