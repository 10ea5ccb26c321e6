/// A stretch of a piece that has a beat.
public struct BeatRegion: Equatable, Sendable {
    /// Its first beat, in source frames.
    public var startFrame: Double
    /// Where the beat after its last one would be.
    public var endFrame: Double
    /// How sure the beats are, 0 … 1.
    public var confidence: Float
    /// The tempo, or where it changes the median.
    public var beatsPerMinute: Double
    /// At least 1.
    public var beatsPerBar: Int

    /// A region as given; `BeatGrid` checks where it lies.
    public init(startFrame: Double, endFrame: Double, confidence: Float, beatsPerMinute: Double, beatsPerBar: Int) {
        self.startFrame = startFrame
        self.endFrame = endFrame
        self.confidence = confidence
        self.beatsPerMinute = beatsPerMinute
        self.beatsPerBar = beatsPerBar
    }
}
