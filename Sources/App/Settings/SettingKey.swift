import ArgumentParser
import FoundationEssentials
import Glibc

/// An option of `app live` as the settings file knows it. The table is read from the options themselves: declaring one in `Live`, or
/// in a group that it takes, makes it a key of the file and a line of `app settings`.
struct SettingKey: Equatable {
    enum Kind {
        /// `true` or `false`.
        case flag
        /// A text or a number.
        case value
        /// One of these, or an array of them.
        case list
    }

    let name: String
    let kind: Kind
    /// What the option says of itself.
    let help: String
    /// As text; nil where it has none of its own.
    let standard: String?
    /// A flag that `--no-NAME` switches off.
    var hasInverse = false

    /// What stands for it in place of a value of its own: the end of `help`, in its words.
    var standardInWords: String? {
        guard let begin = help.firstRange(of: "Default: ")?.upperBound else { return nil }
        let words = help[begin...]
        let sentence = words[..<(words.firstRange(of: ". ")?.lowerBound ?? words.endIndex)]
        return String(sentence.hasSuffix(".") ? sentence.dropLast() : sentence)
    }

    /// Every key, in the order of `app live --help`.
    static let all = keys(of: Live.self)

    static func named(_ name: String) -> SettingKey? { all.first { $0.name == name } }

    /// Not settings: they ask for words, or name the file itself.
    private static let others: Set = ["help", "version", "config"]

    private static func keys(of command: any ParsableArguments.Type) -> [SettingKey] {
        guard let help = try? JSONDecoder().decode(Help.self, from: Data(command._dumpHelp().utf8)) else { return [] }
        let options = help.command.arguments ?? []
        let flags = Set(options.filter { $0.kind == "flag" }.compactMap(\.longName))
        return options.compactMap { option in
            guard let name = option.longName, !others.contains(name) else { return nil }
            if name.hasPrefix("no-"), flags.contains(String(name.dropFirst(3))) { return nil }
            let kind: Kind = option.kind == "flag" ? .flag : option.isRepeating ? .list : .value
            var key = SettingKey(
                name: name, kind: kind, help: option.abstract ?? "", standard: kind == .flag ? "false" : option.defaultValue)
            key.hasInverse = kind == .flag && flags.contains("no-" + name)
            return key
        }
    }
}

/// What swift-argument-parser says of a command, as far as it is needed here.
private struct Help: Decodable {
    struct Command: Decodable { let arguments: [Option]? }
    struct Name: Decodable {
        let kind: String
        let name: String
    }
    struct Option: Decodable {
        let kind: String
        let isRepeating: Bool
        let names: [Name]?
        let defaultValue: String?
        let abstract: String?

        var longName: String? { names?.first { $0.kind == "long" }?.name }
    }
    let command: Command
}
