import CMath

/// A grid of points laid over a picture: around a centre, some pixels apart, turned by any angle. Sampling a picture on it brings what
/// is turned in the picture upright. Bilinear with 8-bit weights; beyond the picture edge pixels are replicated.
public struct TurnedGrid: Sendable {
    /// Of the picture; whole numbers lie on the edges between pixels.
    private let centreX: Double
    private let centreY: Double
    /// From one point of a row to the next, and (turned by a quarter) from row to row.
    private let stepX: Double
    private let stepY: Double

    /// - Parameters:
    ///   - step: pixels of the picture between neighbouring points.
    ///   - degrees: how far what becomes upright is turned in the picture, clockwise.
    public init(centreX: Double, centreY: Double, step: Double, degrees: Double) {
        self.centreX = centreX
        self.centreY = centreY
        let radians = degrees * .pi / 180
        stepX = step * math_cos(radians)
        stepY = step * math_sin(radians)
    }

    /// Where the point lies in the picture that is `across` and `down` steps from the centre.
    public func place(across: Double, down: Double) -> (x: Double, y: Double) {
        (centreX + across * stepX - down * stepY, centreY + across * stepY + down * stepX)
    }

    /// Writes width × height points around the centre, row by row.
    /// - Precondition: the picture holds at least one pixel.
    public func sample(_ picture: LumaView, width: Int, height: Int, into pixels: UnsafeMutablePointer<UInt8>) {
        // In 1/256 of a pixel. A row is a straight line, so its points are stepped to.
        let (right, bottom) = ((picture.width - 1) << 8, (picture.height - 1) << 8)
        for y in 0..<height {
            let start = place(across: 0.5 - Double(width) / 2, down: Double(y) + 0.5 - Double(height) / 2)
            let row = pixels + y * width
            for x in 0..<width {
                let across = Swift.min(Swift.max(Int((start.x + Double(x) * stepX - 0.5) * 256), 0), right)
                let down = Swift.min(Swift.max(Int((start.y + Double(x) * stepY - 0.5) * 256), 0), bottom)
                let (left, top) = (across >> 8, down >> 8)
                let (shareX, shareY) = (Int32(across & 255), Int32(down & 255))
                let upper = picture.base + top * picture.stride + left
                // At the last pixel the share is 0: its neighbour is not needed.
                let next = left < picture.width - 1 ? 1 : 0
                let lower = upper + (top < picture.height - 1 ? picture.stride : 0)
                let above = Int32(upper[0]) &* (256 &- shareX) &+ Int32(upper[next]) &* shareX
                let below = Int32(lower[0]) &* (256 &- shareX) &+ Int32(lower[next]) &* shareX
                row[x] = UInt8(truncatingIfNeeded: (above &* (256 &- shareY) &+ below &* shareY &+ 32768) >> 16)
            }
        }
    }
}
