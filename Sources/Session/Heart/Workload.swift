/// How busy the machine is, by what looking and rendering take of the time they have, and what is given up for it.
///
/// A relief is taken after a second above a limit, and given back after ten far below it; one that is missed within a minute
/// waits twice as long the next time. The limits lie so far apart that no relief brings the load from above one to below the other.
/// Sound that is about to break off takes all reliefs at once.
struct Workload: Sendable {
    /// One step: something is given up, or taken back.
    struct Change: Equatable, Sendable {
        var relief: Relief
        var isTaken: Bool
    }

    /// Shares of the time there is. Below `calmRendering` the stretch is as before, below `spareRendering` all else.
    private static let heavyLooking = 0.9, calmLooking = 0.35
    private static let heavyRendering = 0.6, calmRendering = 0.18, spareRendering = 0.5
    /// Of this share twice in a row, the next block may come too late.
    private static let urgentRendering = 0.85
    private static let urgentReports = 2
    private static let heavySeconds = 1.0, settleSeconds = 2.0
    private static let calmSeconds = 10.0, longestCalmSeconds = 640.0
    private static let missedSeconds = 60.0
    /// A picture that is older says nothing of the load now.
    private static let staleSeconds = 3.0

    /// In the order in which they were taken.
    private(set) var reliefs: [Relief] = []
    private let available: [Relief]
    private var looking = RunningMean()
    private var rendering = RunningMean()
    private var urgent = 0
    private var settledAt = 0.0
    private var heavySince: Double?
    private var calmSince: Double?
    /// By the number of the relief.
    private var restoredAt = [Double](repeating: -.infinity, count: Relief.allCases.count)
    private var calms = [Double](repeating: Workload.calmSeconds, count: Relief.allCases.count)

    /// - Parameter available: what may be given up.
    init(available: [Relief]) { self.available = Relief.allCases.filter { available.contains($0) } }

    /// Sources that keep no time of their own, and still pictures, say nothing.
    mutating func look(at sight: Sight, at now: Double) {
        guard let times = sight.times, sight.lasting > 0, sight.name == nil else { return }
        let spent = times.examined - times.taken + sight.decodeMilliseconds / 1000
        looking.take(spent / sight.lasting, at: now)
    }

    /// - Parameter share: as `PlayerReport.renderShare`.
    mutating func render(share: Double, at now: Double) {
        rendering.take(share, at: now)
        urgent = share > Self.urgentRendering ? urgent + 1 : 0
    }

    /// The next step that is due now; nil when there is none.
    mutating func change(at now: Double) -> Change? {
        if urgent >= Self.urgentReports, let relief = available.first(where: { !reliefs.contains($0) }) { return take(relief, at: now) }
        guard now >= settledAt else { return nil }
        if let relief = wanted(at: now) {
            calmSince = nil
            let since = heavySince ?? now
            heavySince = since
            return now - since >= Self.heavySeconds ? take(relief, at: now) : nil
        }
        heavySince = nil
        guard let relief = reliefs.last, isCalm(for: relief, at: now) else {
            calmSince = nil
            return nil
        }
        let since = calmSince ?? now
        calmSince = since
        return now - since >= calms[Int(relief.rawValue)] ? restore(relief, at: now) : nil
    }

    /// What should be given up next; another way of stretching is no help to pictures.
    private func wanted(at now: Double) -> Relief? {
        let isSoundHeavy = rendering.value > Self.heavyRendering
        guard isSoundHeavy || looking.value > Self.heavyLooking && isFresh(at: now) else { return nil }
        return available.first { !reliefs.contains($0) && ($0 != .lightStretch || isSoundHeavy) }
    }

    private func isCalm(for relief: Relief, at now: Double) -> Bool {
        if relief == .lightStretch { return rendering.value < Self.calmRendering }
        return rendering.value < Self.spareRendering && looking.value < Self.calmLooking && isFresh(at: now)
    }

    private func isFresh(at now: Double) -> Bool { now - looking.seconds < Self.staleSeconds }

    private mutating func take(_ relief: Relief, at now: Double) -> Change {
        let index = Int(relief.rawValue)
        let wasMissed = now - restoredAt[index] < Self.missedSeconds
        calms[index] = wasMissed ? min(2 * calms[index], Self.longestCalmSeconds) : Self.calmSeconds
        reliefs.append(relief)
        settle(at: now)
        return Change(relief: relief, isTaken: true)
    }

    private mutating func restore(_ relief: Relief, at now: Double) -> Change {
        restoredAt[Int(relief.rawValue)] = now
        reliefs.removeLast()
        settle(at: now)
        return Change(relief: relief, isTaken: false)
    }

    private mutating func settle(at now: Double) {
        settledAt = now + Self.settleSeconds
        (heavySince, calmSince) = (nil, nil)
    }
}

/// A mean that forgets within about a second.
private struct RunningMean: Sendable {
    private(set) var value = 0.0
    /// When it was measured last.
    private(set) var seconds = -Double.infinity

    mutating func take(_ new: Double, at now: Double) {
        guard new.isFinite else { return }
        let passed = max(now - seconds, 0)
        value += (new - value) * (passed.isFinite ? passed / (passed + 1) : 1)
        seconds = now
    }
}
