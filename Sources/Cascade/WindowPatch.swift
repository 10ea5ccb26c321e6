/// Copies of windows of an integral image, number by number side by side.
final class WindowPatch {
    /// Where a number of the first window lies; those of the other windows follow it.
    let layout: SumLayout
    let numbers: UnsafePointer<UInt16>
    private let output: UnsafeMutablePointer<UInt16>
    private let source: SumLayout
    private let rows: Int
    /// The columns of a row that lie without gaps in the integral image: all of them, or the even and the odd ones.
    private let runs: Int
    private let runLength: Int

    private static let lanes = WindowLanes.scalarCount
    /// Numbers that are copied at a time.
    private static let block = 8

    /// For windows of width × height pixels, one more number each way.
    init(width: Int, height: Int, from source: SumLayout) {
        self.source = source
        rows = height + 1
        runs = source.split ? 2 : 1
        runLength = Swift.max(source.split ? width / 2 + 1 : width + 1, Self.block)
        layout = SumLayout(rowStride: runs * runLength, split: source.split, pitch: Self.lanes)
        let byteCount = rows * layout.rowStride * Self.lanes * MemoryLayout<UInt16>.stride
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
        output = buffer.initializeMemory(as: UInt16.self, repeating: 0, count: byteCount / MemoryLayout<UInt16>.stride)
        numbers = UnsafePointer(output)
    }

    deinit { output.deallocate() }

    /// Copies `count` windows, at least one and at most as many as a vector has lanes; the other lanes repeat the last.
    func copy(_ windows: UnsafePointer<Int>, _ count: Int, of sums: UnsafePointer<UInt16>) {
        // Row by row, so that the patch is written from one end to the other.
        for row in 0..<rows {
            for lane in stride(from: 0, to: Self.lanes, by: 16) {
                @inline(__always) func window(_ number: Int) -> UnsafePointer<UInt16> {
                    sums + (windows[Swift.min(lane &+ number, count &- 1)] &+ row &* source.rowStride)
                }
                copyRow(
                    EightWindows(window(0), window(2), window(4), window(6), window(8), window(10), window(12), window(14)),
                    EightWindows(window(1), window(3), window(5), window(7), window(9), window(11), window(13), window(15)),
                    into: output + (row &* layout.rowStride &* Self.lanes &+ lane))
            }
        }
    }

    /// A row of sixteen windows, of every second one and of the others.
    @inline(__always)
    private func copyRow(_ even: EightWindows, _ odd: EightWindows, into output: UnsafeMutablePointer<UInt16>) {
        let (runLength, lanes) = (runLength, Self.lanes)
        for run in 0..<runs {
            let (from, to) = (run &* (source.rowStride / 2), output + run &* runLength &* lanes)
            var block = 0
            while block < runLength {
                // The last eight may overlap those before.
                let column = Swift.min(block, runLength &- Self.block)
                even.turned(from &+ column).store(between: odd.turned(from &+ column), to + column &* lanes, pitch: lanes)
                block &+= Self.block
            }
        }
    }
}

/// Where the rows of eight windows begin.
private struct EightWindows {
    private let a, b, c, d, e, f, g, h: UnsafePointer<UInt16>

    @inline(__always)
    init(
        _ a: UnsafePointer<UInt16>, _ b: UnsafePointer<UInt16>, _ c: UnsafePointer<UInt16>, _ d: UnsafePointer<UInt16>,
        _ e: UnsafePointer<UInt16>, _ f: UnsafePointer<UInt16>, _ g: UnsafePointer<UInt16>, _ h: UnsafePointer<UInt16>
    ) { (self.a, self.b, self.c, self.d, self.e, self.f, self.g, self.h) = (a, b, c, d, e, f, g, h) }

    /// Eight numbers of each from a place on, two by two.
    @inline(__always)
    func turned(_ place: Int) -> TurnedNumbers {
        @inline(__always)
        func four(_ first: UnsafePointer<UInt16>, _ second: UnsafePointer<UInt16>) -> SIMD8<UInt32> {
            SIMD8(
                lowHalf: UnsafeRawPointer(first + place).loadUnaligned(as: SIMD4<UInt32>.self),
                highHalf: UnsafeRawPointer(second + place).loadUnaligned(as: SIMD4<UInt32>.self))
        }
        return TurnedNumbers(four(a, e), four(b, f), four(c, g), four(d, h))
    }
}
