import ArgumentParser
import Capture
import FoundationEssentials
import Glibc
import Session
import TOML

/// The settings of a person or a machine: a TOML file whose keys are the options of `app live`. Every error names the line and the key.
struct SettingsFile {
    struct Entry {
        let key: SettingKey
        /// As the command line would give them; of a flag `true` or `false`.
        let values: [String]
        let line: Int
    }

    let path: String
    private(set) var entries: [Entry] = []

    /// In the settings of `UserFolders`; nil for a user without a home folder.
    static var usualPath: String? { UserFolders.own.settings.map { $0 + "/settings.toml" } }

    /// The file named, which must be there, else the usual one, else nil.
    static func open(_ name: String?) throws -> SettingsFile? {
        if let name { return try SettingsFile(path: name, Files.bytes(of: name, "read settings")) }
        guard let path = usualPath, FileManager.default.fileExists(atPath: path) else { return nil }
        return try SettingsFile(path: path, Files.bytes(of: path, "read settings"))
    }

    init(path: String, _ bytes: [UInt8]) throws(LeitmotifError) {
        self.path = path
        let root = try Files.table(bytes, "read settings", path)
        for name in root.keys {
            guard let value = root[name] else { continue }
            guard let key = SettingKey.named(name) else { throw bad(value, name, SettingsFile.unknown(name)) }
            let entry = Entry(key: key, values: try values(of: key, value), line: value.line)
            try check(entry, value)
            entries.append(entry)
        }
    }

    private static func unknown(_ name: String) -> String {
        if name == "config" { return "unknown key: --config names this file itself" }
        let names = SettingKey.all.map(\.name)
        guard let nearest = NearestName.of(name, among: names) else { return "unknown key; known are \(names.joined(separator: ", "))" }
        return "unknown key; the nearest known one is \(nearest)"
    }

    private func values(of key: SettingKey, _ value: TOMLValue) throws(LeitmotifError) -> [String] {
        switch key.kind {
        case .flag:
            guard let flag = value.boolean else { throw bad(value, key.name, "it must be true or false") }
            return [flag ? "true" : "false"]
        case .value:
            guard let text = SettingsFile.text(value) else { throw bad(value, key.name, "it must be a text or a number") }
            return [text]
        case .list:
            var texts: [String] = []
            for element in value.array ?? [value] {
                guard let text = SettingsFile.text(element) else {
                    throw bad(element, key.name, "it must be a text, or an array of texts")
                }
                texts.append(text)
            }
            return texts
        }
    }

    private static func text(_ value: TOMLValue) -> String? {
        switch value.content {
        case .string(let text):
            // A shell does this on the command line.
            text.hasPrefix("~/") ? FileManager.default.homeDirectoryForCurrentUser.path + text.dropFirst() : text
        case .integer(let number): String(number)
        case .float(let number): number.short
        case .boolean, .array, .table: nil
        }
    }

    /// As the only option of a command line: what is wrong with it then is its own mistake, on its own line.
    private func check(_ entry: Entry, _ value: TOMLValue) throws(LeitmotifError) {
        do { _ = try Live.parse(entry.words) } catch { throw bad(value, entry.key.name, Live.message(for: error)) }
    }

    private func bad(_ value: TOMLValue, _ key: String, _ cause: String) -> LeitmotifError {
        LeitmotifError(
            .damaged, "read settings", path, "line \(value.line), \(key): \(cause)", next: "mend it; app live --help lists every key")
    }
}

extension SettingsFile.Entry {
    /// The same as words of a command line.
    var words: [String] {
        guard key.kind == .flag else { return values.map { "--\(key.name)=\($0)" } }
        return values == ["true"] ? ["--\(key.name)"] : []
    }
}
