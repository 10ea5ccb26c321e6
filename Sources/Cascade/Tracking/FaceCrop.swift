import Tensor

/// A square region of a picture; it may reach beyond it.
struct CropSquare: Equatable {
    var centreX: Double
    var centreY: Double
    /// Pixels of the picture. Above 0.
    var side: Double
    /// How far its content is turned in the picture, clockwise; cropping turns it back.
    var degrees = 0.0
}

/// A square of a picture resized to a fixed size, whatever the camera's: so that searching for a known face costs the same in every
/// picture, and the detector keeps one workspace. Bilinear with 8-bit weights and half-pixel centres, as the detector's own levels;
/// beyond the picture edge pixels are replicated. Memory is allocated once.
final class FaceCrop {
    /// Side of the result, and of the blocks whose means show whether anything moved, in pixels.
    let side: Int
    private static let blockSide = 8
    private let pixels: UnsafeMutablePointer<UInt8>
    private let lefts: UnsafeMutablePointer<Int32>
    private let rights: UnsafeMutablePointer<Int32>
    private let weights: UnsafeMutablePointer<Int32>
    /// Tiles half as wide as a face of 64 pixels, at a side of 96.
    private lazy var contrast = LocalContrast(tiles: side / 32)

    /// - Parameter side: a multiple of 8.
    init(side: Int) {
        self.side = side
        pixels = .allocate(capacity: side * side)
        pixels.initialize(repeating: 0, count: side * side)
        lefts = .allocate(capacity: 3 * side)
        lefts.initialize(repeating: 0, count: 3 * side)
        rights = lefts + side
        weights = lefts + 2 * side
    }

    deinit {
        pixels.deallocate()
        lefts.deallocate()
    }

    var view: LumaView { LumaView(base: pixels, width: side, height: side, stride: side) }

    /// Resizes `square` of `picture`, which holds at least one pixel.
    func take(_ square: CropSquare, of picture: LumaView) {
        let step = square.side / Double(side)
        guard square.degrees == 0 else {
            TurnedGrid(centreX: square.centreX, centreY: square.centreY, step: step, degrees: square.degrees)
                .sample(picture, width: side, height: side, into: pixels)
            return
        }
        let (x0, y0) = (square.centreX - square.side / 2, square.centreY - square.side / 2)
        for x in 0..<side { (lefts[x], rights[x], weights[x]) = Self.place(x0 + (Double(x) + 0.5) * step - 0.5, picture.width) }
        for y in 0..<side {
            let (top, bottom, weight) = Self.place(y0 + (Double(y) + 0.5) * step - 0.5, picture.height)
            let upper = picture.base + Int(top) * picture.stride
            let lower = picture.base + Int(bottom) * picture.stride
            let row = pixels + y * side
            let (lefts, rights, weights) = (lefts, rights, weights)
            for x in 0..<side {
                let (left, right, share) = (Int(lefts[x]), Int(rights[x]), weights[x])
                let above = Int32(upper[left]) &* (256 &- share) &+ Int32(upper[right]) &* share
                let below = Int32(lower[left]) &* (256 &- share) &+ Int32(lower[right]) &* share
                row[x] = UInt8(truncatingIfNeeded: (above &* (256 &- weight) &+ below &* weight &+ 32768) >> 16)
            }
        }
    }

    /// Stretches a contrast that is too low for the cascade, and evens it out when asked to.
    func light(evened isEvened: Bool) {
        let range = range
        if range.isFlat { range.stretch(pixels, count: side * side) }
        if isEvened { contrast.even(pixels, width: side, height: side) }
    }

    /// What corresponds to so many steps of luma at full contrast, where the contrast is low.
    func steps(_ luma: Int) -> Int {
        let range = range
        return range.isFlat ? Swift.max(luma * range.contrast / LumaRange.flatContrast, 1) : luma
    }

    private var range: LumaRange { LumaRange(of: view, every: 4) }

    /// The two pixels that a position interpolates, and the weight of the second in 1/256.
    private static func place(_ position: Double, _ count: Int) -> (first: Int32, second: Int32, share: Int32) {
        let inside = Swift.min(Swift.max(position, 0), Double(count - 1))
        let first = Int(inside)
        return (Int32(first), Int32(Swift.min(first + 1, count - 1)), Int32((inside - Double(first)) * 256))
    }

    /// Mean luma of every block: twelve by twelve for a side of 96. That averages out a camera's noise, but not a mouth.
    func blockMeans() -> [UInt8] {
        let (blocks, size) = (side / Self.blockSide, Self.blockSide)
        var means = [UInt8](repeating: 0, count: blocks * blocks)
        for row in 0..<blocks {
            for column in 0..<blocks {
                var sum: Int32 = 0
                for y in 0..<size {
                    let line = pixels + (row * size + y) * side + column * size
                    for x in 0..<size { sum &+= Int32(line[x]) }
                }
                means[row * blocks + column] = UInt8(sum / Int32(size * size))
            }
        }
        return means
    }
}
