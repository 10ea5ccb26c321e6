import ArgumentParser
import Capture
import FoundationEssentials
import Glibc

struct Settings: CompletedBySettings {
    static let configuration = CommandConfiguration(
        abstract: "Print what app live would play with, and where each setting comes from.",
        discussion: """
            EXAMPLES
              app settings                                 the effective settings, as TOML
              app settings > settings.toml                 a file to begin with, for --config
              app settings --song waltz.flac --amount 0.5  the same with options of app live, which win over the file

            The file is \(SettingsFile.usualPath ?? "~/.config/leitmotif/settings.toml"), or what --config names. Its keys are the \
            options of app live by the same names: song = "waltz.flac", output = ["default", "tonight.flac"], mirror = true.
            """)

    @OptionGroup var live: Live

    var config: String? { live.config }

    mutating func run(_ settings: EffectiveSettings) throws {
        try Output.line("# " + head(settings.file))
        let lines = settings.entries.map { ($0.text, $0.source) }
        let width = min(lines.map(\.0.count).max() ?? 0, 40)
        for (text, source) in lines {
            try Output.line(text.padded(to: max(width, text.count)) + "  # " + source)
        }
    }

    private func head(_ file: SettingsFile?) -> String {
        if let file { return "with \(file.path)" }
        return SettingsFile.usualPath.map { "there is no \($0)" } ?? "this user has no folder for settings"
    }
}

extension EffectiveSettings.Entry {
    /// A line of TOML; one that says nothing is commented out.
    fileprivate var text: String {
        guard let values else { return "# \(key.name) =" }
        let literals = values.map { key.kind == .flag ? $0 : EffectiveSettings.Entry.literal($0) }
        return "\(key.name) = " + (key.kind == .list ? "[\(literals.joined(separator: ", "))]" : literals.joined())
    }

    fileprivate var source: String {
        switch origin {
        case .commandLine: "command line"
        case .file(let line): "line \(line) of the file"
        case .standard: values == nil ? "default: \(key.standardInWords ?? "none")" : "default"
        }
    }

    /// A number stays one; whatever else is a text.
    private static func literal(_ text: String) -> String {
        if let number = Double(text), number.short == text || String(number) == text { return number.short }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": escaped += "\\\(scalar)"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: escaped += String(printf: "\\u%04X", Int(scalar.value))
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return "\"\(escaped)\""
    }
}
