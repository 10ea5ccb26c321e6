import Capture
import DSP
import Mood
import Session

/// The analysis of a song for work that cannot start without it: rendering, and `app beats`.
struct UpfrontAnalysis {
    let song: Song
    let quality: StretchQuality
    /// Of the song as a whole, to be compared with that of others.
    var measuresLoudness = false

    /// Only the beats, found even where a grid lies beside the song.
    /// - Returns: also the song's length in frames, and what of it could not be heard.
    static func beats(of path: String, name: String) throws -> (BeatFinding, songFrames: Int, damage: String?) {
        let weights = try Files.beatWeights()
        let analyser = SongAnalyser(path: path, beatWeights: { () throws(LeitmotifError) in weights }) { () throws(LeitmotifError) in
            try openPlayableSong(path, patience: .signalled)
        }
        var finding = BeatFinding(beats: nil, confidence: 0)
        var songFrames = 0
        var damage: String?
        for fact in try run(analyser, name: name) {
            if case .beats(let found, let frames) = fact { (finding, songFrames) = (found, frames) }
            if case .songDamaged(let cause) = fact { damage = cause }
        }
        return (finding, songFrames, damage)
    }

    /// Fills in the tempo and the loudness match of the moods.
    /// - Returns: the song's own grid, else the one found; moved as it was tapped in a session.
    func complete(_ mapping: inout ParameterMapping) throws -> (grid: BeatGrid?, loudness: SongLoudness?) {
        let analyser = song.analyser(quality, measuresLoudness: measuresLoudness)
        var grid = song.grid
        var tempo: (Double, Int)?
        if grid == nil {
            for fact in try UpfrontAnalysis.run(analyser, name: song.name) {
                if case .analysisFailed(let cause) = fact { Program.say(cause) }
                guard case .beats(let found, let frames) = fact, let beats = found.beats else { continue }
                grid = beats.grid(loopFrames: Double(frames))
                tempo = (beats.beatsPerMinute, beats.beatsPerBar)
            }
        }
        if let tempo { (mapping.beatsPerMinute, mapping.beatsPerBar) = tempo }
        analyser.measure(mapping)
        var match = LoudnessMatch()
        var tap = 0.0
        var loudness: SongLoudness?
        for fact in try UpfrontAnalysis.run(analyser, name: song.name) {
            if case .matched(let measured, _) = fact { match = measured }
            if case .tapKept(let frames) = fact { tap = frames }
            if case .loudness(let measured) = fact { loudness = measured }
        }
        mapping.match = match
        return (grid?.shifted(by: tap), loudness)
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
