/// What a terminal may be sent: whether it understands control sequences, and whether its person wants colours.
struct TerminalStyle {
    /// `TERM` is missing, empty or `dumb`: only plain lines.
    let isDumb: Bool
    /// `NO_COLOR` is missing or empty (no-color.org).
    let hasColor: Bool

    init(variable: (String) -> String?) {
        isDumb = ["", "dumb"].contains(variable("TERM") ?? "")
        hasColor = (variable("NO_COLOR") ?? "").isEmpty
    }
}

/// A line of a picture in the terminal: pieces of text, of which some are coloured.
struct TerminalLine: Equatable {
    /// One of the terminal's own colours, which suit its background.
    enum Color: Int {
        case red = 31, green, yellow, blue, magenta, cyan
        case bold = 1, dim
    }

    struct Piece: Equatable {
        var text: String
        var color: Color?
    }

    private(set) var pieces: [Piece] = []

    /// Columns that it takes.
    var width: Int { pieces.reduce(0) { $0 + TerminalLine.width(of: $1.text) } }

    /// Adds text; what is no letter to a terminal, and could command it, becomes a dot.
    mutating func add(_ text: String, _ color: Color? = nil) {
        let safe = String(text.map { $0.unicodeScalars.contains { $0.properties.generalCategory == .control } ? "·" : $0 })
        pieces.append(Piece(text: safe, color: color))
    }

    /// Blanks up to a column.
    mutating func move(to column: Int) { if width < column { add(String(repeating: " ", count: column - width)) } }

    /// The same, cut to so many columns.
    func cut(to columns: Int) -> TerminalLine {
        var cut = TerminalLine()
        var left = columns
        for piece in pieces {
            let text = TerminalLine.prefix(of: piece.text, columns: left)
            left -= TerminalLine.width(of: text)
            if !text.isEmpty { cut.pieces.append(Piece(text: text, color: piece.color)) }
            if text.count < piece.text.count { break }
        }
        return cut
    }

    func text(hasColor: Bool) -> String {
        pieces.map { piece in
            guard hasColor, let color = piece.color else { return piece.text }
            return "\u{1B}[\(color.rawValue)m\(piece.text)\u{1B}[0m"
        }.joined()
    }

    /// The beginning of a text that fits.
    static func prefix(of text: String, columns: Int) -> String {
        var left = columns
        return String(text.prefix { character in
            left -= width(of: character)
            return left >= 0
        })
    }

    static func width(of text: String) -> Int { text.reduce(0) { $0 + width(of: $1) } }

    /// East Asian letters and pictures take two columns.
    private static func width(of character: Character) -> Int {
        switch character.unicodeScalars.first?.value ?? 0 {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
            0x1F300...0x1FAFF, 0x20000...0x3FFFD: 2
        default: 1
        }
    }
}
