import Capture
import DSP
import Foundation
import Mood
import Testing

@testable import Session

@Suite("Session record")
struct SessionRecordTests {
    private let head = "leitmotif-session 1\nsong a b.ogg\nrate 44100.0\nstart tempo=1.0\n"

    private func parse(_ text: String) throws -> SessionReplay { try SessionReplay(parsing: text, path: "test.session") }

    @Test("Parameters survive as words, exactly")
    func exactWords() throws {
        for expression in Expression.allCases {
            let mapping = ParameterMapping(map: .seed, amount: 0.37, beatsPerMinute: 83.7)
            var parameters = mapping.parameters(named: expression, weights: ExpressionWeights(only: expression))
            parameters.effect.wahMover = expression == .sad ? .envelope : .oscillator
            parameters.effect.wahSensitivityDecibels = 1 / 3
            let words = ParameterWords.text(parameters).split(separator: " ")
            #expect(ParameterWords.parse(words) == parameters)
        }
    }

    @Test("A record that was written is read back")
    func roundTrip() throws {
        let path = NSTemporaryDirectory() + "leitmotif-\(UUID().uuidString).session"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let recorder = try SessionRecorder(path: path)
        let parameters = ChainParameters(semitones: -5, tempo: 0.3)
        recorder.begin(song: "two\nlines", rate: 48_000, start: ChainParameters())
        recorder.mood(.sad, at: 1.5)
        recorder.set(PlayerEvent(kind: .applied, outputFrame: 72_000, sourcePosition: 72_000.25, parameters: parameters))
        recorder.end(frames: 96_000)
        let replay = try parse(String(contentsOfFile: path, encoding: .utf8))
        #expect(replay.song == "two lines")
        #expect(replay.outputRate == 48_000)
        #expect(replay.frames == 96_000)
        #expect(replay.changes.count == 1)
        #expect(replay.changes.first?.outputFrame == 72_000)
        #expect(replay.changes.first?.parameters == parameters)
    }

    @Test("A record that breaks off has no end; a song's name keeps its spaces")
    func breaksOff() throws {
        let replay = try parse(head)
        #expect(replay.frames == nil)
        #expect(replay.song == "a b.ogg")
    }

    @Test(
        "Damaged lines are refused with their number",
        arguments: [
            "set 5 0 tempo=nan", "set -5 0 tempo=1", "set x 0 tempo=1", "set 5 0 tempo=0", "set 5 0 colour=red",
            "rate 0", "rate nan", "end -1", "end x", "start tempo", "set 9 0 tempo=1\nset 8 0 tempo=1",
        ])
    func refusesDamage(line: String) {
        let error = #expect(throws: CaptureError.self) { try parse(head + line + "\n") }
        #expect(error?.description.contains("line ") == true)
    }

    @Test("Anything else is refused", arguments: ["", "\n", "RIFF....WAVE", "leitmotif-session 2\n", "leitmotif-session 1\n"])
    func refusesOthers(text: String) { #expect(throws: CaptureError.self) { try parse(text) } }
}
