/// Sums and sums of squares of everything above and to the left: the sum over any rectangle is then four numbers. Wraps at
/// 2³², which differences of rectangles with a smaller sum do not notice.
///
/// A row has room for `slack` numbers more in each half, so that whole vectors may be read and written at its end; what lies
/// there has no meaning.
final class IntegralImage {
    let sums: UnsafeMutablePointer<Int32>
    let squares: UnsafeMutablePointer<Int32>
    let rowStride: Int

    static let slack = 64

    init(maximumWidth: Int, maximumHeight: Int) {
        // An odd number of cache lines: columns of a tile then do not fall onto each other in the cache.
        rowStride = ((maximumWidth + 2 + 2 * Self.slack + 15) / 16 | 1) * 16
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

    /// Sums over some rows of a picture without gaps, after those above; 16 bytes beyond the last pixel may be read. Row 0 and
    /// column 0 are zero.
    func build(_ pixels: UnsafePointer<UInt8>, width: Int, rows: Range<Int>, split: Bool) {
        if rows.lowerBound == 0 {
            sums.update(repeating: 0, count: rowStride)
            squares.update(repeating: 0, count: rowStride)
        }
        for y in rows {
            let above = y * rowStride
            if split {
                splitRow(pixels + y * width, width, above)
            } else {
                plainRow(pixels + y * width, width, above)
            }
        }
    }

    private func plainRow(_ line: UnsafePointer<UInt8>, _ width: Int, _ above: Int) {
        let (sums, squares, below) = (sums, squares, above + rowStride)
        sums[below] = 0
        squares[below] = 0
        var sum = SIMD8<Int32>()
        var square = SIMD8<Int32>()
        var x = 0
        while x < width {
            let values = SIMD8<Int32>(truncatingIfNeeded: SIMD8<UInt8>(line, Int32(truncatingIfNeeded: x)))
            sum = Self.running(values, after: sum)
            square = Self.running(values &* values, after: square)
            Self.store(SIMD8(sums + above + x, 1) &+ sum, sums + below + x + 1)
            Self.store(SIMD8(squares + above + x, 1) &+ square, squares + below + x + 1)
            x += 8
        }
    }

    /// Columns 1, 3, 5 … go into the second half of the row, columns 2, 4, 6 … into the first.
    private func splitRow(_ line: UnsafePointer<UInt8>, _ width: Int, _ above: Int) {
        let (sums, squares, below, half) = (sums, squares, above + rowStride, rowStride / 2)
        sums[below] = 0
        squares[below] = 0
        var sum = SIMD8<Int32>()
        var square = SIMD8<Int32>()
        var x = 0
        while x < width {
            let first = SIMD8<Int32>(truncatingIfNeeded: SIMD8<UInt8>(line, Int32(truncatingIfNeeded: x)))
            let second = SIMD8<Int32>(truncatingIfNeeded: SIMD8<UInt8>(line, Int32(truncatingIfNeeded: x + 8)))
            let firstSum = Self.running(first, after: sum)
            let firstSquare = Self.running(first &* first, after: square)
            sum = Self.running(second, after: firstSum)
            square = Self.running(second &* second, after: firstSquare)
            let bothSums = SIMD16(lowHalf: firstSum, highHalf: sum)
            let bothSquares = SIMD16(lowHalf: firstSquare, highHalf: square)
            let (odd, even) = (half + x / 2, x / 2 + 1)
            Self.store(SIMD8(sums + above + odd, 0) &+ bothSums.evenHalf, sums + below + odd)
            Self.store(SIMD8(sums + above + even, 0) &+ bothSums.oddHalf, sums + below + even)
            Self.store(SIMD8(squares + above + odd, 0) &+ bothSquares.evenHalf, squares + below + odd)
            Self.store(SIMD8(squares + above + even, 0) &+ bothSquares.oddHalf, squares + below + even)
            x += 16
        }
    }

    /// Each lane and all before it, and the last lane of `previous`: three doublings of the distance.
    @inline(__always)
    private static func running(_ values: SIMD8<Int32>, after previous: SIMD8<Int32>) -> SIMD8<Int32> {
        var x = values
        x = x &+ SIMD8(0, x[0], 0, x[2], 0, x[4], 0, x[6])
        x = x &+ SIMD8(0, 0, x[1], x[1], 0, 0, x[5], x[5])
        x = x &+ SIMD8(0, 0, 0, 0, x[3], x[3], x[3], x[3])
        return x &+ SIMD8(repeating: previous[7])
    }

    @inline(__always)
    private static func store(_ values: SIMD8<Int32>, _ to: UnsafeMutablePointer<Int32>) {
        UnsafeMutableRawPointer(to).storeBytes(of: values, as: SIMD8<Int32>.self)
    }
}
