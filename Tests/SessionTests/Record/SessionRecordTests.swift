import Capture
import Cascade
import DSP
import Fixtures
import Foundation
import Mood
import Tensor
import Testing

@testable import Session

@Suite("Session record")
struct SessionRecordTests {
    private let head = "leitmotif-session 1\nsong a b.ogg\nrate 44100.0\nstart tempo=1.0\n"

    private func parse(_ text: String) throws -> SessionRecord { try SessionRecord(parsing: text, path: "test.session") }

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
        let port = SessionPort()
        let recorder = try SessionRecorder(path: path, subscription: port.subscribe())
        let parameters = ChainParameters(semitones: -5, tempo: 0.3)
        port.publish([
            SessionEvent(.began(song: "two\nlines", outputRate: 48_000, start: ChainParameters()), at: 0),
            SessionEvent(.mood(.sad), at: 1.5),
            SessionEvent(.applied(frame: 72_000, position: 72_000.25, parameters: parameters), at: 1.5),
        ])
        port.publish([SessionEvent(.ended(frames: 96_000), at: 2)])
        port.close()
        try recorder.finish()
        let record = try parse(String(contentsOfFile: path, encoding: .utf8))
        #expect(record.song == "two lines")
        #expect(record.outputRate == 48_000)
        #expect(record.frames == 96_000)
        #expect(record.wishes == [ScoredWish(outputFrame: 72_000, wish: Wish(parameters: parameters, quantise: .now))])
    }

    @Test("Every kind of line reads back as what was written")
    func everyLine() throws {
        var sight = Sight(seconds: 1, width: 640, height: 480)
        sight.state = .faceTooSmall
        sight.faces = [TrackedFace(id: 3, rect: PixelRect(x: 1, y: 2, width: 30, height: 40), neighbors: 9)]
        sight.readings = [FaceReading(face: 3, expression: ExpressionWeights(happy: 0.3, neutral: 0.7))]
        let kinds: [SessionEvent.Kind] = [
            .saw(sight), .saw(Sight(seconds: 1, width: 1, height: 1)), .mood(.surprise), .map("my map", edited: false),
            .beats(BeatFinding(confidence: 0.1)), .applied(frame: 9, position: 0.5, parameters: ChainParameters(semitones: 1)),
            .obeyed(.calibrate(name: "anna b", seconds: 5)), .obeyed(.hold(.sad)), .lost(.sound, cause: "it was pulled out"),
            .back(.camera), .starved,
        ]
        for kind in kinds {
            let line = try #require(SessionText.lines(SessionEvent(kind, at: 2.5)))
            let event = try #require(SessionText.event(parsing: line.dropLast()[...]))
            #expect(event.flatMap { SessionText.lines($0) } == line)
        }
    }

    @Test("A record says what its subscriber missed, and passes over kinds of line that it does not know")
    func unknownLines() throws {
        let record = try parse(head + SessionText.missed(4, at: 2) + "colour 3 blue\ncommand 3 fly away\nmood 4 sad\n")
        #expect(record.events == [SessionEvent(.missed(4), at: 2), SessionEvent(.mood(.sad), at: 4)])
    }

    @Test("Commands read back from their words")
    func commandWords() {
        let commands: [Command] = [
            .hold(.angry), .release, .map("a b"), .nextMap, .amount(0.25), .policy(.match), .policy(.lift), .quantise(.bar), .quantise(nil),
            .song("x y.ogg"), .volume(-6), .pause, .resume, .tap, .ignore(face: 3), .regard(face: 3), .calibrate(name: "anna b", seconds: 5),
            .recordSound(true), .recordSession(false), .panic, .stop,
        ]
        for command in commands { #expect(Command(words: command.words) == command) }
        for words in ["", "hold", "hold furious", "amount", "amount nan", "release me", "volume loud", "ignore x", "fly"] {
            #expect(Command(words: words) == nil, "\(words)")
        }
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
            "rate 0", "rate nan", "end -1", "end x", "start tempo", "mood 1 furious", "mood 2 sad\nmood 1 sad", "see 1 tracking 0 0", "set 9 0 tempo=1\nset 8 0 tempo=1",
            "set 5 0 effect=delay wah_q=x", "set 5 0 effect=delay effect.q=3", "set 5 0 effect=wah effect.moved_by=foot",
        ])
    func refusesDamage(line: String) {
        let error = #expect(throws: LeitmotifError.self) { try parse(head + line + "\n") }
        #expect(error?.description.contains("line ") == true)
    }

    @Test("Anything else is refused", arguments: ["", "\n", "RIFF....WAVE", "leitmotif-session 3\n", "leitmotif-session 1\n", "leitmotif-session x\n"])
    func refusesOthers(text: String) { #expect(throws: LeitmotifError.self) { try parse(text) } }
}
