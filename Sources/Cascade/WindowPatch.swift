/// Copies of windows of an integral image, number by number side by side.
final class WindowPatch {
    /// Where a number of the first window lies; those of the other windows follow it.
    let layout: SumLayout
    let numbers: UnsafePointer<Int32>
    private let output: UnsafeMutablePointer<Int32>
    private let source: SumLayout
    private let rows: Int
    /// The columns of a row that lie without gaps in the integral image: all of them, or the even and the odd ones.
    private let runs: Int
    private let runLength: Int

    private static let lanes = SumLanes.scalarCount

    /// For windows of width × height pixels, one more number each way.
    init(width: Int, height: Int, from source: SumLayout) {
        self.source = source
        rows = height + 1
        runs = source.split ? 2 : 1
        // Four numbers are copied at a time.
        runLength = Swift.max(source.split ? width / 2 + 1 : width + 1, 4)
        layout = SumLayout(rowStride: runs * runLength, split: source.split, pitch: Self.lanes)
        let byteCount = rows * layout.rowStride * Self.lanes * MemoryLayout<Int32>.stride
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
        output = buffer.initializeMemory(as: Int32.self, repeating: 0, count: byteCount / MemoryLayout<Int32>.stride)
        numbers = UnsafePointer(output)
    }

    deinit { output.deallocate() }

    /// Copies `count` windows, at least one and at most as many as a vector has lanes; the other lanes repeat the last.
    func copy(_ windows: UnsafePointer<Int>, _ count: Int, of sums: UnsafePointer<Int32>) {
        // Row by row, so that the patch is written from one end to the other.
        for row in 0..<rows {
            for lane in stride(from: 0, to: Self.lanes, by: 8) {
                @inline(__always) func window(_ number: Int) -> UnsafePointer<Int32> {
                    sums + (windows[Swift.min(lane &+ number, count &- 1)] &+ row &* source.rowStride)
                }
                copyRow(
                    window(0), window(1), window(2), window(3), window(4), window(5), window(6), window(7),
                    into: output + (row &* layout.rowStride &* Self.lanes &+ lane))
            }
        }
    }

    /// A row of eight windows.
    @inline(__always)
    private func copyRow(
        _ a: UnsafePointer<Int32>, _ b: UnsafePointer<Int32>, _ c: UnsafePointer<Int32>, _ d: UnsafePointer<Int32>,
        _ e: UnsafePointer<Int32>, _ f: UnsafePointer<Int32>, _ g: UnsafePointer<Int32>, _ h: UnsafePointer<Int32>,
        into output: UnsafeMutablePointer<Int32>
    ) {
        let (runLength, lanes) = (runLength, Self.lanes)
        for run in 0..<runs {
            let (from, to) = (run &* (source.rowStride / 2), output + run &* runLength &* lanes)
            var block = 0
            while block < runLength {
                // The last four may overlap those before.
                let column = Swift.min(block, runLength &- 4)
                let place = from &+ column
                let turned = TurnedNumbers(
                    SIMD8(lowHalf: SIMD4(a + place, 0), highHalf: SIMD4(e + place, 0)),
                    SIMD8(lowHalf: SIMD4(b + place, 0), highHalf: SIMD4(f + place, 0)),
                    SIMD8(lowHalf: SIMD4(c + place, 0), highHalf: SIMD4(g + place, 0)),
                    SIMD8(lowHalf: SIMD4(d + place, 0), highHalf: SIMD4(h + place, 0)))
                turned.store(to + column &* lanes, pitch: lanes)
                block &+= 4
            }
        }
    }
}
