import Capture
import DSP
import Mood

/// How the decks of a player are made, one a song.
struct DeckMaking: Sendable {
    /// Output frames a second; a song of another rate is resampled.
    let outputRate: Double
    /// What sounds from the first frame on.
    let start: Wish
    /// Seconds that a change may wait for a bar.
    let longestWait: Double
    /// Of other tempos and keys than the song's own.
    let quality: StretchQuality
    let gauges: PlayerGauges

    /// - Parameters:
    ///   - frameCount: the length that the song claims.
    ///   - grid: its beats, when they are known beforehand.
    func deck(_ song: consuming SongReader, frameCount: Int?, grid: BeatGrid?) -> Deck {
        Deck(
            song: song, outputRate: outputRate, start: start, grid: grid, longestWait: longestWait, quality: quality,
            frameCount: frameCount, gauges: gauges)
    }

    /// What reads a song and what plays it, on one thread; each in memory of its own, for `Places`.
    func ends(
        of song: any SongSource, name: String, grid: BeatGrid?, loops: Bool = true
    ) -> (feeder: UnsafeMutablePointer<SongFeeder>, deck: UnsafeMutablePointer<Deck>) {
        let frameCount = song.frameCount
        let stream = SongStream(song, name: name, loops: loops)
        let deck = deck(stream.reader, frameCount: frameCount, grid: grid)
        return (Places.pointer(to: stream.feeder), Places.pointer(to: deck))
    }
}
