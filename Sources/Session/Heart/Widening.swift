/// The sound card's buffer grows by doubling; it is said once it has settled.
struct Widening {
    private static let settledSeconds = 1.5

    private var from = 0.0
    private var to = 0.0
    private var said = 0.0
    private var due: Double?

    mutating func take(_ report: PlayerReport, at now: Double) {
        guard report.cardBufferSeconds > report.cardFirstBufferSeconds, report.cardFirstBufferSeconds > 0,
            report.cardBufferSeconds != to
        else { return }
        if due == nil { from = said > 0 ? said : report.cardFirstBufferSeconds }
        to = report.cardBufferSeconds
        due = now + Self.settledSeconds
    }

    /// What is to be said now; once. At the end nothing is waited for.
    mutating func settled(at now: Double) -> (from: Double, to: Double)? {
        guard let due, now >= due else { return nil }
        self.due = nil
        said = to
        return (from, to)
    }
}
