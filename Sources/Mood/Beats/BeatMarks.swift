/// The grid's positions without ownership: reading them neither counts references nor locks.
/// Invariant: nobody writes through these pointers; whoever hands marks on keeps their grid until the last reader has ended.
public struct BeatMarks: BitwiseCopyable, @unchecked Sendable {
    let beats: UnsafeBufferPointer<Double>
    let bars: UnsafeBufferPointer<Double>
    /// Where stretches with a beat begin and end, in turn; empty when all of the piece has one.
    let edges: UnsafeBufferPointer<Double>
    /// Length of one pass of the piece, in source frames.
    public let loopFrames: Double
    /// Mean distance between beats, in source frames.
    public let framesPerBeat: Double

    /// Source frames from `position` (which may have passed the loop's end any number of times) to the next beat or bar; 0 when it
    /// lies on one, and where the piece has no beat. A stretch that ends before that is waited for no longer than to its end.
    @_noLocks public func framesToNext(_ quantise: Quantise, after position: Double) -> Double {
        let marks: UnsafeBufferPointer<Double>
        switch quantise {
        case .now: return 0
        case .beat: marks = beats
        case .bar: marks = bars
        }
        let inside = inside(position)
        let low = BeatMarks.count(marks, below: inside)
        let toMark = low < marks.count ? marks[low] - inside : loopFrames + marks[0] - inside
        guard edges.count > 0 else { return toMark }
        let passed = BeatMarks.count(edges, upTo: inside)
        guard passed % 2 == 1 else { return 0 }
        // A stretch that ends with the piece goes on when the piece begins with one.
        if edges[passed] >= loopFrames, edges[0] <= 0 { return toMark }
        let toEnd = edges[passed] - inside
        return toMark < toEnd ? toMark : toEnd
    }

    /// Whether the piece has a beat at `position`.
    @_noLocks public func hasBeat(at position: Double) -> Bool {
        edges.count == 0 || BeatMarks.count(edges, upTo: inside(position)) % 2 == 1
    }

    /// Distance between the beats before and after `position`, in source frames; the mean distance where it is not between two.
    @_noLocks public func framesPerBeat(at position: Double) -> Double {
        let low = BeatMarks.count(beats, upTo: inside(position))
        guard low > 0, low < beats.count else { return framesPerBeat }
        let distance = beats[low] - beats[low - 1]
        return distance < 4 * framesPerBeat ? distance : framesPerBeat
    }

    @_noLocks func inside(_ position: Double) -> Double { position - Double(Int64(position / loopFrames)) * loopFrames }

    /// How many of `marks`, which ascend, are below `limit`.
    @_noLocks private static func count(_ marks: UnsafeBufferPointer<Double>, below limit: Double) -> Int {
        var low = 0
        var high = marks.count
        while low < high {
            let middle = (low + high) / 2
            if marks[middle] < limit { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// How many of them are below `limit` or at it.
    @_noLocks static func count(_ marks: UnsafeBufferPointer<Double>, upTo limit: Double) -> Int {
        let below = count(marks, below: limit)
        return below < marks.count && marks[below] == limit ? below + 1 : below
    }
}
