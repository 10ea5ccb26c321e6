import Tensor

/// OpenCV's `INTER_LINEAR_EXACT` on 8-bit pixels: half-pixel centres, weights of 8 bits, rounded once at the end.
///
/// OpenCV interpolates along rows first, then between rows; here it is the other way round, with the same result since nothing is
/// rounded in between: interpolated rows fit 16 bits exactly. So both passes run over whole vectors, and only gathering a pair of
/// neighbours for each target pixel does not. Buffers for the largest target are allocated once.
final class ExactResize {
    /// The scaled picture, rows without gaps, followed by `slack` readable bytes.
    let pixels: UnsafeMutablePointer<UInt8>
    private let lefts: UnsafeMutablePointer<Int32>
    private let weights: UnsafeMutablePointer<Int32>
    private let mixed: UnsafeMutablePointer<UInt16>
    private let pairs: UnsafeMutablePointer<UInt32>

    static let slack = 64

    init(maximumWidth: Int, maximumHeight: Int) {
        let count = maximumWidth * maximumHeight + Self.slack
        pixels = .allocate(capacity: count)
        pixels.initialize(repeating: 0, count: count)
        lefts = .allocate(capacity: maximumWidth)
        lefts.initialize(repeating: 0, count: maximumWidth)
        weights = .allocate(capacity: maximumWidth)
        weights.initialize(repeating: 0, count: maximumWidth)
        // One more: the last pixel's right neighbour is read, with weight 0.
        mixed = .allocate(capacity: maximumWidth + 1)
        mixed.initialize(repeating: 0, count: maximumWidth + 1)
        pairs = .allocate(capacity: maximumWidth)
        pairs.initialize(repeating: 0, count: maximumWidth)
    }

    deinit {
        pixels.deallocate()
        lefts.deallocate()
        weights.deallocate()
        mixed.deallocate()
        pairs.deallocate()
    }

    /// Call it before resizing rows to a new width, at most the maximum given to `init`.
    func begin(_ picture: LumaView, width: Int) {
        for x in 0..<width {
            let (left, weight) = Self.position(x, from: picture.width, to: width)
            lefts[x] = Int32(left)
            weights[x] = weight
        }
    }

    /// Computes some rows of the picture at width × height.
    func resize(_ picture: LumaView, width: Int, height: Int, rows: Range<Int>) {
        for y in rows {
            let (top, weight) = Self.position(y, from: picture.height, to: height)
            let bottom = Swift.min(top + 1, picture.height - 1)
            Self.mix(
                picture.base + top * picture.stride, picture.base + bottom * picture.stride, UInt16(weight), picture.width, into: mixed)
            Self.fetch(lefts, from: mixed, width, into: pairs)
            Self.blend(pairs, weights, width, into: pixels + y * width)
        }
    }

    private static func mix(
        _ upper: UnsafePointer<UInt8>, _ lower: UnsafePointer<UInt8>, _ weight: UInt16, _ width: Int,
        into output: UnsafeMutablePointer<UInt16>
    ) {
        for x in 0..<width { output[x] = UInt16(upper[x]) &* (256 &- weight) &+ UInt16(lower[x]) &* weight }
    }

    private static func fetch(
        _ lefts: UnsafePointer<Int32>, from mixed: UnsafePointer<UInt16>, _ width: Int, into output: UnsafeMutablePointer<UInt32>
    ) {
        for x in 0..<width { output[x] = UnsafeRawPointer(mixed + Int(lefts[x])).loadUnaligned(as: UInt32.self) }
    }

    private static func blend(
        _ pairs: UnsafePointer<UInt32>, _ weights: UnsafePointer<Int32>, _ width: Int, into output: UnsafeMutablePointer<UInt8>
    ) {
        for x in 0..<width {
            let left = Int32(truncatingIfNeeded: UInt32(littleEndian: pairs[x]) & 0xFFFF)
            let right = Int32(truncatingIfNeeded: UInt32(littleEndian: pairs[x]) >> 16)
            let sum = left &<< 8 &+ (right &- left) &* weights[x] &+ 32768
            output[x] = UInt8(truncatingIfNeeded: sum >> 16)
        }
    }

    /// The source pixel left of (above) target pixel `index`, and the weight of the next one in 1/256; clamped at the edges.
    private static func position(_ index: Int, from source: Int, to target: Int) -> (Int, Int32) {
        let position = (Double(index) + 0.5) * (Double(source) / Double(target)) - 0.5
        let left = position.rounded(.down)
        if left < 0 { return (0, 0) }
        if left >= Double(source - 1) { return (source - 1, 0) }
        return (Int(left), Int32(((position - left) * 256).rounded(.toNearestOrEven)))
    }
}
