/// The beats found in a piece, in source frames.
public struct FoundBeats: Equatable, Sendable {
    /// Every beat, ascending.
    public var beatFrames: [Double]
    /// The downbeats, ascending.
    public var barFrames: [Double]
    /// The tempo.
    public var beatsPerMinute: Double
    /// 3 or 4.
    public var beatsPerBar: Int
    /// Another tempo that a listener might tap, if there is one: mostly half or double.
    public var alternativeBeatsPerMinute: Double?

    /// Beats as given; `grid` checks them.
    public init(
        beatFrames: [Double], barFrames: [Double], beatsPerMinute: Double, beatsPerBar: Int, alternativeBeatsPerMinute: Double? = nil
    ) {
        self.beatFrames = beatFrames
        self.barFrames = barFrames
        self.beatsPerMinute = beatsPerMinute
        self.beatsPerBar = beatsPerBar
        self.alternativeBeatsPerMinute = alternativeBeatsPerMinute
    }

    /// The grid that a conductor quantises to; nil when a beat is beyond the end of the piece.
    /// - Parameter loopFrames: the piece's length.
    public func grid(loopFrames: Double) -> BeatGrid? {
        BeatGrid(
            beatFrames: beatFrames, barFrames: barFrames, loopFrames: loopFrames, beatsPerMinute: beatsPerMinute, beatsPerBar: beatsPerBar)
    }
}

/// The outcome of a search for beats.
public struct BeatFinding: Equatable, Sendable {
    /// Nil for a piece without a beat.
    public var beats: FoundBeats?
    /// Confidence that there is a beat: 0 for noise, speech and pads … 1 for drums.
    public var confidence: Float

    /// An outcome as given.
    public init(beats: FoundBeats? = nil, confidence: Float) {
        self.beats = beats
        self.confidence = confidence
    }
}

/// Finds tempo, beats and downbeats of a piece.
///
/// Every period at which the onsets repeat is a hypothesis for the beat, as are its halves and doubles; beats are tracked through
/// the piece for each, and the hypothesis with the highest score wins (`TempoHypothesis`).
public enum BeatFinder {
    /// Below this confidence there is no beat.
    public static let leastConfidence: Float = 0.2
    /// An onset's strength peaks when the centre of the window is this far past it.
    private static let lagSeconds = 0.0018
    /// Half or double the tempo is reported as an alternative when its score is within this.
    private static let ambiguity: Float = 4.5

    /// Tempo, beats and downbeats of a piece, or that it has none.
    /// - Parameter envelope: of the whole piece, after `finish`.
    public static func find(_ envelope: OnsetEnvelope) -> BeatFinding {
        let strengths = BeatStrengths(envelope)
        let ranked = TempoHypothesis.all(strengths).sorted { $0.score > $1.score }
        guard let best = ranked.first, best.track.beats.count >= 4 else { return BeatFinding(beats: nil, confidence: 0) }
        let confidence = best.confidence
        guard confidence >= leastConfidence else { return BeatFinding(beats: nil, confidence: confidence) }
        var track = best.track
        track.alignPhase(strengths)
        let steps = track.extended(to: Double(strengths.count))
        let bars = BarFinder(beats: steps, strengths, envelope)
        let stepFrames = Double(envelope.stepFrames)
        let frames = steps.map { max(0, $0 * stepFrames - lagSeconds * envelope.rate) }
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
