import Capture
import Mood

/// Everything a live session is made of, opened and checked before the first sound. Whatever a thread will own travels in a
/// `HandOver`.
public struct LiveParts: ~Copyable {
    /// What the heart starts with.
    public var performance: Performance.Setting
    /// The song, opened at its first frame.
    public var song: HandOver<any SongSource>
    /// What the song is called in errors.
    public var songName: String
    /// Finds beats and matches loudness while the song plays; nil does neither.
    public var analyser: SongAnalyser?
    /// In the order of the setting's `moodSongs`.
    public var moodSongs: [SongPart] = []
    /// A song of the setting's `songs`, by its index; called on a thread of its own while the session plays. Nil with a single one.
    public var nextSong: (@Sendable (Int) throws(LeitmotifError) -> SongPart)?
    /// Where pictures come from, opened.
    public var source: HandOver<any FrameSource>
    /// What examines them.
    public var watcher: HandOver<Watcher>
    /// Reopens a lost source; called on the watcher's thread.
    public var reopenSource: @Sendable () throws(LeitmotifError) -> any FrameSource
    /// The sound card, opened; nil plays by the clock.
    public var card: HandOver<SoundCard>?
    /// Reopens a lost sound card with a buffer of at least so many seconds; called on a thread of its own. Nil when the session uses
    /// none.
    public var reopenCard: (@Sendable (Double) throws(LeitmotifError) -> SoundCard)?
    /// Sound files to write, WAV or FLAC.
    public var recordings: [String] = []
    /// The player's end of a listener, if there is one.
    var heard: Producer<Float>?
    /// Frames rendered at a time.
    public var blockFrames: Int
    /// How long to play; nil plays until stopped.
    public var seconds: Double?

    /// The optional parts are set afterwards.
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

    /// Songs that the player has ready.
    public var songCount: Int { 1 + moodSongs.count + (nextSong == nil ? 0 : 1) }

    /// Lets somebody hear what is played; to be called once, before the session starts.
    public mutating func listen() -> Listener { Listener(producer: &heard) }
}
