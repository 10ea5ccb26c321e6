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
    let feeders: Places<SongFeeder>
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
        let decks = Places<Deck>(count: songs.count)
        let feeders = Places<SongFeeder>(count: songs.count)
        let making = DeckMaking(outputRate: outputRate, start: start, longestWait: longestWait, quality: quality, gauges: gauges)
        for (index, song) in songs.enumerated() {
            let ends = making.ends(of: song.source, name: song.name, grid: song.grid, loops: loops)
            _ = feeders.exchange(index, with: ends.feeder)
            _ = decks.exchange(index, with: ends.deck)
        }
        self.feeders = feeders
        let pair = PlayerPair(decks: decks, outputRate: outputRate, start: start, gauges: gauges)
        player = pair.player
        remote = pair.remote
    }
}

extension Places where Element == SongFeeder {
    /// Fills every free block of every song.
    func fill() throws(LeitmotifError) { for index in 0..<count where !isEmpty(index) { try self[index].pointee.fill() } }
}
