/// Copies of 32 windows of an integral image, interleaved number by number.
final class WindowPatch {
    static let windows = 32
    /// Offset of a number of the first window; those of the other windows follow it.
    let layout: SumLayout
    let numbers: UnsafePointer<UInt16>
    private let output: UnsafeMutablePointer<UInt16>
    private let source: SumLayout
    private let rows: Int
    /// Contiguous stretches of a row in the integral image: the whole row, or its even and its odd columns.
    private let runs: Int
    private let runLength: Int

    /// Numbers copied at a time.
    private static let block = 8

    /// For windows of width × height pixels, which have one number more each way.
    init(width: Int, height: Int, from source: SumLayout) {
        self.source = source
        rows = height + 1
        runs = source.split ? 2 : 1
        runLength = Swift.max(source.split ? width / 2 + 1 : width + 1, Self.block)
        layout = SumLayout(rowStride: runs * runLength, split: source.split, pitch: Self.windows)
        let byteCount = rows * layout.rowStride * Self.windows * MemoryLayout<UInt16>.stride
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
        output = buffer.initializeMemory(as: UInt16.self, repeating: 0, count: byteCount / MemoryLayout<UInt16>.stride)
        numbers = UnsafePointer(output)
    }

    deinit { output.deallocate() }

    /// Copies `count` windows, at least one and at most 32; the others repeat the last.
    func copy(_ windows: UnsafePointer<Int>, _ count: Int, of sums: UnsafePointer<UInt16>) {
        @inline(__always) func window(_ number: Int) -> UnsafePointer<UInt16> { sums + windows[Swift.min(number, count &- 1)] }
        @inline(__always)
        func sixteen(_ first: Int) -> PatchWindows {
            PatchWindows(
                window(first), window(first + 2), window(first + 4), window(first + 6), window(first + 8), window(first + 10),
                window(first + 12), window(first + 14), window(first + 16), window(first + 18), window(first + 20), window(first + 22),
                window(first + 24), window(first + 26), window(first + 28), window(first + 30))
        }
        let (even, odd) = (sixteen(0), sixteen(1))
        // Row by row, so that the patch is written sequentially.
        var to = output
        for row in 0..<rows {
            for run in 0..<runs {
                let from = row &* source.rowStride &+ run &* (source.rowStride / 2)
                var block = 0
                while block < runLength {
                    // The last eight may overlap those before them.
                    let column = Swift.min(block, runLength &- Self.block)
                    even.transposed(from &+ column).store(between: odd.transposed(from &+ column), to + column &* Self.windows)
                    block &+= Self.block
                }
                to += runLength &* Self.windows
            }
        }
    }
}

/// The beginnings of sixteen windows.
private struct PatchWindows {
    private let a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p: UnsafePointer<UInt16>

    @inline(__always)
    init(
        _ a: UnsafePointer<UInt16>, _ b: UnsafePointer<UInt16>, _ c: UnsafePointer<UInt16>, _ d: UnsafePointer<UInt16>,
        _ e: UnsafePointer<UInt16>, _ f: UnsafePointer<UInt16>, _ g: UnsafePointer<UInt16>, _ h: UnsafePointer<UInt16>,
        _ i: UnsafePointer<UInt16>, _ j: UnsafePointer<UInt16>, _ k: UnsafePointer<UInt16>, _ l: UnsafePointer<UInt16>,
        _ m: UnsafePointer<UInt16>, _ n: UnsafePointer<UInt16>, _ o: UnsafePointer<UInt16>, _ p: UnsafePointer<UInt16>
    ) {
        (self.a, self.b, self.c, self.d, self.e, self.f, self.g, self.h) = (a, b, c, d, e, f, g, h)
        (self.i, self.j, self.k, self.l, self.m, self.n, self.o, self.p) = (i, j, k, l, m, n, o, p)
    }

    /// Eight numbers of each window from an offset on, as pairs.
    @inline(__always)
    func transposed(_ place: Int) -> TransposedPairs {
        @inline(__always)
        func four(_ window: UnsafePointer<UInt16>) -> SIMD4<UInt32> {
            UnsafeRawPointer(window + place).loadUnaligned(as: SIMD4<UInt32>.self)
        }
        @inline(__always)
        func each(
            _ a: UnsafePointer<UInt16>, _ b: UnsafePointer<UInt16>, _ c: UnsafePointer<UInt16>, _ d: UnsafePointer<UInt16>
        ) -> SIMD16<UInt32> {
            SIMD16(lowHalf: SIMD8(lowHalf: four(a), highHalf: four(b)), highHalf: SIMD8(lowHalf: four(c), highHalf: four(d)))
        }
        return TransposedPairs(each(a, e, i, m), each(b, f, j, n), each(c, g, k, o), each(d, h, l, p))
    }
}
