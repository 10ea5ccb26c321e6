import DSP
import Mood

/// What a person may want to know of a running session, ten times a second.
public struct LiveStatus: Sendable {
    public var seconds = 0.0
    public var state = MoodState.noCamera
    public var weights = ExpressionWeights()
    /// In sight, whether they count or not.
    public var faces = 0
    public var mood = Expression.neutral
    /// The map's name.
    public var map = ""
    /// How far beats and loudness of the song are learnt, 0…1; nil when there is nothing to learn.
    public var studyShare: Double?
    /// What sounds now, which may lag behind the mood until the next beat.
    public var parameters = ChainParameters()
    /// Position in the song, in seconds, within one pass when the song's length is known.
    public var songSeconds = 0.0
    /// Share of one processor that rendering the sound takes, 0…1, since the last status.
    public var playerShare = 0.0
    /// The costliest block so far, as a share of its own duration.
    public var worstBlockShare = 0.0
    /// Largest sample magnitude since the last status.
    public var peak: Float = 0
    public var xruns = 0
    /// Pictures looked at so far.
    public var looks = 0
    public var detectMilliseconds = 0.0
    public var readMilliseconds = 0.0
}

/// What a session leaves to say at its end.
public struct LiveSummary: Sendable {
    public var seconds = 0.0
    public var frames: Int64 = 0
    public var looks = 0
    /// Looks that found a face.
    public var looksWithFace = 0
    public var moodChanges = 0
    public var xruns = 0
    public var droppedFrames = 0
    /// Quanta of 64 frames that had to be silent because the song came too late.
    public var starvedQuanta = 0
}
