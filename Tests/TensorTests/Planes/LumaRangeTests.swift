import Testing

@testable import Tensor

@Suite struct LumaRangeTests {
    private func range(_ pixels: [UInt8], width: Int) -> LumaRange {
        pixels.withUnsafeBufferPointer {
            LumaRange(of: LumaView(base: $0.baseAddress!, width: width, height: pixels.count / width, stride: width), every: 1)
        }
    }

    /// 100 … 119, as many pixels of each; and a few that are black or white.
    @Test func percentilesLeaveOutAFewPixels() {
        let ramp = (0..<2000).map { UInt8(100 + $0 % 20) } + [0, 255]
        let range = range(ramp, width: 2)
        #expect(range.dark == 100 && range.light == 119 && range.contrast == 19 && range.isFlat && !range.isEmpty)
        var pixels = ramp
        range.stretch(&pixels, count: pixels.count)
        #expect(pixels.min() == 0 && pixels.max() == 255 && pixels[2000] == 0 && pixels[2001] == 255)
        #expect((0..<20).allSatisfy { abs(Int(pixels[$0]) - $0 * 255 / 19) <= 1 })
    }

    /// A face far away on an even wall.
    @Test func somethingSmallOnAnEvenWallIsNotFlat() {
        let wall = [UInt8](repeating: 90, count: 99_000) + [UInt8](repeating: 20, count: 300) + [UInt8](repeating: 220, count: 300)
        #expect(range(wall, width: 100).contrast == 0 && !range(wall, width: 100).isFlat)
        #expect(range([UInt8](repeating: 90, count: 100), width: 10).isEmpty)
    }
}

@Suite struct TurnedGridTests {
    private let width = 40, height = 30
    private var ramp: [UInt8] { (0..<1200).map { UInt8($0 % 40 * 4 + $0 / 40) } }

    private func sample(_ grid: TurnedGrid, _ columns: Int, _ rows: Int) -> [UInt8] {
        var found = [UInt8](repeating: 0, count: columns * rows)
        ramp.withUnsafeBufferPointer {
            grid.sample(
                LumaView(base: $0.baseAddress!, width: width, height: height, stride: width), width: columns, height: rows, into: &found)
        }
        return found
    }

    @Test func withoutATurnPixelsStayAsTheyAre() {
        #expect(sample(TurnedGrid(centreX: 20, centreY: 15, step: 1, degrees: 0), 40, 30) == ramp)
    }

    /// Clockwise in the picture: what becomes a row to the right was a column downwards.
    @Test func aQuarterTurnExchangesRowsAndColumns() {
        let turned = sample(TurnedGrid(centreX: 20, centreY: 15, step: 1, degrees: 90), 30, 40)
        for y in 0..<40 {
            for x in 0..<30 { #expect(abs(Int(turned[y * 30 + x]) - Int(ramp[x * 40 + 39 - y])) <= 1) }
        }
    }

    @Test func anyTurnLiesOnTheRampAndTheEdgeRepeats() {
        let grid = TurnedGrid(centreX: 22, centreY: 13, step: 1.7, degrees: 33)
        let found = sample(grid, 24, 24)
        for y in 0..<24 {
            for x in 0..<24 {
                let place = grid.place(across: Double(x) - 11.5, down: Double(y) - 11.5)
                let expected = min(max(place.x - 0.5, 0), 39) * 4 + min(max(place.y - 0.5, 0), 29)
                #expect(abs(Double(found[y * 24 + x]) - expected) <= 1.5)
            }
        }
    }
}

@Suite struct LocalContrastTests {
    /// A pattern in full light and in a fifth of it, side by side: afterwards the shadow's contrast has come much nearer to the light's.
    @Test func shadowGainsContrast() {
        let side = 64
        var pixels = (0..<side * side).map { index in
            let luma = 40 + index * 7919 % 160
            return UInt8(index % side < side / 2 ? luma / 5 : luma)
        }
        func deviation(_ columns: Range<Int>) -> Double {
            let part = (0..<side).flatMap { y in columns.map { Double(pixels[y * side + $0]) } }
            let mean = part.reduce(0, +) / Double(part.count)
            return (part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(part.count)).squareRoot()
        }
        let (shadow, light) = (deviation(0..<16), deviation(48..<64))
        LocalContrast(tiles: 4).even(&pixels, width: side, height: side)
        #expect(deviation(0..<16) > 2.5 * shadow && deviation(48..<64) > light)
    }
}
