import Capture
import Mood
import Session

/// Everything learnt of a song before work begins that cannot wait for it: rendering, and `app beats`.
struct SongLesson {
    let song: Song

    /// Beats alone, found by the program even where a grid lies beside the song.
    static func beats(of path: String, name: String) throws -> BeatFinding {
        let study = SongStudy(path: path, needsBeats: true) { () throws(CaptureError) in try openSong(path) }
        var finding: BeatFinding?
        try run(study, name: name) { if case .beats(let found, _) = $0 { finding = found } }
        return finding ?? BeatFinding(beats: nil, confidence: 0)
    }

    /// Fills in the tempo and what matches the moods' loudness.
    /// - Returns: the song's own grid, else the one that was found.
    func learn(_ mapping: inout ParameterMapping) throws -> BeatGrid? {
        let study = song.study
        var grid = song.grid
        var tempo: (Double, Int)?
        if grid == nil {
            try SongLesson.run(study, name: song.name) { news in
                guard case .beats(let found, let frames) = news, let beats = found.beats else { return }
                grid = beats.grid(loopFrames: Double(frames))
                tempo = (beats.beatsPerMinute, beats.beatsPerBar)
            }
        }
        if let tempo { (mapping.beatsPerMinute, mapping.beatsPerBar) = tempo }
        study.want(mapping)
        var match = LoudnessMatch()
        try SongLesson.run(study, name: song.name) { if case .match(let measured, _) = $0 { match = measured } }
        mapping.match = match
        return grid
    }

    private static func run(_ study: SongStudy, name: String, _ take: (SongStudy.News) -> Void) throws {
        var progress = Progress(path: name)
        study.run { share in
            progress.show(words: "listening, \(Int(share * 100)) %")
            return !StopFlag.signalled.isSet
        }
        progress.clear()
        guard !StopFlag.signalled.isSet else { throw WorkFailed(line: "listen to \(name): stopped by a signal") }
        while let news = study.takeNews() {
            if case .failed(let line) = news { throw WorkFailed(line: line) }
            take(news)
        }
    }
}
