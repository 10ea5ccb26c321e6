import Capture
import DSP
import Mood

/// A song as a player is given it.
public struct PlayableSong {
    let source: any SongSource
    let name: String
    let grid: BeatGrid?

    /// - Parameters:
    ///   - name: what the song is called in errors.
    ///   - grid: its beats; nil for a song without, or until they are found.
    public init(_ source: any SongSource, name: String, grid: BeatGrid? = nil) {
        self.source = source
        self.name = name
        self.grid = grid
    }
}

/// Songs, their player and the session's side of it on one thread, which feeds and renders in turn.
struct SongPlayback: ~Copyable {
    let feeders: SongFeeders
    var player: Player
    var remote: PlayerRemote

    /// - Parameters:
    ///   - songs: at least one.
    ///   - loops: they start over at their ends.
    ///   - start: what sounds from the first frame on.
    ///   - longestWait: seconds that a change may wait for a bar.
    ///   - quality: of other tempos and keys than the song's own.
    init(
        _ songs: [PlayableSong], loops: Bool, outputRate: Double, start: Wish, longestWait: Double = Conductor.usualLongestWait,
        quality: StretchQuality = .normal
    ) {
        let gauges = PlayerGauges()
        var decks = Decks(capacity: songs.count)
        var feeders = SongFeeders(capacity: songs.count)
        for song in songs {
            let stream = SongStream(song.source, name: song.name, loops: loops)
            decks.add(
                Deck(
                    song: stream.reader, outputRate: outputRate, start: start, grid: song.grid, longestWait: longestWait,
                    quality: quality, frameCount: song.source.frameCount, gauges: gauges))
            feeders.add(stream.feeder)
        }
        self.feeders = feeders
        let pair = PlayerPair(decks: decks, outputRate: outputRate, start: start, gauges: gauges)
        player = pair.player
        remote = pair.remote
    }
}
