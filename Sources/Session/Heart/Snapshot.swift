import DSP
import Mood

/// Everything that is so in a session at one moment: a plain value, for whoever shows a session or answers questions about it.
public struct Snapshot: Sendable {
    /// Seconds since the session began.
    public var seconds = 0.0

    // MARK: - Sight

    public var state = MoodState.noCamera
    /// The newest sight while it speaks of now.
    public var sight: Sight?
    /// Faces that do not count by command.
    public var ignoredFaces: Set<Int> = []

    // MARK: - Mood

    /// The five, smoothed: what moves the music.
    public var weights = ExpressionWeights()
    public var mood = Expression.neutral
    /// A mood held by command.
    public var held: Expression?
    public var isPanicking = false
    /// Valence and arousal of the smoothed five.
    public var place = MoodPlace(of: ExpressionWeights())
    /// How far the music has faded for want of a face, 0 … −60 dB.
    public var fadeDecibels: Float = 0

    // MARK: - Music

    public var song = ""
    /// Frames a second of what is played.
    public var outputRate = 0.0
    /// The map's name, and those of all that are loaded.
    public var map = ""
    public var maps: [String] = []
    public var amount: Float = 1
    public var quantise = Quantise.beat
    public var volumeDecibels: Float = 0
    /// What sounds now, which may lag behind the mood until the next beat.
    public var parameters = ChainParameters()
    public var wished = ChainParameters()
    /// Position in the song, in seconds, within one pass when the song's length is known.
    public var songSeconds = 0.0
    /// Nil for a song without a beat, and until it is found.
    public var beat: BeatPosition?
    /// How far beats and loudness of the song are learnt, 0…1; nil when there is nothing to learn.
    public var studyShare: Double?

    // MARK: - Levels and health

    public var player = PlayerReport()
    public var looks = 0
    /// Looks in which a face was read.
    public var looksWithFace = 0
    public var moodChanges = 0

    // MARK: - Devices and notices

    public var lostDevices: Set<Device> = []
    /// The newest events that a person should hear of, oldest first, ten at most.
    public var notices: [SessionEvent] = []

    /// Seconds of music played.
    public var playedSeconds: Double { outputRate > 0 ? Double(player.frames) / outputRate : 0 }

    public init() {}
}

/// Where the music stands in its bar.
public struct BeatPosition: Equatable, Sendable {
    /// 1 … `beatsPerBar`.
    public var beat: Int
    public var beatsPerBar: Int
    /// Share of the beat that has passed, 0 ..< 1.
    public var phase: Double
    /// As it sounds now, tempo ratio included.
    public var beatsPerMinute: Double

    /// - Parameter position: source frames, counted on through every pass of the loop.
    init(marks: BeatMarks, beatsPerBar: Int, beatsPerMinute: Double, tempo: Double, at position: Double) {
        self.beatsPerBar = max(beatsPerBar, 1)
        self.beatsPerMinute = beatsPerMinute * tempo
        let toBeat = marks.framesToNext(.beat, after: position) / marks.framesPerBeat
        let toBar = marks.framesToNext(.bar, after: position) / marks.framesPerBeat
        phase = toBeat > 0 ? min(max(1 - toBeat, 0), 0.999) : 0
        let whole = Int((toBar - toBeat).rounded()) + (toBeat > 0 ? 1 : 0)
        beat = min(max(self.beatsPerBar - whole + 1, 1), self.beatsPerBar)
        if toBar == 0 { beat = 1 }
    }
}
