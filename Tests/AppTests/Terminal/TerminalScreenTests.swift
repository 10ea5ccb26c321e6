import Testing

@testable import App

@Suite struct TerminalScreenTests {
    private func lines(_ texts: String...) -> [TerminalLine] {
        texts.map { text in
            var line = TerminalLine()
            line.add(text)
            return line
        }
    }

    @Test func itDrawsOverWhatItDrew() {
        var screen = TerminalScreen()
        #expect(screen.clear(columns: 80) == "", "nothing stands there")
        #expect(screen.draw(lines("a", "b", "c"), columns: 80, hasColor: false) == "\ra\u{1B}[K\r\nb\u{1B}[K\r\nc\u{1B}[K\u{1B}[J")
        #expect(screen.draw(lines("d"), columns: 80, hasColor: false) == "\r\u{1B}[2Ad\u{1B}[K\u{1B}[J")
        #expect(screen.clear(columns: 80) == "\r\u{1B}[J" && screen.clear(columns: 80) == "")
        _ = screen.draw(lines("a", "b"), columns: 80, hasColor: false)
        screen.forget()
        #expect(screen.draw(lines("a"), columns: 80, hasColor: false).hasPrefix("\ra"))
    }

    @Test func aNarrowerTerminalHasBrokenTheLines() {
        var screen = TerminalScreen()
        let long = String(repeating: "x", count: 79)
        _ = screen.draw(lines(long, long, ""), columns: 80, hasColor: false)
        // Two rows each for the long ones.
        #expect(screen.clear(columns: 40) == "\r\u{1B}[4A\u{1B}[J")
        _ = screen.draw(lines(long), columns: 10, hasColor: false)
        #expect(screen.clear(columns: 10) == "\r\u{1B}[J", "it was cut to nine columns")
        for columns in [0, 1] { _ = screen.draw(lines(long), columns: columns, hasColor: true) }
    }

    @Test func linesAreCutByColumns() {
        var line = TerminalLine()
        line.add("ab", .red)
        line.add("日本x")
        #expect(line.width == 7)
        #expect((0...8).map { line.cut(to: $0).text(hasColor: false) } == ["", "a", "ab", "ab", "ab日", "ab日", "ab日本", "ab日本x", "ab日本x"])
        #expect(line.cut(to: -1).pieces.isEmpty)
        line.move(to: 9)
        #expect(line.width == 9)
    }
}
