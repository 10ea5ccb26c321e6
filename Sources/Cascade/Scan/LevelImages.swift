/// A scaled picture and its integral images, as a scan reads them.
struct LevelImages {
    let pixels: UnsafePointer<UInt8>
    /// Pixels of a row; rows have no gaps.
    let width: Int
    let sums: UnsafePointer<UInt16>
    let squares: UnsafePointer<Int32>
    /// Of both integral images.
    let layout: SumLayout

    /// The first pixel of the window whose corner is at this offset of the integral images.
    func firstPixel(_ place: Int) -> UnsafePointer<UInt8> {
        let (y, column) = place.quotientAndRemainder(dividingBy: layout.rowStride)
        return pixels + y * width + (layout.split ? 2 * column : column)
    }
}
