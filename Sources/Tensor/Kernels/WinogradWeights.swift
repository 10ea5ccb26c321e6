extension WinogradConvolution {
    /// G g Gᵀ of every pair of channels, place after place, each packed as a 1×1 convolution. `weights` is [3, 3, channels in,
    /// channels out], `bias` [channels out] (nil: zeros).
    static func pack(
        _ weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?, window: Window, channels: Int,
        into packed: UnsafeMutablePointer<Float>
    ) {
        let count = window.input.channels * channels
        let plane = UnsafeMutablePointer<Float>.allocate(capacity: count)
        defer { plane.deallocate() }
        plane.initialize(repeating: 0, count: count)
        var to = packed
        for place in 0..<places {
            let (down, across) = (factors(place / 4), factors(place % 4))
            for index in 0..<count {
                var sum = 0.0
                for y in 0..<3 {
                    for x in 0..<3 { sum += down[y] * across[x] * Double(weights[(3 * y + x) * count + index]) }
                }
                plane[index] = Float(sum)
            }
            // The element at row 1, column 1 enters all four outputs with weight 1, and so does a bias added there.
            PackedWeights.pack(
                plane, bias: place == 5 ? bias : nil, kernelRows: 1, run: window.input.channels, channels: channels, into: to)
            to += PackedWeights.count(kernelRows: 1, run: window.input.channels, channels: channels)
        }
    }

    /// A row of G.
    private static func factors(_ row: Int) -> SIMD3<Double> {
        switch row {
        case 0: SIMD3(1, 0, 0)
        case 1: SIMD3(0.5, 0.5, 0.5)
        case 2: SIMD3(0.5, -0.5, 0.5)
        default: SIMD3(0, 0, 1)
        }
    }
}
