import Capture
import Mood

/// Everything a live session is made of, opened and checked before the first sound. What a thread will own travels in a `HandOver`.
public struct LiveParts: ~Copyable {
    public var performance: Performance.Setting
    public var song: HandOver<any SongSource>
    public var songName: String
    /// Finds beats and matches loudness while the song plays; nil leaves both.
    public var study: SongStudy?
    public var source: HandOver<any FrameSource>
    public var watcher: HandOver<Watcher>
    /// Opens the source again after it was lost.
    public var reopenSource: @Sendable () throws(LeitmotifError) -> any FrameSource
    public var card: HandOver<SoundCard>?
    /// Opens the sound card again after it was lost; nil when none was asked for.
    public var reopenCard: (@Sendable () throws(LeitmotifError) -> SoundCard)?
    /// Sound files to write, WAV or FLAC.
    public var recordings: [String] = []
    public var blockFrames: Int
    /// Nil plays until the stop.
    public var seconds: Double?

    public init(
        performance: Performance.Setting, song: consuming HandOver<any SongSource>, songName: String,
        source: consuming HandOver<any FrameSource>, watcher: consuming HandOver<Watcher>,
        reopenSource: @escaping @Sendable () throws(LeitmotifError) -> any FrameSource, card: consuming HandOver<SoundCard>?,
        blockFrames: Int
    ) {
        self.performance = performance
        self.song = song
        self.songName = songName
        self.source = source
        self.watcher = watcher
        self.reopenSource = reopenSource
        self.card = card
        self.blockFrames = blockFrames
    }
}
