/// Where the beats of a piece were found, in frames of the source.
public struct FoundBeats: Equatable, Sendable {
    public var beatFrames: [Double]
    public var barFrames: [Double]
    public var beatsPerMinute: Double
    public var beatsPerBar: Int
    /// The pulse that a listener could as well tap, when there is one: mostly half or double the tempo.
    public var alternativeBeatsPerMinute: Double?

    public init(
        beatFrames: [Double], barFrames: [Double], beatsPerMinute: Double, beatsPerBar: Int, alternativeBeatsPerMinute: Double? = nil
    ) {
        self.beatFrames = beatFrames
        self.barFrames = barFrames
        self.beatsPerMinute = beatsPerMinute
        self.beatsPerBar = beatsPerBar
        self.alternativeBeatsPerMinute = alternativeBeatsPerMinute
    }

    /// - Parameter loopFrames: the piece's length; nil when a beat lies past it.
    public func grid(loopFrames: Double) -> BeatGrid? {
        BeatGrid(
            beatFrames: beatFrames, barFrames: barFrames, loopFrames: loopFrames, beatsPerMinute: beatsPerMinute, beatsPerBar: beatsPerBar)
    }
}

/// What listening for a beat came to.
public struct BeatFinding: Equatable, Sendable {
    /// Nil for a piece without a beat.
    public var beats: FoundBeats?
    /// How sure that is, 0…1: 0 for noise, speech and pads, 1 for drums.
    public var confidence: Float

    public init(beats: FoundBeats? = nil, confidence: Float) {
        self.beats = beats
        self.confidence = confidence
    }
}

/// Finds tempo, beats and bars of a piece by itself.
///
/// Every period with which the onsets repeat is tried as the beat, its halves and doubles too; a row of beats is laid through
/// the piece for each, and the one that speaks best for itself wins (`TempoHypothesis`).
public enum BeatFinder {
    /// Under this confidence there is no beat.
    public static let leastConfidence: Float = 0.2
    /// What a window sees of an onset before its middle is on it.
    private static let earlySeconds = 0.0018
    /// Half or double the tempo is told besides when its score is no farther off.
    private static let ambiguity: Float = 4.5

    /// - Parameter envelope: `finish` was called.
    public static func find(_ envelope: OnsetEnvelope) -> BeatFinding {
        let strengths = BeatStrengths(envelope)
        let ranked = TempoHypothesis.all(strengths).sorted { $0.score > $1.score }
        guard let best = ranked.first, best.track.beats.count >= 4 else { return BeatFinding(beats: nil, confidence: 0) }
        let confidence = best.confidence
        guard confidence >= leastConfidence else { return BeatFinding(beats: nil, confidence: confidence) }
        var track = best.track
        track.beginWithMusic(strengths)
        let steps = track.filling(Double(strengths.count))
        let bars = BarFinder(beats: steps, strengths, envelope)
        let stepFrames = Double(envelope.stepFrames)
        let frames = steps.map { max(0, $0 * stepFrames - earlySeconds * envelope.rate) }
        func tempo(_ hypothesis: TempoHypothesis) -> Double { 60 * strengths.rate / hypothesis.track.period }
        let other = ranked.dropFirst().first { hypothesis in
            let ratio = tempo(hypothesis) / tempo(best)
            return [0.5, 2, 1.0 / 3, 3].contains { abs(ratio / $0 - 1) < 0.02 } && best.score - hypothesis.score < ambiguity
        }
        return BeatFinding(
            beats: FoundBeats(
                beatFrames: frames,
                barFrames: stride(from: bars.firstBar, to: frames.count, by: bars.beatsPerBar).map { frames[$0] },
                beatsPerMinute: tempo(best), beatsPerBar: bars.beatsPerBar, alternativeBeatsPerMinute: other.map(tempo)),
            confidence: confidence)
    }
}
