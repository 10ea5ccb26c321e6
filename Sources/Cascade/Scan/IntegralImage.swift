/// Integral images of pixels and of their squares: the sum over any rectangle takes four loads. Sums wrap at 2¹⁶ and sums of squares
/// at 2³², which cancels in rectangles whose own sum is smaller.
///
/// Each half of a row is followed by `slack` unused numbers, so that whole vectors may be read and written at its end.
final class IntegralImage {
    let sums: UnsafeMutablePointer<UInt16>
    let squares: UnsafeMutablePointer<Int32>
    let rowStride: Int

    static let slack = 64

    init(maximumWidth: Int, maximumHeight: Int) {
        // An odd number of cache lines, so that the rows of a tile fall into different cache sets.
        rowStride = ((maximumWidth + 2 + 2 * Self.slack + 31) / 32 | 1) * 32
        let count = rowStride * (maximumHeight + 1)
        sums = .allocate(capacity: count)
        squares = .allocate(capacity: count)
        sums.initialize(repeating: 0, count: count)
        squares.initialize(repeating: 0, count: count)
    }

    deinit {
        sums.deallocate()
        squares.deallocate()
    }

    func layout(split: Bool) -> SumLayout { SumLayout(rowStride: rowStride, split: split) }

    /// Adds some rows of a picture, rows without gaps, below those built before; 64 bytes beyond the last pixel may be read. Row 0
    /// and column 0 are zero.
    func build(_ pixels: UnsafePointer<UInt8>, width: Int, rows: Range<Int>, split: Bool) {
        if rows.lowerBound == 0 {
            sums.update(repeating: 0, count: rowStride)
            squares.update(repeating: 0, count: rowStride)
        }
        for y in rows {
            let above = y * rowStride
            sums[above + rowStride] = 0
            squares[above + rowStride] = 0
            if split {
                splitSums(pixels + y * width, width, above)
                splitSquares(pixels + y * width, width, above)
            } else {
                plainSums(pixels + y * width, width, above)
                plainSquares(pixels + y * width, width, above)
            }
        }
    }

    private func plainSums(_ line: UnsafePointer<UInt8>, _ width: Int, _ above: Int) {
        let (sums, below) = (sums, above + rowStride)
        var running = RunningSums()
        var x = 0
        while x < width {
            @inline(__always)
            func eight(_ from: Int) -> SIMD8<UInt16> { SIMD8(truncatingIfNeeded: SIMD8<UInt8>(line + x, Int32(truncatingIfNeeded: from))) }
            let pixels = SIMD32(
                lowHalf: SIMD16(lowHalf: eight(0), highHalf: eight(8)), highHalf: SIMD16(lowHalf: eight(16), highHalf: eight(24)))
            Self.add(running.after(pixels), to: sums + above + x + 1, into: sums + below + x + 1)
            x += 32
        }
    }

    /// Columns 1, 3, 5 … go into the second half of the row, columns 2, 4, 6 … into the first.
    private func splitSums(_ line: UnsafePointer<UInt8>, _ width: Int, _ above: Int) {
        let (sums, below, half) = (sums, above + rowStride, rowStride / 2)
        var running = RunningSums()
        var x = 0
        while x < width {
            // In 64 bits: shifts of 32 × 16-bit lanes compile to one shift per lane.
            let bytes = UnsafeRawPointer(line + x).loadUnaligned(as: SIMD8<UInt64>.self)
            let low = SIMD8<UInt64>(repeating: 0x00FF_00FF_00FF_00FF)
            let second = unsafeBitCast(bytes &>> SIMD8(repeating: 8) & low, to: SIMD32<UInt16>.self)
            let all = running.after(unsafeBitCast(bytes & low, to: SIMD32<UInt16>.self) &+ second)
            let (odd, even) = (half + x / 2, x / 2 + 1)
            Self.add(all, to: sums + above + even, into: sums + below + even)
            Self.add(all &- second, to: sums + above + odd, into: sums + below + odd)
            x += 64
        }
    }

    @inline(__always)
    private static func add(_ row: SIMD32<UInt16>, to above: UnsafePointer<UInt16>, into below: UnsafeMutablePointer<UInt16>) {
        UnsafeMutableRawPointer(below).storeBytes(of: SIMD32<UInt16>(above, 0) &+ row, as: SIMD32<UInt16>.self)
    }

    private func plainSquares(_ line: UnsafePointer<UInt8>, _ width: Int, _ above: Int) {
        let (squares, below) = (squares, above + rowStride)
        var running = RunningSquares()
        var x = 0
        while x < width {
            Self.add(running.after(line + x), to: squares + above + x + 1, into: squares + below + x + 1)
            x += 8
        }
    }

    private func splitSquares(_ line: UnsafePointer<UInt8>, _ width: Int, _ above: Int) {
        let (squares, below, half) = (squares, above + rowStride, rowStride / 2)
        var running = RunningSquares()
        var x = 0
        while x < width {
            let first = running.after(line + x)
            let both = SIMD16(lowHalf: first, highHalf: running.after(line + x + 8))
            let (odd, even) = (half + x / 2, x / 2 + 1)
            Self.add(both.evenHalf, to: squares + above + odd, into: squares + below + odd)
            Self.add(both.oddHalf, to: squares + above + even, into: squares + below + even)
            x += 16
        }
    }

    @inline(__always)
    private static func add(_ row: SIMD8<Int32>, to above: UnsafePointer<Int32>, into below: UnsafeMutablePointer<Int32>) {
        UnsafeMutableRawPointer(below).storeBytes(of: SIMD8<Int32>(above, 0) &+ row, as: SIMD8<Int32>.self)
    }
}
