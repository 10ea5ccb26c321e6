/// The offset of the sum above and to the left of column x, row y, also relative to a window's corner.
struct SumLayout: Equatable {
    /// Numbers from one row to the next; even when `split`.
    let rowStride: Int
    /// Even columns in the first, odd columns in the second half of each row: windows two pixels apart then read adjacent
    /// numbers.
    var split = false
    /// Number of interleaved windows.
    var pitch = 1

    /// At most 255 rows of about 2²⁰ numbers.
    func place(x: Int, y: Int) -> Int { (y * rowStride + (split ? (x & 1) * (rowStride / 2) + x >> 1 : x)) * pitch }

    /// The offset here of a corner given in `StumpShape.layout`.
    func place(of corner: Int32) -> Int32 {
        Int32(truncatingIfNeeded: place(x: Int(corner) % StumpShape.layout.rowStride, y: Int(corner) / StumpShape.layout.rowStride))
    }
}
