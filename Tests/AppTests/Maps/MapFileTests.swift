import Capture
import DSP
import Mood
import Testing

@testable import App

@Suite struct MapFileTests {
    private let sections = "[happy]\n[sad]\n[angry]\n[surprise]\n[neutral]\n"

    private func parse(_ text: String) throws -> MoodMap { try MapFile(path: "my.toml", Array(text.utf8)).map() }

    @Test func everyKeyIsRead() throws {
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
        #expect(map.happy.effect == .reverb(Reverb.Setting(wet: 0.2, seconds: 1.5)))
        #expect(map.happy.gainDecibels == -3)
        #expect(map.sad.effect == .delay(Delay.Setting(seconds: 0.25, feedback: 0.5)))
        #expect(!map.sad.effectFollowsBeat)
        #expect(map.angry.effect == .wah(Wah.Setting(movedBy: .envelope, sensitivityDecibels: 6)))
        #expect(map.angry.effectFollowsBeat)
        #expect(map.surprise == MoodSetting())
    }

    @Test(arguments: MoodMap.builtin) func everyMapIsWrittenAndReadBackEqual(_ builtin: MoodMap) throws {
        var map = builtin
        #expect(try parse(MapFile.text(map)) == map)
        map.name = "my map"
        map.quantise = .bar
        map.blend = .probability
        for mood in Mood.Expression.allCases {
            for effect in EffectSetting.catalogue {
                map[mood].effect = effect.setting
                map[mood].effectFollowsBeat = true
                #expect(try parse(MapFile.text(map)) == map)
                for parameter in effect.parameters {
                    let third = (parameter.range.upperBound + 2 * parameter.range.lowerBound) / 3
                    let isSet = map[mood].set(.effect(parameter.key), to: parameter.choices.isEmpty ? third : parameter.range.upperBound)
                    #expect(isSet)
                    #expect(try parse(MapFile.text(map)) == map, "\(effect.name) \(parameter.key)")
                }
            }
            map[mood].semitones = -3.5
            map[mood].tempo = 1.0 / 3
            map[mood].filter = FilterSetting(kind: .lowPass, cutoffHertz: 1234.5678, q: 0.1)
            map[mood].gainDecibels = -0.3
        }
        #expect(try parse(MapFile.text(map)) == map)
    }

    @Test(
        arguments: [
            ("[happy]\ntempo = 9\n[sad]\n[angry]\n[surprise]\n[neutral]", "line 2, [happy] tempo"),
            ("[happy]\n[sad]\ntempo = \"slow\"\n[angry]\n[surprise]\n[neutral]", "line 3, [sad] tempo"),
            ("[happy]\nsemitone = 3\n[sad]\n[angry]\n[surprise]\n[neutral]", "line 2, [happy] semitone"),
            ("[happy]\nfilter = { kind = \"notch\" }\n[sad]\n[angry]\n[surprise]\n[neutral]", "line 2, [happy] kind"),
            (
                "[happy]\neffect = { kind = \"wah\", moved_by = \"foot\" }\n[sad]\n[angry]\n[surprise]\n[neutral]",
                "line 2, [happy] moved_by"
            ),
            ("[happy]\nfilter = 3\n[sad]\n[angry]\n[surprise]\n[neutral]", "line 2, [happy] filter"),
            ("quantise = \"soon\"\n[happy]\n[sad]\n[angry]\n[surprise]\n[neutral]", "line 1, quantise"),
            ("[happy]\n[sad]\n[angry]\n[surprise]", "[neutral]"), ("[happy]\ntempo = = 3", "line 2"), ("[joy]", "joy"),
            ("[happy]\ntempo = nan\n[sad]\n[angry]\n[surprise]\n[neutral]", "line 2, [happy] tempo"),
        ])
    func mistakesNameTheirLineAndKey(text: String, expected: String) {
        let error = #expect(throws: LeitmotifError.self) { try parse(text) }
        #expect(error?.description.contains(expected) == true, "\(error?.description ?? "no error")")
    }

    @Test(arguments: EffectSetting.catalogue)
    func everyKeyOfEveryEffectIsRead(effect: EffectDescriptor) throws {
        var expected = effect.setting
        var words = ["kind = \"\(effect.name)\""]
        for (index, parameter) in effect.parameters.enumerated() {
            let text = parameter.choices.last.map { "\"\($0)\"" } ?? "\(parameter.range.lowerBound)"
            words.append("\(parameter.key) = \(text)")
            let last = parameter.choices.indices.last.map { Float($0) }
            expected.values[index] = last ?? Float(parameter.range.lowerBound)
        }
        for other in EffectSetting.catalogue {
            words += other.parameters.map(\.key).filter { effect.index(of: $0) == nil }.map { "\($0) = 1" }
        }
        var seen: Set<String> = []
        words = words.filter { seen.insert(String($0.prefix { $0 != " " })).inserted }
        let map = try parse("[happy]\neffect = { \(words.joined(separator: ", ")) }\n[sad]\n[angry]\n[surprise]\n[neutral]")
        #expect(map.happy.effect == expected)
        #expect(map.happy.effectFollowsBeat == effect.parameters.allSatisfy { $0.beatRule == nil })
    }

    @Test(arguments: EffectSetting.catalogue)
    func effectMistakesNameKeysAndRanges(effect: EffectDescriptor) {
        func mistake(_ words: String) -> String {
            let text = "[happy]\neffect = { kind = \"\(effect.name)\", \(words) }\n[sad]\n[angry]\n[surprise]\n[neutral]"
            return #expect(throws: LeitmotifError.self) { try parse(text) }?.description ?? ""
        }
        let keys = ["kind"] + effect.parameters.map(\.key)
        #expect(mistake("colour = 1").contains("line 2, [happy] colour: unknown key; known here: \(keys.joined(separator: ", "))"))
        for parameter in effect.parameters {
            let number = parameter.range.upperBound + 1
            #expect(mistake("\(parameter.key) = \(number)").contains("line 2, [happy] \(parameter.key): it must be"))
        }
    }

    @Test func theShortestMapLeavesThePieceAlone() throws {
        let map = try parse(sections)
        for expression in Expression.allCases { #expect(map[expression] == MoodSetting()) }
    }
}
