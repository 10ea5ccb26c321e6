import Testing

@testable import App

@Suite struct PlotCanvasTests {
    private func pixel(_ canvas: PlotCanvas, _ x: Int, _ y: Int) -> [UInt8] {
        Array(UnsafeBufferPointer(start: canvas.pixels + (y * canvas.width + x) * 3, count: 3))
    }

    private func inked(_ canvas: PlotCanvas) -> [(x: Int, y: Int)] {
        (0..<canvas.width * canvas.height).map { (x: $0 % canvas.width, y: $0 / canvas.width) }
            .filter { pixel(canvas, $0.x, $0.y) != [255, 255, 255] }
    }

    @Test func beginsWhiteAndFillsExactly() {
        let canvas = PlotCanvas(width: 20, height: 10)
        #expect(inked(canvas).isEmpty)
        canvas.fill(PlotArea(left: 3, top: 2, right: 6, bottom: 5), PlotColour(0x102030))
        #expect(inked(canvas).count == 9)
        #expect(pixel(canvas, 3, 2) == [0x10, 0x20, 0x30] && pixel(canvas, 5, 4) == [0x10, 0x20, 0x30])
        #expect(pixel(canvas, 6, 4) == [255, 255, 255])
    }

    @Test func coverMixes() {
        let canvas = PlotCanvas(width: 1, height: 1)
        canvas.blend(0, 0, PlotColour(0x000000), cover: 0.2)
        #expect(pixel(canvas, 0, 0) == [204, 204, 204])
    }

    @Test func framesOnlyTheEdge() {
        let canvas = PlotCanvas(width: 10, height: 10)
        canvas.frame(PlotArea(left: 2, top: 3, right: 8, bottom: 7), .ink)
        #expect(inked(canvas).count == 2 * 6 + 2 * 2)
        #expect(pixel(canvas, 4, 5) == [255, 255, 255])
    }

    @Test func whatLiesOutsideIsCutOff() {
        let canvas = PlotCanvas(width: 4, height: 4)
        canvas.fill(PlotArea(left: -5, top: -5, right: 0, bottom: 9), .ink)
        canvas.fill(PlotArea(left: 7, top: 0, right: 9, bottom: 4), .ink)
        canvas.fill(PlotArea(left: 3, top: 3, right: 1, bottom: 1), .ink)
        canvas.draw([PlotStroke(x0: -30, y0: -9, x1: -20, y1: 90)], .ink, thickness: 3)
        canvas.blend(4, 0, .ink)
        #expect(inked(canvas).isEmpty)
        canvas.fill(PlotArea(left: -100, top: -100, right: 100, bottom: 100), .ink)
        #expect(inked(canvas).count == 16)
    }

    @Test func strokesHaveTheirThicknessAndStayInTheirArea() {
        let canvas = PlotCanvas(width: 30, height: 20)
        let stroke = PlotStroke(x0: 5, y0: 10, x1: 25, y1: 10)
        canvas.draw([stroke, stroke], PlotColour(0x000000), thickness: 3, in: PlotArea(left: 0, top: 0, right: 20, bottom: 20))
        for y in 9...11 { #expect(pixel(canvas, 15, y) == [0, 0, 0]) }
        #expect(pixel(canvas, 15, 7) == [255, 255, 255] && pixel(canvas, 15, 13) == [255, 255, 255])
        #expect(inked(canvas).allSatisfy { $0.x < 20 })
    }

    @Test func joinedStrokesCoverAPixelOnce() {
        let once = PlotCanvas(width: 12, height: 12), twice = PlotCanvas(width: 12, height: 12)
        let slanted = PlotStroke(x0: 2, y0: 2, x1: 9, y1: 6)
        once.draw([slanted], .ink, thickness: 1.6)
        twice.draw([slanted, slanted], .ink, thickness: 1.6)
        #expect(inked(once).allSatisfy { pixel(once, $0.x, $0.y) == pixel(twice, $0.x, $0.y) })
        #expect(inked(once).count == inked(twice).count)
    }

    @Test func textKeepsToItsSide() throws {
        let width = PlotCanvas.width(of: "16k")
        for (align, left) in [(PlotAlign.left, 50.0), (.centre, 50 - width / 2), (.right, 50 - width)] {
            let canvas = PlotCanvas(width: 100, height: 30)
            canvas.write("16k", x: 50, middle: 15, align: align)
            let columns = inked(canvas).map(\.x), rows = inked(canvas).map(\.y)
            #expect(abs(Double(try #require(columns.min())) - left) <= 1.5)
            #expect(abs(Double(try #require(columns.max())) - left - width) <= 1.5)
            #expect(try #require(rows.min()) + #require(rows.max()) == 30)
        }
    }

    @Test func lettersAreAllThereAndAllDifferent() {
        let letters = (33...126).map { Unicode.Scalar($0)! } + ["\u{D7}"]
        let shapes = letters.map { letter in PlotFont.glyph(letter).strokes.map { "\($0)" }.sorted().joined() }
        #expect(shapes.allSatisfy { !$0.isEmpty })
        #expect(Set(shapes).count == letters.count)
        #expect(PlotFont.glyph(" ").strokes.isEmpty && PlotFont.glyph(" ").advance > 0)
        #expect(PlotFont.glyph("\u{E9}").strokes.count == PlotFont.glyph("?").strokes.count)
        #expect(PlotFont.glyph("\n").strokes.count == PlotFont.glyph("?").strokes.count)
    }

    @Test func louderIsDarker() {
        func luma(_ colour: PlotColour) -> Double {
            let (red, green, blue) = (Double(colour.red), Double(colour.green), Double(colour.blue))
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue
        }
        let lumas = (0...100).map { luma(PlotScale.colour(Double($0) / 100)) }
        #expect(zip(lumas, lumas.dropFirst()).allSatisfy { $0 > $1 })
        #expect(PlotScale.colour(-3) == PlotScale.colour(0) && PlotScale.colour(7) == PlotScale.colour(1))
    }

    @Test func axes() {
        let frequency = PlotAxis.frequency(100, 10_000, labelled: [1000])
        #expect(abs(frequency.place(1000) - 0.5) < 1e-12 && frequency.place(1) == 0 && frequency.place(1e9) == 1)
        #expect(frequency.ticks == [PlotAxis.Tick(value: 1000, label: "1k")])
        #expect(PlotAxis.time(upTo: 20).ticks.map(\.label) == ["0", "2", "4", "6", "8", "10", "12", "14", "16", "18", "20"])
        #expect(PlotAxis.time(upTo: 600).ticks.map(\.label).suffix(2) == ["9:00", "10:00"])
        #expect(PlotAxis.time(upTo: 86_400).ticks.last == PlotAxis.Tick(value: 86_400, label: "24:00:00"))
        #expect((1...13).contains(PlotAxis.time(upTo: 0.0013).ticks.count))
        #expect(PlotAxis.semitones([-12, 12]).ticks.map(\.label).contains("+12"))
        #expect(PlotAxis.tempo([0.1, 5]).ticks.count == 6)
    }
}
