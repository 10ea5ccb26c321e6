import Capture
import DSP
import Mood

/// A song, its player and the session's side of it on one thread, which feeds and renders in turn.
struct SongPlayback: ~Copyable {
    var feeder: SongFeeder
    var player: Player
    var remote: PlayerRemote

    /// - Parameters:
    ///   - name: what the song is called in errors.
    ///   - start: what sounds from the first frame on.
    ///   - longestWait: seconds that a change may wait for a bar.
    ///   - quality: of other tempos and keys than the song's own.
    init(
        _ song: any SongSource, name: String, loops: Bool, outputRate: Double, start: Wish, grid: BeatGrid?,
        longestWait: Double = Conductor.usualLongestWait, quality: StretchQuality = .normal
    ) {
        let stream = SongStream(song, name: name, loops: loops)
        let pair = PlayerPair(song: stream.reader, outputRate: outputRate, start: start, grid: grid, longestWait: longestWait, quality: quality)
        feeder = stream.feeder
        player = pair.player
        remote = pair.remote
    }
}
