/// How light and dark a picture is, from a histogram of a part of its pixels.
public struct LumaRange: Sendable {
    /// The luma below which a hundredth of the pixels lies, half of them, and all but a hundredth.
    public let dark: Int
    /// See `dark`.
    public let middle: Int
    /// See `dark`.
    public let light: Int
    /// Shares of the pixels darker than 50 and lighter than 200, of 255.
    public let darkShare: Double
    /// See `darkShare`.
    public let lightShare: Double

    /// The same without a thousandth at either end: something small may stand out from an even background.
    private let span: Int

    /// From the darkest to the lightest, apart from a hundredth at either end.
    public var contrast: Int { light - dark }

    /// Whether the cascade would find nothing: it takes a deviation below 10 for an empty wall.
    public var isFlat: Bool { contrast < LumaRange.flatContrast && span < 2 * LumaRange.flatContrast }

    /// The contrast, of 255, below which a picture is flat.
    public static let flatContrast = 64

    /// Whether there is too little to be stretched: a few steps of luma in all.
    public var isEmpty: Bool { contrast < LumaRange.leastContrast && span < 2 * LumaRange.leastContrast }

    private static let leastContrast = 4

    /// - Parameter step: every how many pixels of every how many rows are counted.
    /// - Precondition: the picture holds at least one pixel.
    public init(of picture: LumaView, every step: Int) {
        self = withUnsafeTemporaryAllocation(of: Int.self, capacity: 256) { counts in
            counts.initialize(repeating: 0)
            var total = 0
            var y = 0
            while y < picture.height {
                let row = picture.base + y * picture.stride
                var x = 0
                while x < picture.width {
                    counts[Int(row[x])] += 1
                    total += 1
                    x += step
                }
                y += step
            }
            return LumaRange(UnsafeBufferPointer(counts), of: total)
        }
    }

    private init(_ counts: UnsafeBufferPointer<Int>, of total: Int) {
        func percentile(_ share: Int, of parts: Int = 100) -> Int {
            var below = 0
            for luma in 0..<255 {
                below += counts[luma]
                if below * parts > total * share { return luma }
            }
            return 255
        }
        (dark, middle, light) = (percentile(1), percentile(50), percentile(99))
        span = percentile(999, of: 1000) - percentile(1, of: 1000)
        darkShare = Double(counts[..<50].reduce(0, +)) / Double(Swift.max(total, 1))
        lightShare = Double(counts[201...].reduce(0, +)) / Double(Swift.max(total, 1))
    }

    /// Stretches pixels so that `dark` becomes 0 and `light` 255.
    public func stretch(_ pixels: UnsafeMutablePointer<UInt8>, count: Int) {
        // 16 binary places.
        let gain = Int32(255 << 16) / Int32(Swift.max(contrast, 1))
        let (low, high) = (Int32(dark), Int32(Swift.max(contrast, 1)))
        for index in 0..<count {
            let above = Swift.min(Swift.max(Int32(pixels[index]) &- low, 0), high)
            pixels[index] = UInt8(truncatingIfNeeded: (above &* gain &+ 32768) >> 16)
        }
    }
}
