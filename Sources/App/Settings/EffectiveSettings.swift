import ArgumentParser
import Capture
import FoundationEssentials
import Glibc

/// A command that takes the options of `live`; a settings file completes what its command line leaves open.
protocol CompletedBySettings: ParsableCommand {
    /// The file named instead of the usual one.
    var config: String? { get }
    /// Runs with options that are complete.
    mutating func run(_ settings: EffectiveSettings) throws
}

extension CompletedBySettings {
    mutating func run(_ settings: EffectiveSettings) throws { try run() }
}

/// What a session is to be, and where each part of it comes from: the command line, else the settings file, else the option's own
/// default.
struct EffectiveSettings {
    enum Origin: Equatable {
        case commandLine
        case file(line: Int)
        case standard
    }

    struct Entry {
        let key: SettingKey
        /// Nil where nothing was given and the option has no default of its own.
        let values: [String]?
        let origin: Origin
    }

    /// Nil when there is none.
    let file: SettingsFile?
    let entries: [Entry]
    /// The command line with what the file adds.
    let words: [String]

    /// - Parameters:
    ///   - arguments: a command line that is right by itself.
    init(file: SettingsFile?, arguments: [String]) {
        self.file = file
        let given = EffectiveSettings.given(in: arguments)
        let added = file?.entries.filter { given[$0.key.name] == nil } ?? []
        entries = SettingKey.all.map { key in
            if let values = given[key.name] { return Entry(key: key, values: values, origin: .commandLine) }
            if let entry = added.first(where: { $0.key == key }) {
                return Entry(key: key, values: entry.values, origin: .file(line: entry.line))
            }
            return Entry(key: key, values: key.standard.map { [$0] }, origin: .standard)
        }
        // These commands take no arguments but options: a first word that is none names the command.
        let command = arguments.first.flatMap { $0.hasPrefix("-") ? nil : $0 }
        words = (command.map { [$0] } ?? []) + added.flatMap(\.words) + arguments.dropFirst(command == nil ? 0 : 1)
    }

    /// Parses a command line and runs it, completed by the settings.
    static func run(_ command: any CompletedBySettings, _ arguments: [String]) throws {
        let settings = EffectiveSettings(file: try SettingsFile.open(command.config), arguments: arguments)
        do {
            guard var completed = try Leitmotif.parseAsRoot(settings.words) as? any CompletedBySettings else { return }
            try completed.run(settings)
        } catch let error as ValidationError {
            guard let file = settings.file else { throw error }
            throw ValidationError("\(error.message) (\(file.path) counts too)")
        }
    }

    /// The options of a command line, by their names. What follows an option that takes a value is that value.
    static func given(in arguments: [String]) -> [String: [String]] {
        var given: [String: [String]] = [:]
        var rest = arguments[...]
        while let word = rest.popFirst(), word != "--" {
            guard word.hasPrefix("--") else { continue }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first.map(String.init) else { continue }
            if let key = SettingKey.named(name) {
                let value = key.kind == .flag ? "true" : parts.count > 1 ? String(parts[1]) : rest.popFirst() ?? ""
                given[name] = key.kind == .list ? given[name, default: []] + [value] : [value]
            } else if name.hasPrefix("no-"), SettingKey.named(String(name.dropFirst(3)))?.hasInverse == true {
                given[String(name.dropFirst(3))] = ["false"]
            } else if name == "config", parts.count == 1 {
                rest = rest.dropFirst()
            }
        }
        return given
    }
}
