/// The beats found in a piece, in source frames.
public struct FoundBeats: Equatable, Sendable {
    /// Every beat, ascending.
    public var beatFrames: [Double]
    /// The downbeats, ascending.
    public var barFrames: [Double]
    /// The tempo; of a piece whose tempo changes the median.
    public var beatsPerMinute: Double
    /// 2 … 7; of a piece whose meter changes the commonest.
    public var beatsPerBar: Int
    /// Another tempo that a listener might tap, if there is one: mostly half or double.
    public var alternativeBeatsPerMinute: Double?
    /// The stretches that have a beat, ascending; elsewhere there is none. Empty: the whole piece has one.
    public var regions: [BeatRegion]

    /// Beats as given; `grid` checks them.
    public init(
        beatFrames: [Double], barFrames: [Double], beatsPerMinute: Double, beatsPerBar: Int, alternativeBeatsPerMinute: Double? = nil,
        regions: [BeatRegion] = []
    ) {
        self.beatFrames = beatFrames
        self.barFrames = barFrames
        self.beatsPerMinute = beatsPerMinute
        self.beatsPerBar = beatsPerBar
        self.alternativeBeatsPerMinute = alternativeBeatsPerMinute
        self.regions = regions
    }

    /// The grid that a conductor quantises to; nil when a beat is beyond the end of the piece.
    /// - Parameter loopFrames: the piece's length.
    public func grid(loopFrames: Double) -> BeatGrid? {
        BeatGrid(
            beatFrames: beatFrames, barFrames: barFrames, loopFrames: loopFrames, beatsPerMinute: beatsPerMinute, beatsPerBar: beatsPerBar,
            regions: regions.map { ($0.startFrame, $0.endFrame) })
    }
}

/// The outcome of a search for beats.
public struct BeatFinding: Equatable, Sendable {
    /// Nil for a piece without a beat.
    public var beats: FoundBeats?
    /// Confidence that the beats are right: 0 for noise, speech and pads … 1 for drums.
    public var confidence: Float

    /// An outcome as given.
    public init(beats: FoundBeats? = nil, confidence: Float) {
        self.beats = beats
        self.confidence = confidence
    }
}
