/// The lines at the foot of a terminal that are drawn again and again, while what is said scrolls by above them. A value: gives the
/// text to write, and remembers what stands there.
struct TerminalScreen {
    /// Columns that each line takes, from top to bottom; the cursor stands behind the last.
    private var widths: [Int] = []

    var isShown: Bool { !widths.isEmpty }

    /// The text that draws `lines` where the last ones stand.
    /// - Parameter columns: of the terminal now; it may have been made narrower or wider since.
    mutating func draw(_ lines: [TerminalLine], columns: Int, hasColor: Bool) -> String {
        // The last column stays free: some terminals wrap when it is written, some do not.
        let cut = lines.map { $0.cut(to: columns - 1) }
        let text = up(columns: columns) + cut.map { $0.text(hasColor: hasColor) + "\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J"
        widths = cut.map(\.width)
        return text
    }

    /// The text that leaves nothing of them, and the cursor where they began.
    mutating func clear(columns: Int) -> String {
        guard !widths.isEmpty else { return "" }
        defer { widths = [] }
        return up(columns: columns) + "\u{1B}[J"
    }

    /// Something else stands there now: the shell's prompt.
    mutating func forget() { widths = [] }

    /// To the first of the lines. Where the terminal has become narrower it has broken them into several.
    private func up(columns: Int) -> String {
        let rows = widths.reduce(0) { $0 + max(1, ($1 + columns - 1) / max(columns, 1)) }
        return rows > 1 ? "\r\u{1B}[\(rows - 1)A" : "\r"
    }
}
