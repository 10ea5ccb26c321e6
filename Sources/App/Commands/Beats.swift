import ArgumentParser
import Capture
import Foundation
import Mood
import Session

struct Beats: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find the tempo and the beats of a song, and say how certain they are.",
        discussion: """
            EXAMPLES
              app beats waltz.flac
              app beats waltz.flac --json > waltz.json

            For a song without a beat it says so; changes then take effect at once. Where half or double the tempo is just as \
            plausible, both are given. The result is cached in $XDG_CACHE_HOME/leitmotif (else ~/.cache/leitmotif).
            """)

    @Argument(help: "'theme', or a sound file.") var song: String
    @Flag(help: "As JSON, with every beat in seconds.") var json = false

    mutating func run() throws {
        StopFlag.catchSignals()
        let path = song == "theme" ? try Home.path(of: "Resources/theme.ogg") : song
        let source = try openPlayableSong(path, patience: .signalled)
        let rate = source.sampleRate
        let (finding, damage) = try UpfrontAnalysis.beats(of: path, name: song)
        if json {
            try Output.line(JSON.text(Answer(song: song, finding, rate: rate)))
        } else {
            let start = finding.beats?.beatFrames.first.map { String(format: ", first at %.2f s", $0 / rate) } ?? ""
            try Output.line("\(song): \(finding.words)\(start), confidence \(String(format: "%.2f", finding.confidence))")
        }
        try Song.checkDamage(damage ?? source.damage, song)
    }

    private struct Answer: Encodable {
        var song: String
        var tempo: Double?
        var alternative: Double?
        var beatsPerBar: Int?
        var firstBeat: Double?
        var confidence: Double
        var beats: [Double]
        var bars: [Double]

        init(song: String, _ finding: BeatFinding, rate: Double) {
            self.song = song
            confidence = Double(finding.confidence)
            beats = finding.beats?.beatFrames.map { $0 / rate } ?? []
            bars = finding.beats?.barFrames.map { $0 / rate } ?? []
            tempo = finding.beats?.beatsPerMinute
            alternative = finding.beats?.alternativeBeatsPerMinute
            beatsPerBar = finding.beats?.beatsPerBar
            firstBeat = beats.first
        }
    }
}
