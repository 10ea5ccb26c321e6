/// Pictures a second, as they are examined.
struct PictureRate: Sendable {
    /// How many intervals count.
    private static let most = 16
    private var times: [Double] = []

    /// - Parameter seconds: of the session.
    mutating func see(at seconds: Double) {
        if times.count > PictureRate.most { times.removeFirst() }
        times.append(seconds)
    }

    /// 0 before the second picture; falls while none comes.
    func perSecond(at now: Double) -> Double {
        guard let first = times.first, times.count > 1 else { return 0 }
        let last = times[times.count - 1], mean = (last - first) / Double(times.count - 1)
        // Two pictures of one pass, and a picture that is late.
        let span = last - first + max(now - last - mean, 0)
        return span > 0 ? Double(times.count - 1) / span : 0
    }
}
