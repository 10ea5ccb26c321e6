/// Sums and sums of squares of everything above and to the left: the sum over any rectangle is then four numbers. Wraps at
/// 2³², which differences of rectangles with a smaller sum do not notice.
///
/// `split` keeps even columns in the first and odd columns in the second half of each row: windows two pixels apart then
/// read neighbouring numbers. A row has room for `slack` numbers more, so that a whole vector may be read at its end.
final class IntegralImage {
    let sums: UnsafeMutablePointer<Int32>
    let squares: UnsafeMutablePointer<Int32>
    let rowStride: Int
    private(set) var split = false

    static let slack = 64

    init(maximumWidth: Int, maximumHeight: Int) {
        rowStride = (maximumWidth + 2 + 2 * Self.slack + 15) / 16 * 16
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

    /// Where column x, row y lies, from the place of a window's own corner too.
    static func index(x: Int, y: Int, rowStride: Int, split: Bool) -> Int {
        y * rowStride + (split ? (x & 1) * (rowStride / 2) + x >> 1 : x)
    }

    /// Sums over a picture of width × height pixels without gaps. Row 0 and column 0 are zero.
    func build(_ pixels: UnsafePointer<UInt8>, width: Int, height: Int, split: Bool) {
        self.split = split
        let half = rowStride / 2
        for index in 0..<rowStride {
            sums[index] = 0
            squares[index] = 0
        }
        for y in 0..<height {
            let line = pixels + y * width
            let (above, below) = (sums + y * rowStride, sums + (y + 1) * rowStride)
            let (aboveSquares, belowSquares) = (squares + y * rowStride, squares + (y + 1) * rowStride)
            var sum: Int32 = 0
            var square: Int32 = 0
            below[0] = 0
            belowSquares[0] = 0
            if split {
                for x in 0..<width {
                    let value = Int32(line[x])
                    let to = ((x + 1) & 1) * half + (x + 1) >> 1
                    sum &+= value
                    square &+= value &* value
                    below[to] = above[to] &+ sum
                    belowSquares[to] = aboveSquares[to] &+ square
                }
            } else {
                for x in 0..<width {
                    let value = Int32(line[x])
                    sum &+= value
                    square &+= value &* value
                    below[x + 1] = above[x + 1] &+ sum
                    belowSquares[x + 1] = aboveSquares[x + 1] &+ square
                }
            }
        }
    }
}
