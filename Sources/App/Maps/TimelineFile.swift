import Capture
import FoundationEssentials
import Glibc
import Mood
import Session

/// Moods as a score: CSV with the header `seconds,expression` and one row per change, in ascending order. `silence` stops the music.
enum TimelineFile {
    struct Row: Equatable {
        var seconds: Double
        /// Nil is silence.
        var expression: Expression?
    }

    private static let silence = "silence"

    static func read(_ path: String) throws -> [Row] { try parse(Files.text(of: path, "read timeline"), path: path) }

    static func parse(_ text: String, path: String) throws -> [Row] {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map { $0.trimmed }
        guard lines.first == "seconds,expression" else {
            throw bad(path, 1, "the header must be seconds,expression")
        }
        var rows: [Row] = []
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
                .map { $0.trimmed }
            guard cells.count == 2 else { throw bad(path, index + 1, "'\(line)' does not have two cells") }
            guard let seconds = Double(cells[0]), seconds.isFinite, (0...1e6).contains(seconds) else {
                throw bad(path, index + 1, "'\(cells[0])' is not a number of seconds within 0…1000000")
            }
            let expression = Expression(name: cells[1])
            guard expression != nil || cells[1] == silence else {
                throw bad(path, index + 1, "'\(cells[1])' is none of happy, sad, angry, surprise, neutral, silence")
            }
            guard seconds >= rows.last?.seconds ?? 0 else {
                throw bad(path, index + 1, "\(cells[0]) comes after a later time")
            }
            rows.append(Row(seconds: seconds, expression: expression))
        }
        guard !rows.isEmpty else { throw bad(path, 2, "there is no row") }
        return rows
    }

    /// Writes moods as a timeline, to milliseconds; the same file is read again as the same rows.
    static func write(_ moods: [FilmMood], to path: String) throws {
        let rows = moods.map { String(printf: "%.3f", $0.seconds) + "," + ($0.mood?.name ?? silence) }
        let text = (["seconds,expression"] + rows).map { $0 + "\n" }.joined()
        try WholeFile.write(text, to: path, "write timeline", next: "choose a folder that can be written to")
    }

    private static func bad(_ path: String, _ line: Int, _ cause: String) -> LeitmotifError {
        LeitmotifError(.damaged, "read timeline", path, "line \(line): \(cause)", next: "mend that line")
    }
}
