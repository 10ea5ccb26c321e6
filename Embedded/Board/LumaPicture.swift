import CBoard

/// A plane of full-range luma without padding. Freed by whoever made it.
struct LumaPicture {
    let width: Int
    let height: Int
    let pixels: UnsafeMutablePointer<UInt8>
    /// What each value of the source becomes: luma of video runs 16 … 235.
    private let levels: UnsafeMutablePointer<UInt8>

    init(width: Int, height: Int, isLimitedRange: Bool) {
        (self.width, self.height) = (width, height)
        pixels = .allocate(capacity: width * height)
        levels = .allocate(capacity: 256)
        for value in 0..<256 {
            levels[value] = UInt8(isLimitedRange ? min(max((value - 16) * 255 + 109, 0) / 219, 255) : value)
        }
    }

    var bytes: Int { width * height }

    /// - Parameters:
    ///   - step: bytes from one pixel of luma to the next.
    ///   - rowBytes: from one row to the next, at least `step * width`; the last row may lack its end.
    func fill(from source: UnsafePointer<UInt8>, step: Int, rowBytes: Int) {
        for y in 0..<height {
            let (from, to) = (source + y * rowBytes, pixels + y * width)
            for x in 0..<width { to[x] = levels[Int(from[x * step])] }
        }
    }

    func free() {
        pixels.deallocate()
        levels.deallocate()
    }
}
