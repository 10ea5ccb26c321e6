import Capture
import Mood
import Session

/// Everything learnt of a song before work begins that cannot wait for it: rendering, and `app beats`.
struct SongLesson {
    let song: Song

    /// Beats alone, found by the program even where a grid lies beside the song.
    static func beats(of path: String, name: String) throws -> BeatFinding {
        let study = SongStudy(path: path, needsBeats: true) { () throws(LeitmotifError) in try openSong(path) }
        var finding: BeatFinding?
        for case .beats(let found, _) in try run(study, name: name) { finding = found }
        return finding ?? BeatFinding(beats: nil, confidence: 0)
    }

    /// Fills in the tempo and what matches the moods' loudness.
    /// - Returns: the song's own grid, else the one that was found.
    func learn(_ mapping: inout ParameterMapping) throws -> BeatGrid? {
        let study = song.study
        var grid = song.grid
        var tempo: (Double, Int)?
        if grid == nil {
            for case .beats(let found, let frames) in try SongLesson.run(study, name: song.name) {
                guard let beats = found.beats else { continue }
                grid = beats.grid(loopFrames: Double(frames))
                tempo = (beats.beatsPerMinute, beats.beatsPerBar)
            }
        }
        if let tempo { (mapping.beatsPerMinute, mapping.beatsPerBar) = tempo }
        study.measure(mapping)
        var match = LoudnessMatch()
        for case .matched(let measured, _) in try SongLesson.run(study, name: song.name) { match = measured }
        mapping.match = match
        return grid
    }

    private static func run(_ study: SongStudy, name: String) throws -> [Fact] {
        var progress = Progress(path: name)
        defer { progress.clear() }
        try study.run { share in
            progress.show(words: "listening, \(Int(share * 100)) %")
            return !StopFlag.signalled.isSet
        }
        guard !StopFlag.signalled.isSet else { throw LeitmotifError(stopped: "listen to", name) }
        return study.takeFacts()
    }
}
