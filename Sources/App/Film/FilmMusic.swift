import Capture
import DSP
import FoundationEssentials
import Glibc
import Mood
import Session

/// The music of a film: its score, and the sound made of it.
struct FilmMusic {
    /// At the end of the film the music fades within this time.
    private static let endingSeconds = 2.0

    let score: FilmScore
    let rate: Double
    private let songs: MoodSongs
    private let seconds: Double
    private let quality: StretchQuality

    init(songs: MoodSongs, moods: [FilmMood], cuts: [Double], seconds: Double, quality: StretchQuality) throws {
        self.songs = songs
        self.seconds = seconds
        self.quality = quality
        rate = songs.rate
        // The last moments have no room for a change.
        score = FilmScore(moods.filter { $0.seconds < seconds }, cuts: cuts.filter { $0 < seconds }, grid: songs.grid, rate: rate) { mood in
            songs.mapping.parameters(named: mood ?? .neutral, weights: ExpressionWeights(only: mood ?? .neutral)).tempo
        }
    }

    /// What moods do.
    var mapping: ParameterMapping { songs.mapping }

    /// The film's length, in output frames.
    var frames: Int64 { Int64((seconds * rate).rounded()) }

    /// Writes the sound.
    /// - Returns: what it looks like, if that is wanted.
    func write(_ path: String, drawn: Bool) throws -> PlotSpectrogram? {
        guard let first = score.parts.first else { return nil }
        var setting = Performance.Setting(mapping: songs.mapping)
        setting.moodSongs = songs.known
        setting.loudness = songs.loudness
        var moods = ScoredMoods(setting, first: first.mood, rate: rate, tempoFactor: first.tempoFactor)
        for part in score.parts.dropFirst() {
            moods.play(part.mood, at: part.seconds, tempoFactor: part.tempoFactor, quantise: .now)
        }
        moods.fade(from: max(seconds - FilmMusic.endingSeconds, 0), over: min(FilmMusic.endingSeconds, seconds))
        var render = OfflineRender(
            songs: songs.playable, outputRate: rate, channels: 2, start: moods.start, quality: quality, length: .frames(frames))
        let picture = drawn ? PlotSpectrogram(frames: frames, rate: rate, columns: SpectrogramPanel.columns, rows: SpectrogramPanel.rows) : nil
        var mono: [Float] = []
        _ = try SoundOutput.write(path, rate: rate, channels: 2) { (writer, progress) throws(LeitmotifError) in
            try render.run(changes: moods.wishes, progress: progress) { (samples, count) throws(LeitmotifError) in
                try writer.write(interleaved: samples, frames: count)
                guard let picture else { return }
                mono = (0..<count).map { 0.5 * (samples[2 * $0] + samples[2 * $0 + 1]) }
                picture.push(mono, frames: count)
            }
        }
        return picture
    }
}
