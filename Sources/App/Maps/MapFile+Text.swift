import DSP
import FoundationEssentials
import Glibc
import Mood
import Session

extension MapFile {
    /// A map as a TOML file that is read back equal.
    static func text(_ map: MoodMap) -> String {
        var lines = ["# A mood map; the README has the format.", "name = \"\(map.name)\"", "blend = \(blend(map.blend))"]
        lines.append("quantise = \"\(map.quantise.name)\"")
        for mood in Expression.allCases { lines += section(mood.name, map[mood], song: map.songs[mood]) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func blend(_ blend: Blend) -> String {
        switch blend {
        case .named: "false"
        case .probability: "true"
        case .place: "\"place\""
        }
    }

    private static func section(_ name: String, _ setting: MoodSetting, song: String?) -> [String] {
        let filter = "kind = \"\(setting.filter.kind.name)\", hertz = \(setting.filter.cutoffHertz), q = \(setting.filter.q)"
        return [
            "", "[\(name)]"] + (song.map { ["song = \(quoted($0))"] } ?? []) + [
            "semitones = \(setting.semitones)", "tempo = \(setting.tempo)", "filter = { \(filter) }",
            "effect = { \(effect(setting)) }", "gain_db = \(setting.gainDecibels)",
        ]
    }

    /// As a TOML string, whatever a file is called.
    private static func quoted(_ text: String) -> String {
        let characters = text.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case _ where scalar.value < 32 || scalar.value == 127: String(printf: "\\u%04X", scalar.value)
            default: String(scalar)
            }
        }
        return "\"" + characters.joined() + "\""
    }

    /// Times that follow the beat are left out: written, they would be the map's own.
    private static func effect(_ setting: MoodSetting) -> String {
        let values = setting.effect.values
        let numbers = (setting.effect.descriptor?.parameters ?? []).enumerated().compactMap { index, parameter -> String? in
            if parameter.beatRule != nil, setting.effectFollowsBeat { return nil }
            let text = parameter.text(values[index])
            return "\(parameter.key) = \(parameter.choices.isEmpty ? text : "\"\(text)\"")"
        }
        return (["kind = \"\(setting.effect.name)\""] + numbers).joined(separator: ", ")
    }
}
