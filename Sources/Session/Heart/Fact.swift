import DSP
import Mood

/// Something that is the case outside the heart and that it cannot know by itself.
public enum Fact: Equatable, Sendable {
    /// A picture was looked at.
    case saw(Sight)
    /// The source of pictures has ended and does not begin again.
    case sourceEnded
    case lost(Device, cause: String)
    case back(Device)
    /// A device stays away; `cause` says why it could not be opened.
    case stillLost(Device, cause: String)
    /// The song was listened to. `songFrames`: its length.
    case beats(BeatFinding, songFrames: Int)
    /// How loud the moods of a map are on this song; `mapping` as it was asked for.
    case matched(LoudnessMatch, for: ParameterMapping)
    /// Share of the listening that is done, 0 … 1; nil while there is nothing to do.
    case studying(share: Double?)
    case studyFailed(String)
    /// These parameters act from an output frame on; `position` is the source frame heard there.
    case applied(frame: Int64, position: Double, parameters: ChainParameters)
    case played(PlayerReport)
    case recordingFailed(String)
    /// A map's file was edited and is read again; `index` counts the loaded maps.
    case mapEdited(index: Int, MoodMap)
    /// An edited map's file holds a mistake.
    case mapDamaged(String)
}

public enum Device: UInt8, Sendable, CaseIterable {
    case camera, sound
}

/// What the player measured of itself since the last report.
public struct PlayerReport: Equatable, Sendable {
    /// Output frames played since the session began.
    public var frames: Int64 = 0
    /// Source frame heard now, counted on through every pass of the loop.
    public var heardFrame = 0.0
    /// Length of the song in source frames, known once its end was reached.
    public var songFrames: Int?
    /// Largest sample magnitude since the last report.
    public var peak: Float = 0
    /// Share of one processor that rendering takes, 0 … 1, and the costliest block so far as a share of its own duration.
    public var share = 0.0
    public var worstBlockShare = 0.0
    public var xruns = 0
    /// Quanta of 64 frames that had to be silent because the song came too late.
    public var starvedQuanta = 0
    /// Settings that act but were not reported, because nobody took the reports.
    public var lostChanges = 0
    /// Frames that found no room in a recording.
    public var droppedFrames = 0

    public init() {}
}
