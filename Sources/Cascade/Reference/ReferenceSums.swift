/// Integral images for the reference: 32 bits, row by row, not split.
final class ReferenceSums {
    let sums: UnsafeMutablePointer<Int32>
    let squares: UnsafeMutablePointer<Int32>
    let layout: SumLayout

    init(maximumWidth: Int, maximumHeight: Int) {
        layout = SumLayout(rowStride: maximumWidth + 1)
        let count = layout.rowStride * (maximumHeight + 1)
        sums = .allocate(capacity: count)
        squares = .allocate(capacity: count)
        sums.initialize(repeating: 0, count: count)
        squares.initialize(repeating: 0, count: count)
    }

    deinit {
        sums.deallocate()
        squares.deallocate()
    }

    /// Wraps at 2³². Row 0 and column 0 stay zero.
    func build(_ pixels: UnsafePointer<UInt8>, stride: Int, width: Int, height: Int) {
        for y in 0..<height {
            let (above, below) = (y * layout.rowStride + 1, (y + 1) * layout.rowStride + 1)
            var sum: Int32 = 0
            var square: Int32 = 0
            for x in 0..<width {
                let value = Int32(pixels[y * stride + x])
                sum &+= value
                square &+= value * value
                sums[below + x] = sums[above + x] &+ sum
                squares[below + x] = squares[above + x] &+ square
            }
        }
    }
}
