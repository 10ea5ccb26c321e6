import Capture
import DSP
import Fixtures
import Testing

@testable import Session

/// 20,000 damaged session records: each is refused with an error or read in ascending order.
@Suite struct SessionRecordFuzzTests {
    @Test func damagedRecordsAreRefusedOrRead() throws {
        let words = ParameterWords.text(ChainParameters())
        var text = "leitmotif-session 1\nsong theme\nrate 44100.0\nstart \(words)\nmood 0.5 happy\n"
        for frame in [0, 4410, 88_200] { text += "set \(frame) 0.1 \(words)\n" }
        text += "turn 88200 44100.0 other\nset 88200 44100.0 \(words)\nleave 88300 \(words)\ninexact 88300 late\nhash 0123456789abcdef song theme\nsongs 2\n"
        text += "end 176400\n"
        #expect(throws: Never.self) { try SessionRecord(parsing: text, path: "whole") }
        var (refused, accepted, strange) = (0, 0, 0)
        for bytes in Mutations(Array(text.utf8), count: 20_000, seed: 71) {
            do {
                let replay = try SessionRecord(parsing: String(decoding: bytes, as: UTF8.self), path: "damaged")
                accepted += 1
                let frames = replay.changes.map { $0.outputFrame }
                let isGood = replay.outputRate.isFinite && frames == frames.sorted() && (frames.first ?? 0) >= 0
                if !isGood { strange += 1 }
            } catch {
                refused += 1
            }
        }
        print("session records damaged: \(refused) refused, \(accepted) accepted")
        #expect(strange == 0)
        #expect(refused > 1000 && accepted > 1000)
    }
}
