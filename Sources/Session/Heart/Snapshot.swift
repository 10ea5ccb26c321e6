import DSP
import Mood

/// The state of a session at one moment: a plain value, for displays and for anything that answers queries.
public struct Snapshot: Sendable {
    /// Seconds since the session began.
    public var seconds = 0.0

    // MARK: - Sight

    /// Whether a face is read now, and if not, why.
    public var state = MoodState.noCamera
    /// The newest sight, until it is stale.
    public var sight: Sight?
    /// Faces excluded by command.
    public var ignoredFaces: Set<Int> = []

    // MARK: - Mood

    /// The five probabilities, smoothed: what the music follows.
    public var weights = ExpressionWeights()
    /// The named mood: the strongest of the five, with hysteresis, or the one that is held.
    public var mood = Expression.neutral
    /// A mood held by command.
    public var held: Expression?
    /// The weights are given by command, not by a face.
    public var isWeighed = false
    /// Silenced by the command `panic`.
    public var isPanicking = false
    /// The command `pause` holds the music.
    public var isPaused = false
    /// The calibration under way.
    public var calibrating: String?
    /// Valence and arousal of `weights`.
    public var place = MoodPlace(of: ExpressionWeights())
    /// How far the music has faded because no face is in sight, 0 … −60 dB.
    public var fadeDecibels: Float = 0

    // MARK: - Music

    /// The song's name as the person gave it.
    public var song = ""
    /// All songs of the session in their order, by their names.
    public var songs: [String] = []
    /// It is not the one that the session began with, but a mood's own, or another one of the list.
    public var playsAnotherSong = false
    /// Output frames a second.
    public var outputRate = 0.0
    /// How tempo and key are changed.
    public var quality = StretchQuality.normal
    /// Name of the map that plays.
    public var map = ""
    /// Names of all maps that are loaded.
    public var maps: [String] = []
    /// How far the music follows the face, 0 … 1.
    public var amount: Float = 1
    /// When key, tempo and effect change.
    public var quantise = Quantise.beat
    /// `quantise` is set by command or option, not by the map.
    public var isQuantiseSet = false
    /// Whether the music matches the mood or counters it.
    public var policy = Command.Policy.match
    /// Seconds of the song by which its beats are moved by hand; nil when they are where they were found.
    public var tapSeconds: Double?
    /// The map that plays, with its changes, and as it was saved.
    public var tuning = Tuning()
    /// Set by command, −60 dB … `volumeCeiling`; what sounds may still be rising to it.
    public var volumeDecibels: Float = 0
    /// dB, no volume is louder.
    public var volumeCeiling: Float = 12
    /// What sounds now; it may lag behind the mood until the next beat.
    public var parameters = ChainParameters()
    /// What the mood asks for; equals `parameters` once it is heard.
    public var wished = ChainParameters()
    /// Position in the song, in seconds; within one pass once the song's length is known.
    public var songSeconds = 0.0
    /// When what of the song is heard; nil before the first block.
    public var sounding: SoundingMoment?
    /// Length of the song, once it is known.
    public var songLength: Double?
    /// Nil until the beats have been found.
    public var beats: SongBeats?
    /// Nil for a song without a beat, and until the beat has been found.
    public var beat: BeatPosition?
    /// Progress of the song's analysis, 0 … 1; nil when there is nothing to analyse.
    public var analysisShare: Double?

    // MARK: - Levels and health

    /// The player's own figures.
    public var player = PlayerReport()
    /// Pictures examined so far.
    public var pictures = 0
    /// Pictures a second, over the last ones.
    public var pictureRate = 0.0
    /// Pictures in which a face was read.
    public var picturesWithFace = 0
    /// How often the named mood has changed.
    public var moodChanges = 0

    /// What is given up because the machine is too slow, in the order in which it was.
    public var reliefs: [Relief] = []

    // MARK: - Face to ear

    /// Of the newest change that acted at once; nil before the first.
    public var faceToEar: FaceToEar?
    /// Of the newest change that waited for a beat.
    public var faceToBeat: FaceToEar?
    /// Median of the last 256 totals of what acted at once, in seconds.
    public var medianFaceToEar: Double?
    /// The same of what waited for a beat.
    public var medianFaceToBeat: Double?

