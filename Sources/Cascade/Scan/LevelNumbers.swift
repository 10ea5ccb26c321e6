/// A shrunk picture and its integral images, as a scan reads them.
struct LevelNumbers {
    let pixels: UnsafePointer<UInt8>
    /// Pixels of a row, which follow each other without gaps.
    let width: Int
    let sums: UnsafePointer<UInt16>
    let squares: UnsafePointer<Int32>
    /// Of both integral images.
    let layout: SumLayout

    /// The first pixel of the window whose corner lies at this place of the integral images.
    func firstPixel(_ place: Int) -> UnsafePointer<UInt8> {
        let (y, column) = place.quotientAndRemainder(dividingBy: layout.rowStride)
        return pixels + y * width + (layout.split ? 2 * column : column)
    }
}
