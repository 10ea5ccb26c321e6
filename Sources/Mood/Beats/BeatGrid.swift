/// The beats of a piece, in source frames, over one pass of the loop.
public final class BeatGrid: Sendable {
    /// The tempo at which the piece was recorded.
    public let beatsPerMinute: Double
    /// At least 1.
    public let beatsPerBar: Int
    /// For the player's thread: plain pointers, valid as long as this grid lives.
    public let marks: BeatMarks

    /// Nil unless both lists are ascending, not empty and within 0 ..< loopFrames, the regions ascending and within 0 … loopFrames, and
    /// the other numbers are above 0.
    /// - Parameter regions: the stretches that have a beat; none means all of the piece.
    public init?(
        beatFrames: [Double], barFrames: [Double], loopFrames: Double, beatsPerMinute: Double, beatsPerBar: Int,
        regions: [(start: Double, end: Double)] = []
    ) {
        let edges = BeatGrid.edges(of: regions)
        guard loopFrames.isFinite, loopFrames > 0, beatsPerMinute.isFinite, beatsPerMinute > 0, beatsPerBar > 0,
            BeatGrid.isOrdered(beatFrames, below: loopFrames), BeatGrid.isOrdered(barFrames, below: loopFrames),
            edges.isEmpty || BeatGrid.isOrdered(edges, below: loopFrames.nextUp)
        else { return nil }
        self.beatsPerMinute = beatsPerMinute
        self.beatsPerBar = beatsPerBar
        var beatingFrames = edges.isEmpty ? loopFrames : 0
        for index in stride(from: 0, to: edges.count, by: 2) { beatingFrames += edges[index + 1] - edges[index] }
        marks = BeatMarks(
            beats: BeatGrid.copy(beatFrames), bars: BeatGrid.copy(barFrames), edges: BeatGrid.copy(edges), loopFrames: loopFrames,
            framesPerBeat: beatingFrames / Double(beatFrames.count))
    }

    deinit {
        marks.beats.deallocate()
        marks.bars.deallocate()
        marks.edges.deallocate()
    }

    /// Where regions begin and end, in turn; those that touch are one.
    private static func edges(of regions: [(start: Double, end: Double)]) -> [Double] {
        var edges: [Double] = []
        for region in regions {
            if edges.last == region.start { edges.removeLast() } else { edges.append(region.start) }
            edges.append(region.end)
        }
        return edges
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
