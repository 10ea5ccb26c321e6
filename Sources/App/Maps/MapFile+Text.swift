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
        for mood in Expression.allCases { lines += section(mood.name, map[mood]) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func blend(_ blend: Blend) -> String {
        switch blend {
        case .named: "false"
        case .probability: "true"
        case .place: "\"place\""
        }
    }

    private static func section(_ name: String, _ setting: MoodSetting) -> [String] {
        let filter = "kind = \"\(setting.filter.kind.name)\", hertz = \(setting.filter.cutoffHertz), q = \(setting.filter.q)"
        return [
            "", "[\(name)]", "semitones = \(setting.semitones)", "tempo = \(setting.tempo)", "filter = { \(filter) }",
            "effect = { \(effect(setting)) }", "gain_db = \(setting.gainDecibels)",
        ]
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
