import Session

/// What a session's snapshots say of the beats that are heard, as moments for a clock.
struct HeardBeats: Sendable {
    /// How fast the estimate of the sound card's time follows: reports come with the jitter of a thread.
    private static let following = 0.05
    /// A larger difference is an underrun or another card.
    private static let largestJitter = 0.02

    private var line: BeatLine?
    private var beats: SongBeats?
    private var length: Double?
    /// When output frame 0 was heard.
    private var firstHeard: Double?

    /// Nil while no beat is heard: the music stands still, or the song has none, or none yet.
    mutating func moment(in snapshot: Snapshot) -> BeatClock.Moment? {
        if snapshot.beats != beats || snapshot.songLength != length {
            (beats, length) = (snapshot.beats, snapshot.songLength)
            line = beats.flatMap { BeatLine($0, loopSeconds: length) }
        }
        guard let line, let sounding = snapshot.sounding, snapshot.outputRate > 0, !snapshot.isPaused, !snapshot.isPanicking else {
            firstHeard = nil
            return nil
        }
        let played = Double(sounding.frame) / snapshot.outputRate
        let reported = sounding.clockSeconds - played
        var first = firstHeard ?? reported
        first = abs(reported - first) > HeardBeats.largestJitter ? reported : first + HeardBeats.following * (reported - first)
        firstHeard = first
        let (beat, perSecond) = line.beat(at: sounding.songSeconds)
        return BeatClock.Moment(seconds: first + played, beat: beat, beatsPerSecond: perSecond * snapshot.parameters.tempo)
    }
}
