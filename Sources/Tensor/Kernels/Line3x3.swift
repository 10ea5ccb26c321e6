/// One line of a 3×3 depthwise convolution for one vector of channels, the weights in registers. Each pixel's sum is one
/// dependent chain of multiply-adds; several pixels in flight hide the latency.
struct Line3x3<Lanes: FloatLanes> {
    private let (w0, w1, w2, w3, w4, w5, w6, w7, w8, bias): (Lanes, Lanes, Lanes, Lanes, Lanes, Lanes, Lanes, Lanes, Lanes, Lanes)
    private let channels: Int
    private let rowFloats: Int
    private let count: Int
    private let relu: Bool

    /// - Parameter w: packed weights, from the vector's first channel on.
    @inline(__always)
    init(_ layer: Depthwise, _ w: UnsafePointer<Float>) {
        channels = layer.window.input.channels
        rowFloats = layer.input.rowFloats
        count = layer.window.outputWidth
        relu = layer.relu
        (w0, w1, w2) = (Lanes(from: w), Lanes(from: w + channels), Lanes(from: w + 2 * channels))
        (w3, w4, w5) = (Lanes(from: w + 3 * channels), Lanes(from: w + 4 * channels), Lanes(from: w + 5 * channels))
        (w6, w7, w8) = (Lanes(from: w + 6 * channels), Lanes(from: w + 7 * channels), Lanes(from: w + 8 * channels))
        bias = Lanes(from: w + 9 * channels)
    }

    /// Stride 1: a column of three inputs is loaded once for the three outputs that need it.
    @inline(__always)
    func unitStride(_ from: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>) {
        var (top, middle, bottom) = (from, from + rowFloats, from + 2 * rowFloats)
        var to = output
        var right = bias
        var centre = bias
        var left = bias
        left.mad(Lanes(from: top), w0)
        left.mad(Lanes(from: middle), w3)
        left.mad(Lanes(from: bottom), w6)
        top += channels
        middle += channels
        bottom += channels
        let (a, b, c) = (Lanes(from: top), Lanes(from: middle), Lanes(from: bottom))
        left.mad(a, w1)
        left.mad(b, w4)
        left.mad(c, w7)
        centre.mad(a, w0)
        centre.mad(b, w3)
        centre.mad(c, w6)
        for _ in 0..<count {
            top += channels
            middle += channels
            bottom += channels
            // One input after another: weights and sums leave no registers for a column of three.
            let a = Lanes(from: top)
            left.mad(a, w2)
            centre.mad(a, w1)
            right.mad(a, w0)
            let b = Lanes(from: middle)
            left.mad(b, w5)
            centre.mad(b, w4)
            right.mad(b, w3)
            let c = Lanes(from: bottom)
            left.mad(c, w8)
            centre.mad(c, w7)
            right.mad(c, w6)
            store(left, to)
            left = centre
            centre = right
            right = bias
            to += channels
        }
    }

    @inline(__always)
    func strided(_ from: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, stride: Int) {
        var top = from
        var to = output
        for _ in 0..<count {
            store(sum(top, channels), to)
            top += stride * channels
            to += channels
        }
    }

    @inline(__always)
    private func sum(_ top: UnsafePointer<Float>, _ step: Int) -> Lanes {
        let (middle, bottom) = (top + rowFloats, top + 2 * rowFloats)
        var sum = bias
        sum.mad(Lanes(from: top), w0)
        sum.mad(Lanes(from: top + step), w1)
        sum.mad(Lanes(from: top + 2 * step), w2)
        sum.mad(Lanes(from: middle), w3)
        sum.mad(Lanes(from: middle + step), w4)
        sum.mad(Lanes(from: middle + 2 * step), w5)
        sum.mad(Lanes(from: bottom), w6)
        sum.mad(Lanes(from: bottom + step), w7)
        sum.mad(Lanes(from: bottom + 2 * step), w8)
        return sum
    }

    @inline(__always)
    private func store(_ sum: Lanes, _ to: UnsafeMutablePointer<Float>) {
        (relu ? sum.larger(Lanes()) : sum).store(to: to)
    }
}

extension Line3x3 where Lanes == SIMD16<Float> {
    /// Weights of eight channels, repeated in both halves of a register.
    @inline(__always)
    init(pairsOf layer: Depthwise) {
        func pair(_ tap: Int) -> Lanes {
            let eight = SIMD8<Float>(from: layer.packed + 8 * tap)
            return Lanes(lowHalf: eight, highHalf: eight)
        }
        channels = 8
        rowFloats = layer.input.rowFloats
        count = layer.window.outputWidth
        relu = layer.relu
        (w0, w1, w2, w3, w4) = (pair(0), pair(1), pair(2), pair(3), pair(4))
        (w5, w6, w7, w8, bias) = (pair(5), pair(6), pair(7), pair(8), pair(9))
    }

    /// Stride 1, eight channels: two pixels per register; the last pair may overlap the one before it.
    @inline(__always)
    func pixelPairs(_ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>) {
        var pixel = 0
        while pixel < count {
            let start = Swift.min(pixel, count - 2) * 8
            store(sum(from + start, 8), to + start)
            pixel += 2
        }
    }
}
