import ArgumentParser
import Capture
import FoundationEssentials
import Glibc
import Mood
import Session

struct Beats: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find the tempo and the beats of a song, and say how certain they are.",
        discussion: """
            EXAMPLES
              app beats waltz.flac
              app beats waltz.flac --json > waltz.json

            Where a song has no beat it says so; there changes take effect at once. A tempo that changes is given in turns, and where \
            another tempo is nearly as plausible, mostly half or double, both are given. The result is cached in $XDG_CACHE_HOME/leitmotif (else ~/.cache/leitmotif).
            """)

    @Argument(help: "'theme', or a sound file.") var song: String
    @Flag(help: "As JSON, with every beat in seconds, the stretches that have a beat, and the tempi in turn.") var json = false

    mutating func run() throws {
        StopFlag.catchSignals()
        let path = song == "theme" ? try Home.path(of: "Resources/theme.ogg") : song
        let source = try openPlayableSong(path, patience: .signalled)
        let rate = source.sampleRate
        let (finding, frames, damage) = try UpfrontAnalysis.beats(of: path, name: song)
        if json {
            try Output.line(JSON.text(Answer(song: song, finding, rate: rate)))
        } else {
            try Output.line("\(song): \(BeatsText.line(finding, rate: rate, songFrames: frames))")
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
        var regions: [Region]
        var tempi: [Turn]

        struct Region: Encodable {
            var start: Double
            var end: Double
            var confidence: Double
            var tempo: Double
            var beatsPerBar: Int
        }
        struct Turn: Encodable {
            var start: Double
            var end: Double
            var tempo: Double
        }

        init(song: String, _ finding: BeatFinding, rate: Double) {
            self.song = song
            confidence = Double(finding.confidence)
            beats = finding.beats?.beatFrames.map { $0 / rate } ?? []
            bars = finding.beats?.barFrames.map { $0 / rate } ?? []
            tempo = finding.beats?.beatsPerMinute
            alternative = finding.beats?.alternativeBeatsPerMinute
            beatsPerBar = finding.beats?.beatsPerBar
            firstBeat = beats.first
            regions = (finding.beats?.regions ?? []).map { region in
                Region(
                    start: region.startFrame / rate, end: region.endFrame / rate, confidence: Double(region.confidence),
                    tempo: region.beatsPerMinute, beatsPerBar: region.beatsPerBar)
            }
            tempi = (finding.beats?.tempi(rate: rate) ?? []).map { turn in
                Turn(start: turn.startFrame / rate, end: turn.endFrame / rate, tempo: turn.beatsPerMinute)
            }
        }
    }
}
