import Capture
import Foundation
import TOMLKit

/// TOML as people type it: any text becomes a table or an error that names the line.
enum TOMLText {
    /// - Parameters:
    ///   - operation: what is being done, for the error: `read map`.
    ///   - path: the file's name, for the error.
    static func table(_ text: String, _ operation: String, _ path: String) throws(LeitmotifError) -> TOMLTable {
        func failure(_ line: Int, _ cause: String) -> LeitmotifError {
            LeitmotifError(.damaged, operation, path, "line \(line): \(cause)", next: "mend that line")
        }
        if let line = brokenHeader(in: text) { throw failure(line, "a section is written [name], with a plain name in it") }
        do {
            return try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw failure(error.source.begin.line, error.description)
        } catch {
            throw failure(1, "\(error)")
        }
    }

    /// The first line that starts like a section but has no plain name in its brackets. Some of these trip an assertion in
    /// toml++, which kills the program; that must not happen while somebody edits a map and the music plays. TOML lets a line of
    /// an array start with a bracket; our files do not need it.
    private static func brokenHeader(in text: String) -> Int? {
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let bare = line.drop { $0 == " " || $0 == "\t" }
            guard bare.first == "[" else { continue }
            if bare.wholeMatch(of: /\[{1,2}[A-Za-z0-9_-]+\]{1,2}\s*(#.*)?/) == nil { return index + 1 }
        }
        return nil
    }
}
