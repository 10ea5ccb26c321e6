import Tensor

/// Writes rows of luma into a plane: stretched to full range, and averaged over boxes when the picture is to be smaller. Columns
/// and rows at the right and bottom that do not fill a box are dropped. Allocates once.
final class RowReduction {
    let factor: Int
    private let width: Int
    private let height: Int
    private let isLimitedRange: Bool
    private let row: UnsafeMutablePointer<UInt8>
    private let sums: UnsafeMutablePointer<UInt16>

    /// - Parameter factor: 1, 2, 4 or 8, no more than either side.
    init(width: Int, height: Int, factor: Int, isLimitedRange: Bool) {
        self.width = width
        self.height = height
        self.factor = factor
        self.isLimitedRange = isLimitedRange
        row = .allocate(capacity: width)
        sums = .allocate(capacity: width)
    }

    /// Rows that are used; those below are dropped.
    var rowsUsed: Int { height / factor * factor }

    /// - Parameter read: writes the luma of row n, `width` bytes; false aborts.
    /// - Returns: whether every row was read.
    func fill(_ plane: inout LumaPlane, _ read: (Int, UnsafeMutablePointer<UInt8>) -> Bool) -> Bool {
        let columns = width / factor
        plane.reshape(width: columns, height: height / factor)
        let stride = plane.view.stride
        for y in 0..<height / factor {
            let target = plane.pixels + y * stride
            if factor == 1 {
                guard read(y, target) else { return false }
            } else {
                sums.update(repeating: 0, count: width)
                for line in y * factor..<(y + 1) * factor {
                    guard read(line, row) else { return false }
                    add(row, count: width, onto: sums)
                }
                averageBoxes(sums, factor: factor, count: columns, into: target)
            }
            if isLimitedRange { stretchToFullRange(target, count: columns) }
        }
        return true
    }

    deinit {
        row.deallocate()
        sums.deallocate()
    }
}
