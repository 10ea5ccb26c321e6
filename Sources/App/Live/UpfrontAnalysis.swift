import Capture
import DSP
import Mood
import Session

/// The analysis of a song for work that cannot start without it: rendering, and `app beats`.
struct UpfrontAnalysis {
    let song: Song
    let quality: StretchQuality

    /// Only the beats, found even where a grid lies beside the song.
    /// - Returns: also what of the song could not be heard.
    static func beats(of path: String, name: String) throws -> (BeatFinding, damage: String?) {
        let analyser = SongAnalyser(path: path, needsBeats: true) { () throws(LeitmotifError) in
            try openPlayableSong(path, patience: .signalled)
        }
        var finding: BeatFinding?
        var damage: String?
        for fact in try run(analyser, name: name) {
            if case .beats(let found, _) = fact { finding = found }
            if case .songDamaged(let cause) = fact { damage = cause }
        }
        return (finding ?? BeatFinding(beats: nil, confidence: 0), damage)
    }

    /// Fills in the tempo and the loudness match of the moods.
    /// - Returns: the song's own grid, else the one found.
    func complete(_ mapping: inout ParameterMapping) throws -> BeatGrid? {
        let analyser = song.analyser(quality)
        var grid = song.grid
        var tempo: (Double, Int)?
        if grid == nil {
            for case .beats(let found, let frames) in try UpfrontAnalysis.run(analyser, name: song.name) {
                guard let beats = found.beats else { continue }
                grid = beats.grid(loopFrames: Double(frames))
                tempo = (beats.beatsPerMinute, beats.beatsPerBar)
            }
        }
        if let tempo { (mapping.beatsPerMinute, mapping.beatsPerBar) = tempo }
        analyser.measure(mapping)
        var match = LoudnessMatch()
        for case .matched(let measured, _) in try UpfrontAnalysis.run(analyser, name: song.name) { match = measured }
        mapping.match = match
        return grid
    }

    private static func run(_ analyser: SongAnalyser, name: String) throws -> [Fact] {
        var progress = Progress(path: name)
        defer { progress.clear() }
        try analyser.run { share in
            progress.show(words: "analysing, \(Int(share * 100)) %")
            return !StopFlag.signalled.isSet
        }
        guard !StopFlag.signalled.isSet else { throw LeitmotifError(stopped: "analyse", name) }
        return analyser.takeFacts()
    }
}
