import Capture
import DSP
import Foundation
import Mood
import Session
import TOMLKit

/// A mood map from a TOML file; every error names the line and the key.
struct MapFile {
    private let path: String
    private let lines: [Substring]

    /// - Parameter name: a built-in map's name, or the path of a TOML file.
    static func map(_ name: String) throws -> MoodMap {
        if let builtin = MoodMap.builtin.first(where: { $0.name == name }) { return builtin }
        guard FileManager.default.fileExists(atPath: name) else {
            let names = MoodMap.builtin.map(\.name).joined(separator: ", ")
            throw CaptureError("open map", name, "neither a built-in map nor a file", next: "choose \(names) or a TOML file")
        }
        return try MapFile(path: name, text: Files.text(of: name, "read map")).parse()
    }

    private let text: String

    init(path: String, text: String) {
        self.path = path
        self.text = text
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    func parse() throws -> MoodMap {
        let table = try TOMLText.table(text, "read map", path)
        let known = ["name", "blend", "quantise"] + Expression.allCases.map(\.name)
        try refuseUnknown(table, known: known, in: nil)
        var map = MoodMap.seed
        map.name = table["name"]?.string ?? (path as NSString).lastPathComponent
        map.blend = try value(table, "blend", in: nil, kind: "true, false or \"place\"") { raw in
            raw.bool.map { $0 ? .probability : .named } ?? (raw.string == "place" ? .place : nil)
        } ?? .named
        map.quantise = try value(table, "quantise", in: nil, kind: "\"now\", \"beat\" or \"bar\"") {
            $0.string.flatMap(Quantise.init(name:))
        } ?? .beat
        for expression in Expression.allCases {
            guard let part = table[expression.name]?.table else {
                throw bad(key: "[\(expression.name)]", in: nil, "the section is missing")
            }
            map[expression] = try setting(part, of: expression.name)
        }
        return map
    }

    private func setting(_ table: TOMLTable, of section: String) throws -> MoodSetting {
        try refuseUnknown(table, known: ["semitones", "tempo", "filter", "effect", "gain_db"], in: section)
        var setting = MoodSetting()
        setting.semitones = Float(try number(table, "semitones", in: section, -12...12) ?? 0)
        setting.tempo = try number(table, "tempo", in: section, 0.1...5) ?? 1
        setting.gainDecibels = Float(try number(table, "gain_db", in: section, -40...12) ?? 0)
        if let filter = try value(table, "filter", in: section, kind: "a table { kind = … }", { $0.table }) {
            setting.filter = try self.filter(filter, of: section)
        }
        if let effect = try value(table, "effect", in: section, kind: "a table { kind = … }", { $0.table }) {
            setting.effect = try self.effect(effect, of: section)
            setting.effectFollowsBeat = effect["rate_hertz"] == nil && !(setting.effect.kind == .delay && effect["seconds"] != nil)
        }
        return setting
    }

    private func filter(_ table: TOMLTable, of section: String) throws -> FilterSetting {
        try refuseUnknown(table, known: ["kind", "hertz", "q"], in: section)
        var filter = FilterSetting()
        filter.kind = try value(table, "kind", in: section, kind: "\"none\", \"low-pass\" or \"high-pass\"") {
            $0.string.flatMap(FilterKind.init(name:))
        } ?? .none
        filter.cutoffHertz = Float(try number(table, "hertz", in: section, 20...20_000) ?? 1000)
        filter.q = Float(try number(table, "q", in: section, 0.1...20) ?? 0.707)
        return filter
    }

    private func effect(_ table: TOMLTable, of section: String) throws -> EffectSetting {
        try refuseUnknown(
            table,
            known: [
                "kind", "wet", "seconds", "feedback", "low_hertz", "high_hertz", "q", "rate_hertz", "moved_by", "sensitivity_db",
            ], in: section)
        let kind = try value(table, "kind", in: section, kind: "\"none\", \"reverb\", \"delay\" or \"wah\"") {
            $0.string.flatMap(EffectKind.init(name:))
        } ?? .none
        var effect = EffectSetting(kind: kind, wet: kind == .wah ? MoodMap.wahWet : 0.35)
        if let wet = try number(table, "wet", in: section, 0...1) { effect.wet = Float(wet) }
        if let seconds = try number(table, "seconds", in: section, kind == .delay ? 0.001...2 : 0.1...20) {
            if kind == .delay { effect.delaySeconds = Float(seconds) } else { effect.reverbSeconds = Float(seconds) }
        }
        if let feedback = try number(table, "feedback", in: section, 0...0.95) { effect.delayFeedback = Float(feedback) }
        if let low = try number(table, "low_hertz", in: section, 40...10_000) { effect.wahLowHertz = Float(low) }
        if let high = try number(table, "high_hertz", in: section, 40...10_000) { effect.wahHighHertz = Float(high) }
        if let q = try number(table, "q", in: section, 0.3...20) { effect.wahQ = Float(q) }
        if let rate = try number(table, "rate_hertz", in: section, 0.01...20) { effect.wahRateHertz = Float(rate) }
        effect.wahMover = try value(table, "moved_by", in: section, kind: "\"oscillator\" or \"envelope\"") {
            $0.string.flatMap(WahMover.init(name:))
        } ?? .oscillator
        if let decibels = try number(table, "sensitivity_db", in: section, -40...40) { effect.wahSensitivityDecibels = Float(decibels) }
        return effect
    }

    private func number(_ table: TOMLTable, _ key: String, in section: String?, _ range: ClosedRange<Double>) throws -> Double? {
        try value(table, key, in: section, kind: "a number within \(range.lowerBound.short)…\(range.upperBound.short)") {
            $0.number.flatMap { $0.isFinite && range.contains($0) ? $0 : nil }
        }
    }

    /// Nil when the key is absent; an error when its value is not what `read` accepts.
    private func value<Value>(
        _ table: TOMLTable, _ key: String, in section: String?, kind: String, _ read: (TOMLValueConvertible) -> Value?
    ) throws -> Value? {
        guard let raw = table[key] else { return nil }
        guard let value = read(raw) else { throw bad(key: key, in: section, "it must be \(kind)") }
        return value
    }

    private func refuseUnknown(_ table: TOMLTable, known: [String], in section: String?) throws {
        for key in table.keys where !known.contains(key) {
            throw bad(key: key, in: section, "unknown key; known here: \(known.joined(separator: ", "))")
        }
    }

    private func bad(key: String, in section: String?, _ cause: String) -> CaptureError {
        let place = line(of: key, in: section).map { "line \($0), " } ?? ""
        let full = section.map { "[\($0)] \(key)" } ?? key
        return CaptureError("read map", path, "\(place)\(full): \(cause)", next: "mend it; the format is in the README")
    }

    /// The line where `key` stands, searched as text because the parser keeps no positions of values.
    private func line(of key: String, in section: String?) -> Int? {
        var first = 0
        if let section {
            guard let header = lines.firstIndex(where: { $0.trimmingCharacters(in: .whitespaces).hasPrefix("[\(section)]") }) else { return nil }
            first = header
        }
        return lines[first...].firstIndex { line in
            line.prefix { $0 != "#" }.range(of: "\\b\(NSRegularExpression.escapedPattern(for: key))\\b\\s*=", options: .regularExpression) != nil
        }.map { $0 + 1 }
    }
}
