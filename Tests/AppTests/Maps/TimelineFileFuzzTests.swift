import Fixtures
import Foundation
import Testing

@testable import App

/// Damaged timelines: refused with an error, or rows in ascending order.
@Suite struct TimelineFileFuzzTests {
    @Test func damagedTimelinesAreRefusedOrRead() {
        let text = "seconds,expression\n0,neutral\n1.5,happy\n3e0,sad\n4.25,surprise\n9,angry\n"
        var (refused, accepted, strange) = (0, 0, 0)
        for bytes in Mutations(Array(text.utf8), count: 20_000, seed: 91) {
            do {
                let rows = try TimelineFile.parse(String(decoding: bytes, as: UTF8.self), path: "damaged")
                accepted += 1
                let seconds = rows.map { $0.seconds }
                if seconds.isEmpty || seconds != seconds.sorted() || !seconds.allSatisfy({ 0...1e6 ~= $0 }) { strange += 1 }
            } catch {
                refused += 1
            }
        }
        print("timelines damaged: \(refused) refused, \(accepted) accepted")
        #expect(strange == 0)
        #expect(refused > 1000 && accepted > 100)
    }
}
