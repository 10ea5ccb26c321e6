import Fixtures
import Foundation
import Testing
import TOML

/// Damaged maps are read or refused; nothing traps, hangs or answers without a place. `LEITMOTIF_MUTANTS=1000000` tries a million,
/// in `swift test --filter TOMLFuzzTests`.
@Suite struct TOMLFuzzTests {
    @Test func damagedDocumentsAreReadOrRefused() {
        let count = ProcessInfo.processInfo.environment["LEITMOTIF_MUTANTS"].flatMap { Int($0) } ?? 20_000
        let seeds = TOMLDocuments.maps
        var (accepted, refused, strange) = (0, 0, 0)
        for (index, seed) in seeds.enumerated() {
            for bytes in TOMLMutations(seed, count: count / seeds.count, seed: UInt64(100 + index)) {
                do throws(TOMLError) {
                    accepted += try TOMLTable(parsing: bytes).keys.count >= 0 ? 1 : 0
                } catch {
                    refused += 1
                    let lines = bytes.count { $0 == UInt8(ascii: "\n") } + 1
                    if error.cause.isEmpty || !(1...lines ~= error.line) || !(1...bytes.count + 1 ~= error.column) { strange += 1 }
                }
            }
        }
        #expect(strange == 0)
        #expect(accepted > count / 20 && refused > count / 4, "\(accepted) read, \(refused) refused")
    }
}
