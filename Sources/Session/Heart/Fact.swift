import DSP
import Mood

/// Something that is the case outside the heart, reported to it.
public enum Fact: Equatable, Sendable {
    /// A picture was examined.
    case saw(Sight)
    /// The source of pictures has ended and cannot be rewound.
    case sourceEnded
    /// A device went away; `cause` is one line for people.
    case lost(Device, cause: String)
    /// A lost device works again.
    case back(Device)
    /// A lost device could not be reopened; `cause` says why.
    case stillLost(Device, cause: String)
    /// A lost sound card could be opened again, at this rate; it is back when it plays.
    case reopened(cardRate: Double)
    /// The system grants no real-time priority to the sound.
    case withoutRealTime
    /// The song's beats, or that it has none; `songFrames` is its length.
    case beats(BeatFinding, songFrames: Int)
    /// This song's beats were moved by hand before, by so many source frames.
    case tapKept(frames: Double)
    /// How loud the song is.
    case loudness(SongLoudness)
    /// What the analysis of the song in a place of the player has found; without a place it is that of the session's song.
    indirect case ofSong(Int, Fact)
    /// The song in a place cannot be read any more; one line for people.
    case songLost(Int, cause: String)
    /// A song of the list, by its index, lies ready in the player's free place.
    case songPrepared(Int, KnownSong)
    /// A song of the list cannot be opened; one line for people.
    case songRefused(Int, cause: String)
    /// The tempo comes from elsewhere from now on; nil: from the moods again.
    case paced(Pace?)
    /// The song that plays is to be at a second of one pass when this output frame is heard.
    case located(seconds: Double, frame: Int64)
    /// A change was to wait for a bar that is too far away.
    case missedBar
    /// The beats of its beginning, while the rest is being analysed; `songFrames` as far as it is known.
    case firstBeats(BeatFinding, songFrames: Int)
    /// Gains that make the moods of a mapping equally loud on this song; the mapping is the one of `Action.measure`.
    case matched(LoudnessMatch, for: ParameterMapping)
    /// Progress of the analysis, 0 … 1; nil while there is nothing to analyse.
    case analysing(share: Double?)
    /// The song could not be analysed; one line for people.
    case analysisFailed(String)
    /// Part of the song cannot be heard; one line for people. Repeating it changes nothing.
    case songDamaged(String)
    /// Part of the source of pictures cannot be seen; one line for people. Repeating it changes nothing.
    case sourceDamaged(String)
    /// Another song comes in at an output frame, with the source frame `position` of its own; counted as `PlayerReport.song`.
    case turned(frame: Int64, position: Double, song: Int)
    /// The song that another one replaces sounds so from an output frame on, while both are heard.
    case leaving(frame: Int64, parameters: ChainParameters)
    /// These parameters act from an output frame on; `position` is the source frame heard there. `hearing` says when, if they
    /// answer a face.
    case applied(frame: Int64, position: Double, parameters: ChainParameters, hearing: Hearing? = nil)
    /// The source frame heard now, through every pass of the loop.
    case hears(frame: Double)
    /// An output frame, when it is heard on the clock that never jumps, and the source frame heard there.
    case sounding(frame: Int64, clockSeconds: Double, position: Double)
    /// The player's figures, about ten times a second.
    case played(PlayerReport)
    /// A sound file cannot be written any more; one line for people.
    case recordingFailed(String)
    /// A recording that was asked for goes into this file, or has ended (nil).
    case recording(Recording, path: String?)
    /// The map that plays was saved; `index` counts the loaded maps, and one more than there are adds it.
    case mapSaved(index: Int, MoodMap, path: String)
    /// The map that plays could not be saved; one line for people.
    case mapNotSaved(String)
    /// A map's file was edited and reloaded; `index` counts the loaded maps.
    case mapEdited(index: Int, MoodMap)
    /// An edited map's file is invalid; one line for people.
    case mapDamaged(String)
}

/// What can be recorded of a session while it plays.
public enum Recording: UInt8, Sendable, CaseIterable {
    case sound, numbers
}

/// What a session can lose and get back.
public enum Device: UInt8, Sendable, CaseIterable {
    case camera, sound
}

/// The player's own figures.
public struct PlayerReport: Equatable, Sendable {
    /// Output frames played since the session began.
    public var frames: Int64 = 0
    /// The song that is heard: 0 for the session's, from 1 on those that moods have to themselves.
    public var song = 0
    /// The source frame heard now, which keeps counting through every pass of the loop.
    public var heardFrame = 0.0
    /// Length of the song in source frames, known once its end has been reached.
    public var songFrames: Int?
    /// Largest sample magnitude since the last report.
    public var peak: Float = 0
    /// Processor time of rendering, as a share of real time, 0 … 1.
    public var share = 0.0
    /// Time by the clock that rendering took since the last report, as a share of what was rendered; more than 1 is too late.
    public var renderShare = 0.0
    /// The costliest block so far, as a share of its own duration.
    public var worstBlockShare = 0.0
    /// Underruns of the sound card and suspends of the machine so far.
    public var xruns = 0
    /// Output frames that the sound card has taken and not yet played: what is rendered now is heard so much later. 0 without a
    /// card, and with one that does not say.
    public var cardDelayFrames = 0
    /// Length of the sound card's buffer, now and when it was opened; 0 without a card.
    public var cardBufferSeconds = 0.0, cardFirstBufferSeconds = 0.0
    /// Quanta of 64 frames that were silent because of underruns of the song.
    public var starvedQuanta = 0
    /// Settings that took effect but were not reported, because the ring of reports was full.
    public var lostChanges = 0
    /// Frames missing from recordings because the disk was too slow.
    public var droppedFrames = 0

    /// Nothing played yet.
    public init() {}
}
