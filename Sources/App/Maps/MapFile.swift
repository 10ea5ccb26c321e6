import Capture
import DSP
import FoundationEssentials
import Glibc
import Mood
import Session
import TOML

/// A mood map from a TOML file; every error names the line and the key.
struct MapFile {
    private let path: String
    private let root: TOMLTable

    /// Where maps are saved that were made from built-in ones.
    static func userFolder() throws(LeitmotifError) -> String {
        guard let settings = UserFolders.own.settings else {
            throw LeitmotifError(.notFound, "find maps", "of this user", "the user has no home folder", next: "set HOME or XDG_CONFIG_HOME")
        }
        return settings + "/maps"
    }

    /// A map saved there under this name; nil for none.
    private static func saved(_ name: String) -> String? {
        guard Command.isMapName(name), let path = try? userFolder() + "/\(name).toml" else { return nil }
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    /// - Parameter name: a built-in map's name, the path of a TOML file, or the name of a map that was saved from the page.
    static func map(_ name: String) throws -> MoodMap {
        if let builtin = MoodMap.builtin.first(where: { $0.name == name }) { return builtin }
        guard let name = FileManager.default.fileExists(atPath: name) ? name : saved(name) else {
            let names = MoodMap.builtin.map(\.name).joined(separator: ", ")
            throw LeitmotifError(
                .notFound, "open map", name, "neither a built-in map nor a file", next: "choose \(names) or a TOML file")
        }
        return try MapFile(path: name, Files.bytes(of: name, "read map")).map()
    }

    init(path: String, _ bytes: [UInt8]) throws(LeitmotifError) {
        self.path = path
        root = try Files.table(bytes, "read map", path)
    }

    func map() throws -> MoodMap {
        let known = ["name", "blend", "quantise"] + Expression.allCases.map(\.name)
        try refuseUnknown(root, known: known, in: nil)
        var map = MoodMap.seed
        map.name = try name(root) ?? path.lastPathComponent
        map.blend = try value(root, "blend", in: nil, kind: "true, false or \"place\"") { raw in
            raw.boolean.map { $0 ? .probability : .named } ?? (raw.string == "place" ? .place : nil)
        } ?? .named
        map.quantise = try value(root, "quantise", in: nil, kind: "\"now\", \"beat\" or \"bar\"") {
            $0.string.flatMap(Quantise.init(name:))
        } ?? .beat
        for expression in Expression.allCases {
            guard let part = root[expression.name]?.table else {
                throw bad(root[expression.name], "[\(expression.name)]", in: nil, "the section is missing")
            }
            map[expression] = try setting(part, of: expression.name)
            map.songs[expression] = try song(part, of: expression.name)
        }
        return map
    }

    private func setting(_ table: TOMLTable, of section: String) throws -> MoodSetting {
        try refuseUnknown(table, known: ["song", "semitones", "tempo", "filter", "effect", "gain_db"], in: section)
        var setting = MoodSetting()
        setting.semitones = Float(try number(table, "semitones", in: section, -12...12) ?? 0)
        setting.tempo = try number(table, "tempo", in: section, 0.1...5) ?? 1
        setting.gainDecibels = Float(try number(table, "gain_db", in: section, -40...12) ?? 0)
        if let filter = try value(table, "filter", in: section, kind: "a table { kind = … }", { $0.table }) {
            setting.filter = try self.filter(filter, of: section)
        }
        if let effect = try value(table, "effect", in: section, kind: "a table { kind = … }", { $0.table }) {
            setting.effect = try self.effect(effect, of: section)
            let onBeat = setting.effect.descriptor?.parameters.filter { $0.beatRule != nil } ?? []
            setting.effectFollowsBeat = onBeat.allSatisfy { effect[$0.key] == nil }
        }
        return setting
    }

    /// The path of a song, from the map's own folder on.
    private func song(_ table: TOMLTable, of section: String) throws -> String? {
        let name = try value(table, "song", in: section, kind: "the name of a sound file") { $0.string.flatMap { $0.isEmpty ? nil : $0 } }
        guard let name else { return nil }
        let song = URL(fileURLWithPath: name, relativeTo: URL(fileURLWithPath: path).deletingLastPathComponent()).standardizedFileURL.path
        var isFolder = false
        guard FileManager.default.fileExists(atPath: song, isDirectory: &isFolder), !isFolder else {
            throw bad(table["song"], "song", in: section, "\(FileName.printable(song)): no such file")
        }
        return song
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

    /// Keys of other effects are ignored, so that trying another kind takes changing one word.
    private func effect(_ table: TOMLTable, of section: String) throws -> EffectSetting {
        let names = [EffectSetting.noneName] + EffectSetting.catalogue.map(\.name)
        let kind = names.dropLast().map { "\"\($0)\"" }.joined(separator: ", ") + " or \"\(names[names.count - 1])\""
        var effect = try value(table, "kind", in: section, kind: kind) { $0.string.flatMap(EffectSetting.init(name:)) } ?? .none
        let parameters = effect.descriptor?.parameters ?? []
        let everywhere = EffectSetting.catalogue.flatMap { $0.parameters.map(\.key) }
        try refuseUnknown(table, known: ["kind"] + parameters.map(\.key), ignored: everywhere, in: section)
        for (index, parameter) in parameters.enumerated() {
            if let value = try value(table, parameter, in: section) { effect.values[index] = value }
        }
        return effect
    }

    private func value(_ table: TOMLTable, _ parameter: EffectParameter, in section: String) throws -> Float? {
        if parameter.choices.isEmpty { return try number(table, parameter.key, in: section, parameter.range).map { Float($0) } }
        let kind = parameter.choices.map { "\"\($0)\"" }.joined(separator: " or ")
        return try value(table, parameter.key, in: section, kind: kind) { $0.string.flatMap(parameter.value(of:)) }
    }

    /// It is shown in a terminal, in one line.
    private func name(_ root: TOMLTable) throws -> String? {
        try value(root, "name", in: nil, kind: "a text in one line") {
            guard let text = $0.string, !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return nil }
            return text
        }
    }

    private func number(_ table: TOMLTable, _ key: String, in section: String?, _ range: ClosedRange<Double>) throws -> Double? {
        try value(table, key, in: section, kind: "a number within \(range.lowerBound.short)…\(range.upperBound.short)") {
            guard let number = $0.number, range.contains(number) else { return nil }
            return number
        }
    }

    /// Nil when the key is absent; throws when `read` rejects its value.
    private func value<Value>(
        _ table: TOMLTable, _ key: String, in section: String?, kind: String, _ read: (TOMLValue) -> Value?
    ) throws -> Value? {
        guard let raw = table[key] else { return nil }
        guard let value = read(raw) else { throw bad(raw, key, in: section, "it must be \(kind)") }
        return value
    }

    private func refuseUnknown(_ table: TOMLTable, known: [String], ignored: [String] = [], in section: String?) throws {
        for key in table.keys where !known.contains(key) && !ignored.contains(key) {
            throw bad(table[key], key, in: section, "unknown key; known here: \(known.joined(separator: ", "))")
        }
    }

    private func bad(_ value: TOMLValue?, _ key: String, in section: String?, _ cause: String) -> LeitmotifError {
        let place = value.map { "line \($0.line), " } ?? ""
        let full = section.map { "[\($0)] \(key)" } ?? key
        return LeitmotifError(.damaged, "read map", path, "\(place)\(full): \(cause)", next: "mend it; the README has the format")
    }
}
