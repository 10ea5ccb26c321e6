import Capture
import DSP
import Fixtures
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
            let parameters = mapping.parameters(named: expression, weights: ExpressionWeights(only: expression))
            let words = ParameterWords.text(parameters).split(separator: " ")
            #expect(ParameterWords.parse(words) == parameters)
        }
    }

    @Test("Every effect survives as words with any numbers, and writes only its own", arguments: EffectSetting.catalogue.map(\.setting))
    func everyEffectAsWords(effect: EffectSetting) throws {
        let descriptor = try #require(effect.descriptor)
        var random = SeededNumbers(seed: 5)
        for _ in 0..<200 {
            var values = SIMD8<Float>()
            for (index, parameter) in descriptor.parameters.enumerated() {
                let range = Float(parameter.range.lowerBound)...Float(parameter.range.upperBound)
                values[index] = parameter.choices.isEmpty ? .random(in: range, using: &random) : Float(Int.random(in: 0..<parameter.choices.count))
            }
            let parameters = ChainParameters(effect: descriptor.setting(values))
            let words = ParameterWords.text(parameters).split(separator: " ")
            #expect(ParameterWords.parse(words) == parameters)
            #expect(words.count == 7 + descriptor.parameters.count)
        }
    }

    @Test("Cutting tails is written only when it is wished")
    func cutsTails() {
        let words = ParameterWords.text(ChainParameters(cutsTails: true))
        #expect(words.hasSuffix(" cuts_tails=true"))
        #expect(ParameterWords.parse(words.split(separator: " ")) == ChainParameters(cutsTails: true))
        #expect(!ParameterWords.text(ChainParameters()).contains("cuts_tails"))
        #expect(ParameterWords.parse(["cuts_tails=maybe"]) == nil)
    }

    /// Once a line held the numbers of all effects.
    @Test("Old words mean what they meant")
    func oldWords() {
        func parse(_ kind: String) -> ChainParameters? {
            ParameterWords.parse(
                """
                semitones=-5.0 tempo=0.3 gain_db=2.0 filter=low-pass hertz=1200.0 q=2.5 effect=\(kind) wet=0.6 reverb_seconds=2.5 \
                delay_seconds=0.3 feedback=0.5 wah_low=300.0 wah_high=3000.0 wah_q=2.0 wah_hertz=0.35 wah_by=envelope \
                wah_sensitivity_db=12.0
                """.split(separator: " "))
        }
        let wah = Wah.Setting(
            wet: 0.6, lowHertz: 300, highHertz: 3000, q: 2, rateHertz: 0.35, movedBy: .envelope, sensitivityDecibels: 12)
        #expect(parse("wah")?.effect == .wah(wah))
        #expect(parse("delay")?.effect == .delay(Delay.Setting(wet: 0.6, seconds: 0.3, feedback: 0.5)))
        #expect(parse("reverb")?.effect == .reverb(Reverb.Setting(wet: 0.6, seconds: 2.5)))
        #expect(parse("none")?.effect == EffectSetting.none)
        #expect(parse("none")?.filter == FilterSetting(kind: .lowPass, cutoffHertz: 1200, q: 2.5))
        #expect(parse("flanger") == nil)
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
            "set 5 0 effect=delay wah_q=x", "set 5 0 effect=delay effect.q=3", "set 5 0 effect=wah effect.moved_by=foot",
            "rate 0", "rate nan", "end -1", "end x", "start tempo", "set 9 0 tempo=1\nset 8 0 tempo=1",
        ])
    func refusesDamage(line: String) {
        let error = #expect(throws: CaptureError.self) { try parse(head + line + "\n") }
        #expect(error?.description.contains("line ") == true)
    }

    @Test("Anything else is refused", arguments: ["", "\n", "RIFF....WAVE", "leitmotif-session 2\n", "leitmotif-session 1\n"])
    func refusesOthers(text: String) { #expect(throws: CaptureError.self) { try parse(text) } }
}
