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
