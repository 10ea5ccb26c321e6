import Mood

/// How the prototype smoothed its label: the most frequent of the last ten; of equals, the one that comes first among them (as
/// Python's `statistics.mode` does). Kept for comparison.
struct MajorityOfTen {
    private var last: [Expression] = []

    /// - Parameter label: the strongest expression of one picture.
    mutating func add(_ label: Expression) -> Expression {
        last.append(label)
        if last.count > 10 { last.removeFirst() }
        var winner = label
        var most = 0
        for candidate in last {
            let count = last.count { $0 == candidate }
            if count > most { (winner, most) = (candidate, count) }
        }
        return winner
    }
}
