/// Where the sum above and to the left of column x, row y lies, from the place of a window's own corner too.
struct SumLayout: Equatable {
    /// Places from one row to the next; even when `split`.
    let rowStride: Int
    /// Even columns in the first, odd columns in the second half of each row: windows two pixels apart then read neighbouring
    /// numbers.
    var split = false
    /// Windows that lie side by side, number by number.
    var pitch = 1

    /// At most 255 rows of about 2²⁰ numbers.
    func place(x: Int, y: Int) -> Int { (y * rowStride + (split ? (x & 1) * (rowStride / 2) + x >> 1 : x)) * pitch }

    /// Where the corner lies that `StumpShape.layout` placed here.
    func place(of corner: Int32) -> Int32 {
        Int32(truncatingIfNeeded: place(x: Int(corner) % StumpShape.layout.rowStride, y: Int(corner) / StumpShape.layout.rowStride))
    }
}
