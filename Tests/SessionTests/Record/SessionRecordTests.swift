import Capture
import Cascade
import DSP
import Fixtures
import Foundation
import Mood
import Tensor
import Testing

@testable import Session

@Suite struct SessionRecordTests {
    private let head = "leitmotif-session 1\nsong a b.ogg\nrate 44100.0\nstart tempo=1.0\n"

    private func head(songs: Int) -> RecordHead {
        var head = RecordHead(program: "leitmotif 9.9", blockFrames: 128)
        (head.songCount, head.maps) = (songs, [("my map", "name = \"my map\"")])
        return head
    }

    private func parse(_ text: String) throws -> SessionRecord { try SessionRecord(parsing: text, path: "test.session") }

    @Test func aWrittenRecordIsReadBack() throws {
        let path = NSTemporaryDirectory() + "leitmotif-\(UUID().uuidString).session"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let port = SessionPort()
        let recorder = try SessionRecorder(path: path, subscription: port.subscribe(), head: head(songs: 3))
        let parameters = ChainParameters(semitones: -5, tempo: 0.3)
        port.publish([
            SessionEvent(.began(song: "two\nlines", outputRate: 48_000, quality: .best, start: ChainParameters()), at: 0),
            SessionEvent(.mood(.sad), at: 1.5),
            SessionEvent(.applied(frame: 72_000, position: 72_000.25, parameters: parameters), at: 1.5),
        ])
        port.publish([SessionEvent(.ended(frames: 96_000), at: 2)])
        port.close()
        try recorder.finish()
        let record = try parse(String(contentsOfFile: path, encoding: .utf8))
        #expect(record.song == "two lines")
        #expect(record.program == "leitmotif 9.9" && record.level == ProcessorLevel.words && record.blockFrames == 128 && record.songCount == 3)
        #expect(record.files.map(\.kind) == [.map] && record.files.first?.name == "my map" && record.files.first?.digest.count == 16)
        #expect(record.outputRate == 48_000)
        #expect(record.quality == .best)
        #expect(record.frames == 96_000)
        #expect(record.changes == [RecordedChange(outputFrame: 72_000, kind: .set(parameters))])
    }

    @Test func everyKindOfLineReadsBack() throws {
        var sight = Sight(seconds: 1, width: 640, height: 480)
        sight.state = .faceTooSmall
        sight.faces = [TrackedFace(id: 3, rect: PixelRect(x: 1, y: 2, width: 30, height: 40), neighbors: 9)]
        sight.readings = [FaceReading(face: 3, expression: ExpressionWeights(happy: 0.3, neutral: 0.7))]
        let kinds: [SessionEvent.Kind] = [
            .saw(sight), .saw(Sight(seconds: 1, width: 1, height: 1)), .mood(.surprise), .map("my map", edited: false),
            .beats(BeatFinding(confidence: 0.1)), .applied(frame: 9, position: 0.5, parameters: ChainParameters(semitones: 1)),
            .obeyed(.calibrate(name: "anna b", seconds: 5)), .obeyed(.hold(.sad)), .lost(.sound, cause: "it was pulled out"),
            .back(.camera), .joined(RecordBeginning(frame: 96_000, knownSince: 480, position: 1.5)), .starved, .leaving(frame: 7, parameters: ChainParameters(tempo: 0.5)),
            .inexact(frame: 12, cause: "3 events are missing"), .turned(frame: 8, position: 1.5, song: "my song.ogg"), .heard(FaceToEar(stages: [0.1, 0.008, 0.006, 0.001, 0.003, 0.0015, 0.012])!, waited: true),
            .heard(FaceToEar(), waited: false), .relieved(.lightNetwork), .restored(.fewerPictures),
        ]
        for kind in kinds {
            let line = try #require(SessionText.lines(SessionEvent(kind, at: 2.5)))
            let event = try #require(SessionText.event(parsing: line.dropLast()[...]))
            #expect(event.flatMap { SessionText.lines($0) } == line)
        }
    }

    @Test func missedEventsAreCountedAndUnknownLinesSkipped() throws {
        let record = try parse(head + SessionText.missed(4, at: 2) + "colour 3 blue\ncommand 3 fly away\nmood 4 sad\n")
        #expect(record.events == [SessionEvent(.missed(4), at: 2), SessionEvent(.mood(.sad), at: 4)])
    }

    @Test func aRecordIsWholeUpToTheLineInWhichItWasCut() throws {
        let record = head + "mood 4 sad\nset 90 1.5 tempo=0.35\nend 96000\n"
        for count in head.utf8.count...record.utf8.count {
            let text = String(decoding: record.utf8.prefix(count), as: UTF8.self)
            let read = try parse(text)
            #expect(parsesNothingShorter(read.events) && [nil, 96_000].contains(read.frames))
        }
    }

    /// The frame and the tempo of the whole line, not their first digits.
    private func parsesNothingShorter(_ events: [SessionEvent]) -> Bool {
        events.allSatisfy { event in
            guard case .applied(let frame, _, let parameters) = event.kind else { return true }
            return frame == 90 && parameters.tempo == 0.35
        }
    }

    @Test func aTruncatedRecordHasNoEndAndNamesKeepTheirSpaces() throws {
        let replay = try parse(head)
        #expect(replay.frames == nil)
        #expect(replay.song == "a b.ogg")
    }

    @Test(
        arguments: [
            "set 5 0 tempo=nan", "set -5 0 tempo=1", "set x 0 tempo=1", "set 5 0 tempo=0", "set 5 0 colour=red",
            "rate 0", "rate nan", "end -1", "end x", "start tempo", "mood 1 furious", "mood 2 sad\nmood 1 sad",
            "see 1 tracking 0 0", "heard 1 once 0.1 0 0 0", "heard 1 never 0 0 0 0 0 0 0 0", "heard 1 beat 0 nan 0 0 0 0 0 0",
            "set 9 0 tempo=1\nset 8 0 tempo=1", "from 5 6 0", "from 5 -1 0", "from 5 0 nan", "from 5 0 -1", "from 5 0", "from 5 0 1e300",
            "from 900000000000000 0 0", "mood 1 sad\nfrom 5 0 0",
            "leave 5", "leave -1 tempo=1", "leave 5 tempo=x", "inexact x late", "inexact 5", "turn 5 1e300 a", "block 0", "songs x", "hash 12 song a",
            "hash 0123456789abcdef tune a", "set 9 0 tempo=1\nleave 8 tempo=1", "set 5 0 effect=delay wah_q=x", "set 5 0 effect=delay effect.q=3", "set 5 0 effect=wah effect.moved_by=foot",
        ])
    func damagedLinesAreRefusedWithTheirNumber(line: String) {
        let error = #expect(throws: LeitmotifError.self) { try parse(head + line + "\n") }
        #expect(error?.description.contains("line ") == true)
    }

    @Test(arguments: ["", "\n", "RIFF....WAVE", "leitmotif-session 4\n", "leitmotif-session 1\n", "leitmotif-session x\n"])
    func otherFilesAreRefused(text: String) { #expect(throws: LeitmotifError.self) { try parse(text) } }
}
