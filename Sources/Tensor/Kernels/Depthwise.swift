/// A depthwise convolution: one vector of channels at a time, the nine weights of a 3×3 kernel kept in registers along a line.
struct Depthwise {
    let input: Plane
    /// [kernel row, kernel column, channel], then [channel] biases
    let packed: UnsafePointer<Float>
    let window: Window
    let relu: Bool

    static func packedCount(_ window: Window) -> Int {
        (window.kernelWidth * window.kernelHeight + 1) * window.input.channels
    }

    static func pack(
        _ weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?, window: Window, into packed: UnsafeMutablePointer<Float>
    ) {
        let channels = window.input.channels
        let taps = window.kernelWidth * window.kernelHeight
        for index in 0..<taps * channels { packed[index] = weights[index] }
        for channel in 0..<channels { packed[taps * channels + channel] = bias?[channel] ?? 0 }
    }

    /// Writes these rows to `output`, packed without gaps.
    func execute(rows: Range<Int>, into output: UnsafeMutablePointer<Float>) {
        execute(rows: rows, into: output, rowFloats: window.outputWidth * window.input.channels)
    }

    func execute(rows: Range<Int>, into output: UnsafeMutablePointer<Float>, rowFloats: Int) {
        let channels = window.input.channels
        var to = output
        for y in rows {
            let from = input.firstTap(window) + y * window.stride * input.rowFloats
            var channel = 0
            if takesPixelPairs {
                Line3x3<SIMD16<Float>>(pairsOf: self).pixelPairs(from, to)
                channel = 8
            }
            while channel + WideLanes.scalarCount <= channels {
                line(WideLanes.self, from + channel, channel, to + channel)
                channel += WideLanes.scalarCount
            }
            if channel < channels && channels < 8 { scalar(from, to) }
            while channel < channels && channels >= 8 {
                // The last eight may overlap those before them: the same numbers are written twice.
                let start = Swift.min(channel, channels - 8)
                line(SIMD8<Float>.self, from + start, start, to + start)
                channel += 8
            }
            to += rowFloats
        }
    }

    /// Eight channels are half of a wide register: two neighbouring pixels fill one.
    @inline(__always)
    private var takesPixelPairs: Bool {
        Registers.lanes == 16 && window.input.channels == 8 && window.kernelWidth == 3 && window.kernelHeight == 3 && window.stride == 1 && window.outputWidth > 1
    }

    /// Never inlined, so that a line's weights and sums have all registers to themselves.
    @inline(never)
    private func line<V: FloatLanes>(_: V.Type, _ from: UnsafePointer<Float>, _ channel: Int, _ to: UnsafeMutablePointer<Float>) {
        if window.kernelWidth == 3 && window.kernelHeight == 3 {
            let line = Line3x3<V>(self, packed + channel)
            if window.stride == 1 { line.unitStride(from, to) } else { line.strided(from, to, stride: window.stride) }
        } else {
            lineOfAnyKernel(V.self, from, channel, to)
        }
    }

    @inline(__always)
    private func lineOfAnyKernel<V: FloatLanes>(
        _: V.Type, _ from: UnsafePointer<Float>, _ channel: Int, _ to: UnsafeMutablePointer<Float>
    ) {
        let channels = window.input.channels
        for x in 0..<window.outputWidth {
            var w = packed + channel
            var sum = V()
            for i in 0..<window.kernelHeight {
                var tap = from + i * input.rowFloats + x * window.stride * channels
                for _ in 0..<window.kernelWidth {
                    sum.mad(V(from: tap), V(from: w))
                    tap += channels
                    w += channels
                }
            }
            sum = sum.plus(V(from: w))
            (relu ? sum.larger(V()) : sum).store(to: to + x * channels)
        }
    }

    /// Fewer channels than the narrowest vector has lanes.
    private func scalar(_ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>) {
        let channels = window.input.channels
        for x in 0..<window.outputWidth {
            for channel in 0..<channels {
                var w = packed + channel
                var sum: Float = 0
                for i in 0..<window.kernelHeight {
                    var tap = from + i * input.rowFloats + x * window.stride * channels + channel
                    for _ in 0..<window.kernelWidth {
                        sum += tap[0] * w[0]
                        tap += channels
                        w += channels
                    }
                }
                sum += w[0]
                to[x * channels + channel] = relu && sum < 0 ? 0 : sum
            }
        }
    }
}
