import Capture
import DSP
import Mood
import Testing

@testable import App

@Suite("Map files and timelines")
struct TextFileTests {
    private let sections = "[happy]\n[sad]\n[angry]\n[surprise]\n[neutral]\n"

    private func parse(_ text: String) throws -> MoodMap { try MapFile(path: "my.toml", text: text).parse() }

    @Test("A map file says what it says")
    func wholeMap() throws {
        let map = try parse(
            """
            name = "my map"
            blend = true
            quantise = "bar"
            [happy]
            semitones = 4
            tempo = 2.5
            filter = { kind = "high-pass", hertz = 300, q = 0.9 }
            effect = { kind = "reverb", wet = 0.2, seconds = 1.5 }
            gain_db = -3
            [sad]
            effect = { kind = "delay", seconds = 0.25, feedback = 0.5 }
            [angry]
            effect = { kind = "wah", moved_by = "envelope", sensitivity_db = 6 }
            [surprise]
            [neutral]
            """)
        #expect(map.name == "my map")
        #expect(map.blend == .probability)
        #expect(map.quantise == .bar)
        #expect(map.happy.semitones == 4)
        #expect(map.happy.tempo == 2.5)
        #expect(map.happy.filter == FilterSetting(kind: .highPass, cutoffHertz: 300, q: 0.9))
        #expect(map.happy.effect.wet == 0.2)
        #expect(map.happy.effect.reverbSeconds == 1.5)
        #expect(map.happy.gainDecibels == -3)
        #expect(map.sad.effect.delaySeconds == 0.25)
        #expect(!map.sad.effectFollowsBeat)
        #expect(map.angry.effect.wahMover == .envelope)
        #expect(map.angry.effect.wahSensitivityDecibels == 6)
        #expect(map.surprise == MoodSetting())
    }

    @Test(
        "Mistakes are told with line and key",
        arguments: [
            ("[happy]\ntempo = 9\n[sad]\n[angry]\n[surprise]\n[neutral]", "line 2, [happy] tempo"),
            ("[happy]\n[sad]\ntempo = \"slow\"\n[angry]\n[surprise]\n[neutral]", "line 3, [sad] tempo"),
            ("[happy]\nsemitone = 3\n[sad]\n[angry]\n[surprise]\n[neutral]", "line 2, [happy] semitone"),
            ("[happy]\nfilter = { kind = \"notch\" }\n[sad]\n[angry]\n[surprise]\n[neutral]", "line 2, [happy] kind"),
            ("[happy]\neffect = { kind = \"wah\", moved_by = \"foot\" }\n[sad]\n[angry]\n[surprise]\n[neutral]", "line 2, [happy] moved_by"),
            ("[happy]\nfilter = 3\n[sad]\n[angry]\n[surprise]\n[neutral]", "line 2, [happy] filter"),
            ("quantise = \"soon\"\n[happy]\n[sad]\n[angry]\n[surprise]\n[neutral]", "line 1, quantise"),
            ("[happy]\n[sad]\n[angry]\n[surprise]", "[neutral]"), ("[happy]\ntempo = = 3", "line 2"), ("[joy]", "joy"),
            ("[happy]\ntempo = nan\n[sad]\n[angry]\n[surprise]\n[neutral]", "line 2, [happy] tempo"),
        ])
    func mistakes(text: String, expected: String) {
        let error = #expect(throws: CaptureError.self) { try parse(text) }
        #expect(error?.description.contains(expected) == true, "\(error?.description ?? "no error")")
    }

    @Test("The shortest map leaves the piece alone")
    func shortest() throws {
        let map = try parse(sections)
        for expression in Expression.allCases { #expect(map[expression] == MoodSetting()) }
    }

    @Test("A timeline is read in order")
    func timeline() throws {
        let rows = try TimelineFile.parse("seconds,expression\r\n0,neutral\r\n2.5, happy\r\n", path: "t.csv")
        #expect(rows == [.init(seconds: 0, expression: .neutral), .init(seconds: 2.5, expression: .happy)])
    }

    @Test(
        "Mistakes in a timeline are told with their line",
        arguments: [
            ("", "line 1"), ("time,mood\n0,sad", "line 1"), ("seconds,expression\n0,glad", "line 2"),
            ("seconds,expression\n0,sad\nx,sad", "line 3"), ("seconds,expression\n-1,sad", "line 2"),
            ("seconds,expression\nnan,sad", "line 2"), ("seconds,expression\n2,sad\n1,sad", "line 3"),
            ("seconds,expression\n1,sad,3", "line 2"), ("seconds,expression\n", "no row"),
        ])
    func timelineMistakes(text: String, expected: String) {
        let error = #expect(throws: CaptureError.self) { try TimelineFile.parse(text, path: "t.csv") }
        #expect(error?.description.contains(expected) == true)
    }
}
