import Capture
import Fixtures
import Testing

@testable import App

/// Settings are typed by people: whatever they do to a file, it is read or an error of one line says where.
@Suite struct SettingsFileFuzzTests {
    @Test func damagedSettingsAreRefusedOrRead() {
        let text = "camera = 1\nsong = \"a.wav\"\noutput = [\"null\", \"b.wav\"]\namount = 0.5\nmirror = true\nrotate = 90\n"
        var (refused, accepted) = (0, 0)
        for bytes in TOMLMutations(Array(text.utf8), count: 500, seed: 15) {
            do throws(LeitmotifError) {
                let settings = EffectiveSettings(file: try SettingsFile(path: "s.toml", bytes), arguments: [])
                accepted += settings.entries.isEmpty ? 0 : 1
            } catch {
                refused += error.description.contains("line ") && !error.description.contains("\n") ? 1 : 0
            }
        }
        #expect(refused + accepted == 500 && refused > 50 && accepted > 50)
    }
}
