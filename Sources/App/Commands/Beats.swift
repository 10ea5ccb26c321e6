import ArgumentParser
import Capture
import Foundation
import Mood
import Session

struct Beats: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say the tempo of a song, where its beats lie, and how sure that is.",
        discussion: """
            EXAMPLES
              app beats waltz.flac
              app beats waltz.flac --json > waltz.json

            A song without a beat is called so; its changes act at once. Where half or double the tempo could be meant as well,
            both are told. The answer is kept in $XDG_CACHE_HOME/leitmotif (else ~/.cache/leitmotif).
            """)

    @Argument(help: "'theme', or a sound file.") var song: String
    @Flag(help: "As JSON, with every beat in seconds.") var json = false

    mutating func run() throws {
        StopFlag.catchSignals()
        let path = song == "theme" ? try Home.path(of: "Resources/theme.ogg") : song
        let rate = try openSong(path).sampleRate
        let finding = try SongLesson.beats(of: path, name: song)
        if json {
            print(try JSON.text(Answer(song: song, finding, rate: rate)))
        } else {
            let start = finding.beats?.beatFrames.first.map { String(format: ", first at %.2f s", $0 / rate) } ?? ""
            print("\(song): \(finding.words)\(start), confidence \(String(format: "%.2f", finding.confidence))")
        }
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
