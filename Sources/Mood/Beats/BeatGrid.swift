/// The beats of a piece, in source frames, over one pass of the loop.
public final class BeatGrid: Sendable {
    /// The tempo at which the piece was recorded.
    public let beatsPerMinute: Double
    /// At least 1.
    public let beatsPerBar: Int
    /// For the player's thread: plain pointers, valid as long as this grid lives.
    public let marks: BeatMarks

    /// Nil unless both lists are ascending, not empty and within 0 ..< loopFrames, and the other numbers are above 0.
    public init?(beatFrames: [Double], barFrames: [Double], loopFrames: Double, beatsPerMinute: Double, beatsPerBar: Int) {
        guard loopFrames.isFinite, loopFrames > 0, beatsPerMinute.isFinite, beatsPerMinute > 0, beatsPerBar > 0,
            BeatGrid.isOrdered(beatFrames, below: loopFrames), BeatGrid.isOrdered(barFrames, below: loopFrames)
        else { return nil }
        self.beatsPerMinute = beatsPerMinute
        self.beatsPerBar = beatsPerBar
        marks = BeatMarks(
            beats: BeatGrid.copy(beatFrames), bars: BeatGrid.copy(barFrames), loopFrames: loopFrames,
            framesPerBeat: loopFrames / Double(beatFrames.count))
    }

    deinit {
        marks.beats.deallocate()
        marks.bars.deallocate()
    }

    private static func copy(_ frames: [Double]) -> UnsafeBufferPointer<Double> {
        let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: frames.count)
        _ = buffer.initialize(from: frames)
        return UnsafeBufferPointer(buffer)
    }

    private static func isOrdered(_ frames: [Double], below end: Double) -> Bool {
        var last = -1.0
        for frame in frames {
            guard frame.isFinite, frame > last, frame >= 0, frame < end else { return false }
            last = frame
        }
        return !frames.isEmpty
    }
}

/// The grid's positions without ownership: reading them neither counts references nor locks.
/// Invariant: nobody writes through these pointers; whoever hands marks on keeps their grid until the last reader has ended.
public struct BeatMarks: BitwiseCopyable, @unchecked Sendable {
    let beats: UnsafeBufferPointer<Double>
    let bars: UnsafeBufferPointer<Double>
    /// Length of one pass of the piece, in source frames.
    public let loopFrames: Double
    /// Mean distance between beats, in source frames.
    public let framesPerBeat: Double

    /// Source frames from `position` (which may have passed the loop's end any number of times) to the next beat or bar;
    /// 0 when it lies on one.
    @_noLocks public func framesToNext(_ quantise: Quantise, after position: Double) -> Double {
        let marks: UnsafeBufferPointer<Double>
        switch quantise {
        case .now: return 0
        case .beat: marks = beats
        case .bar: marks = bars
        }
        let pass = Double(Int64(position / loopFrames)) * loopFrames
        let inside = position - pass
        var low = 0
        var high = marks.count
        while low < high {
            let middle = (low + high) / 2
            if marks[middle] < inside { low = middle + 1 } else { high = middle }
        }
        return low < marks.count ? marks[low] - inside : loopFrames + marks[0] - inside
    }
}
