/// A piecewise constant value over the length of a plot: each value from its change to the next.
struct Stretches<Value: Equatable> {
    private(set) var all: [(from: Double, to: Double, value: Value)]
    private let end: Double

    /// Of changes in quicker succession than a plot can show, the last one counts, so the size of a plot is bounded.
    /// - Parameters:
    ///   - changes: in ascending order of time, in seconds; those from `end` on are ignored.
    ///   - first: the value before the first change.
    init(_ changes: some Sequence<(seconds: Double, value: Value)>, before first: Value, until end: Double) {
        self.end = end
        all = [(0, end, first)]
        for change in changes where change.seconds < end && change.value != all.last!.value {
            if (change.seconds - all.last!.from) * PlotFrame.columns < end {
                all[all.count - 1].value = change.value
                // Back at the value before.
                if all.count > 1, all[all.count - 2].value == change.value { all.removeLast() }
                all[all.count - 1].to = end
            } else {
                all[all.count - 1].to = change.seconds
                all.append((change.seconds, end, change.value))
            }
        }
    }

    /// The stretches of one part of the value; equal neighbours merge.
    func map<Part: Equatable>(_ part: (Value) -> Part) -> Stretches<Part> {
        Stretches<Part>(all.map { (seconds: $0.from, value: part($0.value)) }, before: part(all[0].value), until: end)
    }
}
