/// Copies of windows of an integral image, number by number side by side.
final class WindowPatch {
    /// Where a number of the first window lies; those of the other windows follow it.
    let layout: SumLayout
    let numbers: UnsafePointer<Int32>
    private let output: UnsafeMutablePointer<Int32>
    private let scratch: UnsafeMutablePointer<Int32>
    private let corners: UnsafeMutablePointer<UnsafePointer<Int32>>
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
        let scratchCount = (runLength + 3) / 4 * 4 * Self.lanes
        scratch = UnsafeMutableRawPointer.allocate(byteCount: scratchCount * MemoryLayout<Int32>.stride, alignment: 64)
            .initializeMemory(as: Int32.self, repeating: 0, count: scratchCount)
        corners = .allocate(capacity: Self.lanes)
        corners.initialize(repeating: numbers, count: Self.lanes)
    }

    deinit {
        output.deallocate()
        scratch.deallocate()
        corners.deallocate()
    }

    /// Copies `count` windows, at least one and at most as many as a vector has lanes; the other lanes repeat the last.
    func copy(_ windows: UnsafePointer<Int>, _ count: Int, of sums: UnsafePointer<Int32>) {
        for lane in 0..<Self.lanes { corners[lane] = sums + windows[Swift.min(lane, count - 1)] }
        let (corners, output, runLength, runs, lanes) = (corners, output, runLength, runs, Self.lanes)
        let blocks = (runLength + 3) / 4
        let blockLength = 4 * lanes
        var to = output
        for row in 0..<rows {
            for run in 0..<runs {
                let from = row * source.rowStride + run * (source.rowStride / 2)
                for lane in 0..<lanes {
                    let window = corners[lane] + from
                    // Windows 4 l + j of the four rows j of a block stand at its number l.
                    let place = scratch + ((lane & 3) * lanes + lane / 4 * 4)
                    for block in 0..<blocks {
                        // The last four may overlap those before.
                        let column = Swift.min(block * 4, runLength - 4)
                        let four = SIMD4(window + column, 0)
                        UnsafeMutableRawPointer(place + block * blockLength).storeBytes(of: four, as: SIMD4<Int32>.self)
                    }
                }
                for block in 0..<blocks {
                    let column = Swift.min(block * 4, runLength - 4)
                    Self.turn(scratch + block * blockLength, to + column * lanes)
                }
                to += runLength * lanes
            }
        }
    }

    /// Four numbers of each window: rows become columns.
    @inline(__always)
    private static func turn(_ rows: UnsafePointer<Int32>, _ output: UnsafeMutablePointer<Int32>) {
        let lanes = Self.lanes
        let (a, b) = (SumLanes(rows, 0), SumLanes(rows + lanes, 0))
        let (c, d) = (SumLanes(rows + 2 &* lanes, 0), SumLanes(rows + 3 &* lanes, 0))
        a.firsts(b).lows(c.firsts(d)).store(output)
        a.seconds(b).lows(c.seconds(d)).store(output + lanes)
        a.firsts(b).highs(c.firsts(d)).store(output + 2 &* lanes)
        a.seconds(b).highs(c.seconds(d)).store(output + 3 &* lanes)
    }
}
