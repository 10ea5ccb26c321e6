import Tensor

/// OpenCV's `INTER_LINEAR_EXACT` on 8-bit pixels: half-pixel centres, weights of 8 bits, the horizontal pass exact in 16 bits,
/// rounded once at the end. Buffers for the largest target are allocated once.
final class ExactResize {
    /// The shrunk picture, rows without gaps.
    let pixels: UnsafeMutablePointer<UInt8>
    private let lefts: UnsafeMutablePointer<Int32>
    private let rights: UnsafeMutablePointer<Int32>
    private let weights: UnsafeMutablePointer<Int32>
    private let upperLine: UnsafeMutablePointer<UInt16>
    private let lowerLine: UnsafeMutablePointer<UInt16>

    init(maximumWidth: Int, maximumHeight: Int) {
        pixels = .allocate(capacity: maximumWidth * maximumHeight)
        pixels.initialize(repeating: 0, count: maximumWidth * maximumHeight)
        lefts = .allocate(capacity: maximumWidth)
        rights = .allocate(capacity: maximumWidth)
        weights = .allocate(capacity: maximumWidth)
        upperLine = .allocate(capacity: maximumWidth)
        lowerLine = .allocate(capacity: maximumWidth)
        for column in [lefts, rights, weights] { column.initialize(repeating: 0, count: maximumWidth) }
        for line in [upperLine, lowerLine] { line.initialize(repeating: 0, count: maximumWidth) }
    }

    deinit {
        pixels.deallocate()
        for column in [lefts, rights, weights] { column.deallocate() }
        for line in [upperLine, lowerLine] { line.deallocate() }
    }

    /// Shrinks the picture to width × height, which are at most what `init` was told.
    func resize(_ picture: LumaView, width: Int, height: Int) {
        for x in 0..<width {
            let (left, weight) = Self.position(x, from: picture.width, to: width)
            lefts[x] = Int32(left)
            rights[x] = Int32(Swift.min(left + 1, picture.width - 1))
            weights[x] = weight
        }
        var (upper, lower) = (upperLine, lowerLine)
        var (upperRow, lowerRow) = (-1, -1)
        for y in 0..<height {
            let (top, weight) = Self.position(y, from: picture.height, to: height)
            let bottom = Swift.min(top + 1, picture.height - 1)
            if lowerRow == top {
                swap(&upper, &lower)
                swap(&upperRow, &lowerRow)
            }
            if upperRow != top {
                line(picture, top, width, into: upper)
                upperRow = top
            }
            if lowerRow != bottom {
                line(picture, bottom, width, into: lower)
                lowerRow = bottom
            }
            Self.blend(upper, lower, UInt32(256 - weight), UInt32(weight), width, into: pixels + y * width)
        }
    }

    private func line(_ picture: LumaView, _ row: Int, _ width: Int, into line: UnsafeMutablePointer<UInt16>) {
        let source = picture.base + row * picture.stride
        let (lefts, rights, weights) = (lefts, rights, weights)
        for x in 0..<width {
            let weight = weights[x]
            line[x] = UInt16(truncatingIfNeeded: Int32(source[Int(lefts[x])]) &* (256 &- weight) &+ Int32(source[Int(rights[x])]) &* weight)
        }
    }

    private static func blend(
        _ upper: UnsafePointer<UInt16>, _ lower: UnsafePointer<UInt16>, _ upperWeight: UInt32, _ lowerWeight: UInt32, _ width: Int,
        into output: UnsafeMutablePointer<UInt8>
    ) {
        for x in 0..<width {
            let sum = UInt32(upper[x]) &* upperWeight &+ UInt32(lower[x]) &* lowerWeight &+ 32768
            output[x] = UInt8(truncatingIfNeeded: sum >> 16)
        }
    }

    /// The pixel to the left of (above) target pixel `index`, and the weight of the next one in 1/256; clamped at the edges.
    private static func position(_ index: Int, from source: Int, to target: Int) -> (Int, Int32) {
        let position = (Double(index) + 0.5) * (Double(source) / Double(target)) - 0.5
        let left = position.rounded(.down)
        if left < 0 { return (0, 0) }
        if left >= Double(source - 1) { return (source - 1, 0) }
        return (Int(left), Int32(((position - left) * 256).rounded(.toNearestOrEven)))
    }
}
