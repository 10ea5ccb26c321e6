import Session

/// Durations of single steps, in microseconds of processor time.
struct Timings {
    private let sorted: [Double]

    init(_ microseconds: [Double]) { sorted = microseconds.sorted() }

    /// The smallest value that `share` (0 … 1) of all values do not exceed; 0 when there are none.
    func percentile(_ share: Double) -> Double {
        guard !sorted.isEmpty else { return 0 }
        let rank = Int((share * Double(sorted.count)).rounded(.up))
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }

    var mean: Double { sorted.isEmpty ? 0 : sorted.reduce(0, +) / Double(sorted.count) }
}

/// Time that the processor spent on the calling thread: unlike the wall clock it stands still while others are served.
enum ProcessorClock {
    static var microseconds: Double { Clock.threadSeconds * 1e6 }

    /// What two readings in a row differ by, usually.
    static var ownMicroseconds: Double {
        Timings(
            (0..<1000).map { _ in
                let start = microseconds
                return microseconds - start
            }
        ).percentile(0.5)
    }
}
