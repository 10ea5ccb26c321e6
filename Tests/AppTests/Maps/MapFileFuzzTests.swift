import DSP
import Fixtures
import Mood
import Testing

@testable import App

/// Damaged mood maps are refused with an error or keep their promises; a typo while the music plays stops nothing.
@Suite struct MapFileFuzzTests {
    @Test func damagedMapsAreRefusedOrRead() {
        let text = """
            name = "mine"
            blend = false
            quantise = "beat"
            [happy]
            semitones = 4
            tempo = 2.5
            filter = { kind = "high-pass", hertz = 300, q = 0.707 }
            effect = { kind = "reverb", wet = 0.35, seconds = 2.0 }
            gain_db = 0.0
            [sad]
            [angry]
            [surprise]
            [neutral]
            """
        #expect(throws: Never.self) { try MapFile(path: "whole", Array(text.utf8)).map() }
        var (refused, accepted, strange) = (0, 0, 0)
        for bytes in TOMLMutations(Array(text.utf8), count: 20_000, seed: 92) {
            do {
                let map = try MapFile(path: "damaged", bytes).map()
                accepted += 1
                let isGood = 0.1...5 ~= map.happy.tempo && -12...12 ~= map.happy.semitones && map.happy.filter.cutoffHertz.isFinite
                if !isGood { strange += 1 }
            } catch {
                refused += 1
            }
        }
        #expect(strange == 0)
        #expect(refused > 1000 && accepted > 100)
    }
}
