import Testing

@testable import App

@Suite struct SVGTests {
    @Test func numbersHaveTwoDecimalsAndAreFinite() {
        let numbers: [(Double, String)] = [
            (0, "0"), (12, "12"), (1.5, "1.5"), (1.25, "1.25"), (0.05, "0.05"), (-0.5, "-0.5"), (-3.07, "-3.07"), (0.004, "0"),
            (-0.004, "0"), (0.999, "1"), (1e300, "1000000000"), (.nan, "0"), (.infinity, "0"), (-.infinity, "0"),
        ]
        for (number, text) in numbers { #expect(SVG.number(number) == text) }
    }

    @Test func whateverTextIsComesBackAsText() throws {
        let hostile = "</text><script>alert('1')</script> & &lt; \"]]>\" é 東京 \u{1F600}"
        var svg = SVG(width: 10, height: 20, title: hostile, style: "")
        svg.text("name", hostile, x: 1, middle: 2)
        let elements = try SVGElements(svg.document)
        #expect(elements.all.map(\.name) == ["svg", "title", "style", "text"])
        #expect(elements.all[1].text == hostile && elements.texts == [hostile])
    }

    @Test func charactersThatXMLCannotHoldAreReplaced() throws {
        var svg = SVG(width: 10, height: 20, title: "", style: "")
        svg.text("name", "a\u{0}b\u{1B}[2Jc\nd\u{FFFE}\u{85}", x: .nan, middle: .infinity)
        let text = try #require(SVGElements(svg.document).all.last)
        #expect(text.text == "a\u{FFFD}b\u{FFFD}[2Jc\u{FFFD}d\u{FFFD}\u{FFFD}")
        #expect(text.number("x") == 0 && text.number("y") == 0)
    }

    @Test func pathsAreWrittenInOrder() throws {
        var path = SVGPath()
        path.move(1, 2)
        path.line(3.5, 4)
        path.horizontal(to: 7)
        path.vertical(to: -1)
        path.dot(9, 9)
        #expect(path.data == "M1 2L3.5 4H7V-1M9 9h0")
        var svg = SVG(width: 10, height: 20, title: "", style: "")
        svg.path("line", SVGPath())
        #expect(try SVGElements(svg.document).with("line").isEmpty, "nothing is drawn for an empty path")
    }
}

@Suite struct PlotAxisTests {
    @Test func axes() {
        let frequency = PlotAxis.frequency(100, 10_000, labelled: [1000])
        #expect(abs(frequency.place(1000) - 0.5) < 1e-12 && frequency.place(1) == 0 && frequency.place(1e9) == 1)
        #expect(frequency.ticks == [PlotAxis.Tick(value: 1000, label: "1k")])
        #expect(PlotAxis.time(upTo: 20).ticks.map(\.label) == ["0", "2", "4", "6", "8", "10", "12", "14", "16", "18", "20"])
        #expect(PlotAxis.time(upTo: 600).ticks.map(\.label).suffix(2) == ["9:00", "10:00"])
        #expect(PlotAxis.time(upTo: 86_400).ticks.last == PlotAxis.Tick(value: 86_400, label: "24:00:00"))
        #expect((1...13).contains(PlotAxis.time(upTo: 0.0013).ticks.count))
        #expect(PlotAxis.semitones([-12, 12]).ticks.map(\.label).contains("+12"))
        #expect(PlotAxis.semitones([-12, 12]).ticks.map(\.label).contains("\u{2212}12"))
        #expect(PlotAxis.tempo([0.1, 5]).ticks.count == 6)
    }

    @Test func louderIsDarker() {
        let lumas = LoudnessScale.palette.map { colour in
            0.2126 * Double(colour >> 16 & 255) + 0.7152 * Double(colour >> 8 & 255) + 0.0722 * Double(colour & 255)
        }
        #expect(lumas.count == LoudnessScale.steps && zip(lumas, lumas.dropFirst()).allSatisfy { $0 > $1 })
        #expect(LoudnessScale.step(-3) == 0 && Int(LoudnessScale.step(7)) == LoudnessScale.steps - 1)
    }
}