    // MARK: - Devices and notices

    /// The files of recordings that commands have begun.
    public var recordings: [Recording: String] = [:]
    /// What is lost at the moment.
    public var lostDevices: Set<Device> = []
    /// The last ten events that concern a person (`isNotice`), oldest first.
    public var notices: [SessionEvent] = []

    /// Seconds of music played.
    public var playedSeconds: Double { outputRate > 0 ? Double(player.frames) / outputRate : 0 }

    /// A session that has not started.
    public init() {}
}

/// An output frame, and what of the song is heard at it: a pair that belongs together, for whatever keeps time with the music.
public struct SoundingMoment: Equatable, Sendable {
    /// Output frames since the session began.
    public var frame: Int64
    /// When it is heard, on the clock that never jumps.
    public var clockSeconds: Double
    /// Seconds of the song, through every pass of its loop.
    public var songSeconds: Double

    /// A moment as given.
    public init(frame: Int64, clockSeconds: Double, songSeconds: Double) {
        (self.frame, self.clockSeconds, self.songSeconds) = (frame, clockSeconds, songSeconds)
    }
}

/// The map that plays, while its numbers are changed.
public struct Tuning: Equatable, Sendable {
    /// With its changes.
    public var map = MoodMap.seed
    /// As it was loaded or saved last.
    public var saved = MoodMap.seed
    /// The saved one is heard.
    public var isComparing = false
    /// There is a change to take back.
    public var canUndo = false
    /// There is one to make again.
    public var canRedo = false

    /// A map without changes.
    public init() {}
}

/// Where the beats of the song are, in seconds of one pass.
public struct SongBeats: Equatable, Sendable {
    /// Every beat, ascending.
    public var beats: [Double]
    /// Those that begin a bar.
    public var bars: [Double]
    /// Of the song itself.
    public var beatsPerMinute: Double
    /// At least 1.
    public var beatsPerBar: Int

    /// Beats as given.
    public init(beats: [Double], bars: [Double], beatsPerMinute: Double, beatsPerBar: Int) {
        (self.beats, self.bars, self.beatsPerMinute, self.beatsPerBar) = (beats, bars, beatsPerMinute, beatsPerBar)
    }
}

extension SongBeats {
    /// - Parameter rate: source frames a second.
    init(_ grid: BeatGrid, rate: Double) {
        self.init(
            beats: grid.beatSeconds(rate: rate), bars: grid.barSeconds(rate: rate), beatsPerMinute: grid.beatsPerMinute,
            beatsPerBar: grid.beatsPerBar)
    }
}

/// Where the music is in its bar.
public struct BeatPosition: Equatable, Sendable {
    /// 1 … `beatsPerBar`.
    public var beat: Int
    /// Beats in a bar.
    public var beatsPerBar: Int
    /// Share of the beat that has passed, 0 ..< 1.
    public var phase: Double
    /// As heard, tempo ratio included.
    public var beatsPerMinute: Double

    /// A position as given.
    public init(beat: Int, beatsPerBar: Int, phase: Double, beatsPerMinute: Double) {
        (self.beat, self.beatsPerBar, self.phase, self.beatsPerMinute) = (beat, beatsPerBar, phase, beatsPerMinute)
    }

    /// - Parameter position: source frames, counted through every pass of the loop.
    init(marks: BeatMarks, beatsPerBar: Int, beatsPerMinute: Double, tempo: Double, at position: Double) {
        self.beatsPerBar = max(beatsPerBar, 1)
        self.beatsPerMinute = beatsPerMinute * tempo
        let framesPerBeat = marks.framesPerBeat(at: position)
        let toBeat = marks.framesToNext(.beat, after: position) / framesPerBeat
        let toBar = marks.framesToNext(.bar, after: position) / framesPerBeat
        phase = toBeat > 0 ? min(max(1 - toBeat, 0), 0.999) : 0
        let whole = Int((toBar - toBeat).rounded()) + (toBeat > 0 ? 1 : 0)
        beat = min(max(self.beatsPerBar - whole + 1, 1), self.beatsPerBar)
        if toBar == 0 { beat = 1 }
    }
}
