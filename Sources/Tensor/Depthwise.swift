/// A depthwise convolution: one vector of channels at a time, the nine weights of a 3×3 kernel kept in registers along a line.
struct Depthwise {
    let input: UnsafePointer<Float>
    let output: UnsafeMutablePointer<Float>
    /// [kernel row, kernel column, channel]
    let weights: UnsafePointer<Float>
    let bias: UnsafePointer<Float>?
    let window: Window
    let relu: Bool

    func execute() {
        let channels = window.input.channels
        guard channels >= 8 else {
            return ConvolutionReference.depthwise(input, window, weights: weights, bias: bias, relu: relu, into: output)
        }
        var channel = 0
        while channel + WideLanes.scalarCount <= channels {
            block(WideLanes.self, channel)
            channel += WideLanes.scalarCount
        }
        while channel < channels {
            // The last eight may overlap the ones before: the same numbers are written again.
            block(SIMD8<Float>.self, Swift.min(channel, channels - 8))
            channel += 8
        }
    }

    @inline(__always)
    private func block<V: FloatLanes>(_: V.Type, _ channel: Int) {
        let inner = window.kernelWidth == 3 && window.kernelHeight == 3 ? window.innerColumns : 0..<0
        for y in 0..<window.outputHeight {
            if inner.isEmpty || window.rows(y).count < 3 {
                for x in 0..<window.outputWidth { anywhere(V.self, x, y, channel) }
            } else {
                for x in 0..<inner.lowerBound { anywhere(V.self, x, y, channel) }
                line3x3(V.self, inner, y, channel)
                for x in inner.upperBound..<window.outputWidth { anywhere(V.self, x, y, channel) }
            }
        }
    }

    /// Outputs whose 3×3 kernel lies wholly inside.
    @inline(__always)
    private func line3x3<V: FloatLanes>(_: V.Type, _ columns: Range<Int>, _ y: Int, _ channel: Int) {
        let channels = window.input.channels
        let row = window.input.width * channels
        let step = window.stride * channels
        let w = weights + channel
        let (w0, w1, w2) = (V(from: w), V(from: w + channels), V(from: w + 2 * channels))
        let (w3, w4, w5) = (V(from: w + 3 * channels), V(from: w + 4 * channels), V(from: w + 5 * channels))
        let (w6, w7, w8) = (V(from: w + 6 * channels), V(from: w + 7 * channels), V(from: w + 8 * channels))
        let start = bias.map { V(from: $0 + channel) } ?? V()
        var top =
            input + (y * window.stride - window.padTop) * row + (columns.lowerBound * window.stride - window.padLeft) * channels + channel
        var to = output + (y * window.outputWidth + columns.lowerBound) * channels + channel
        for _ in 0..<columns.count {
            var a = start
            var (b, c) = (V(), V())
            b.mad(V(from: top + row), w3)
            c.mad(V(from: top + 2 * row), w6)
            a.mad(V(from: top), w0)
            b.mad(V(from: top + row + channels), w4)
            c.mad(V(from: top + 2 * row + channels), w7)
            a.mad(V(from: top + channels), w1)
            b.mad(V(from: top + row + 2 * channels), w5)
            c.mad(V(from: top + 2 * row + 2 * channels), w8)
            a.mad(V(from: top + 2 * channels), w2)
            a = a.plus(b.plus(c))
            (relu ? a.larger(V()) : a).store(to: to)
            top += step
            to += channels
        }
    }

    /// Any output, any kernel: the part of the kernel that lies inside.
    @inline(__always)
    private func anywhere<V: FloatLanes>(_: V.Type, _ x: Int, _ y: Int, _ channel: Int) {
        let channels = window.input.channels
        var sum = bias.map { V(from: $0 + channel) } ?? V()
        for i in window.rows(y) {
            for j in window.columns(x) {
                let pixel = window.pixel(y, x, i, j)
                sum.mad(V(from: input + pixel * channels + channel), V(from: weights + (i * window.kernelWidth + j) * channels + channel))
            }
        }
        (relu ? sum.larger(V()) : sum).store(to: output + (y * window.outputWidth + x) * channels + channel)
    }
}
