import Capture
import DSP
import Mood

/// Everything a live session is made of, opened and checked before the first sound.
public struct LiveParts {
    public var song: any SongSource
    public var songName: String
    public var grid: BeatGrid?
    /// Finds beats and matches loudness while the song plays; nil leaves both.
    public var study: SongStudy?
    /// The maps that may be asked for while the session plays.
    public var maps: [MoodMap] = []
    public var source: HandOver<any FrameSource>
    public var watcher: Watcher
    /// Opens the source again after it was lost.
    public var reopenSource: @Sendable () throws(CaptureError) -> any FrameSource
    public var card = HandOver<SoundCard>(nil)
    /// Opens the sound card again after it was lost; nil when none was asked for.
    public var reopenCard: (@Sendable () throws(CaptureError) -> SoundCard)?
    /// Sound files to write, WAV or FLAC.
    public var recordings: [String]
    public var record: SessionRecorder?
    public var outputRate: Double
    public var blockFrames: Int
    /// Nil plays until the stop.
    public var seconds: Double?
    /// What the music does when nobody is there.
    public var idle = Idle.neutral

    public init(
        song: any SongSource, songName: String, grid: BeatGrid?, source: any FrameSource, watcher: Watcher,
        reopenSource: @escaping @Sendable () throws(CaptureError) -> any FrameSource, outputRate: Double, blockFrames: Int
    ) {
        self.song = song
        self.songName = songName
        self.grid = grid
        self.source = HandOver(source)
        self.watcher = watcher
        self.reopenSource = reopenSource
        self.outputRate = outputRate
        self.blockFrames = blockFrames
        recordings = []
    }
}
