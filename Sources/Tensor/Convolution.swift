/// A convolution as axpy over channels: for eight neighbouring pixels and one vector of output channels at a time,
/// sum += input number (repeated) · weight vector. Rows of a kernel are contiguous in NHWC, so that the whole sum is
/// kernelHeight runs of kernelWidth · channelsIn steps. 1×1 with stride 1 sees the picture as one long line.
struct Convolution {
    let input: UnsafePointer<Float>
    let output: UnsafeMutablePointer<Float>
    /// Packed by `pack`: for each block of `lanes` output channels [kernel row][run][lane], then [lane] biases; zeros beyond.
    let packed: UnsafePointer<Float>
    let rows: Int
    let rowPixels: Int
    /// Floats from one output row's, kernel row's and output pixel's first input to the next one's.
    let rowFloats: Int
    let kernelRowFloats: Int
    let pixelFloats: Int
    let kernelRows: Int
    let run: Int
    let channels: Int
    let relu: Bool
    /// The zeros around the picture are copied into this scratch first; nil where no kernel reaches beyond.
    let border: Border?

    struct Border {
        let source: UnsafePointer<Float>
        let scratch: UnsafeMutablePointer<Float>
        let window: Window

        /// Floats of scratch that a convolution over this window needs; 0 when no kernel reaches beyond the picture.
        static func floats(_ window: Window) -> Int {
            window.reachesBeyond ? window.paddedWidth * window.paddedHeight * window.input.channels : 0
        }

        /// The scratch is zero when the network begins, and only its inside is ever written.
        func fill() {
            let shape = window.input
            let columns = Swift.min(shape.width, window.paddedWidth - window.padLeft) * shape.channels
            for y in 0..<Swift.min(shape.height, window.paddedHeight - window.padTop) {
                (scratch + ((y + window.padTop) * window.paddedWidth + window.padLeft) * shape.channels)
                    .update(from: source + y * shape.width * shape.channels, count: columns)
            }
        }
    }

    /// `scratch` holds `Border.floats(window)` zeros.
    init(
        _ input: UnsafePointer<Float>, _ window: Window, packed: UnsafePointer<Float>, channels: Int, relu: Bool,
        scratch: UnsafeMutablePointer<Float>, into output: UnsafeMutablePointer<Float>
    ) {
        let pixel = window.input.channels
        let line = window.kernelWidth == 1 && window.kernelHeight == 1 && window.stride == 1
        border = window.reachesBeyond ? Border(source: input, scratch: scratch, window: window) : nil
        self.input = border == nil ? input : UnsafePointer(scratch)
        self.output = output
        self.packed = packed
        rows = line ? 1 : window.outputHeight
        rowPixels = line ? window.outputWidth * window.outputHeight : window.outputWidth
        kernelRowFloats = (border == nil ? window.input.width : window.paddedWidth) * pixel
        rowFloats = kernelRowFloats * window.stride
        pixelFloats = pixel * window.stride
        kernelRows = window.kernelHeight
        run = window.kernelWidth * pixel
        self.channels = channels
        self.relu = relu
    }

    /// A dense layer: one pixel with as many channels as there are numbers.
    init(
        dense input: UnsafePointer<Float>, count: Int, packed: UnsafePointer<Float>, channels: Int, relu: Bool,
        into output: UnsafeMutablePointer<Float>
    ) {
        self.input = input
        self.output = output
        self.packed = packed
        (rows, rowPixels, kernelRows, run) = (1, 1, 1, count)
        (kernelRowFloats, rowFloats, pixelFloats) = (count, count, count)
        self.channels = channels
        self.relu = relu
        border = nil
    }

    func execute() {
        border?.fill()
        var channel = 0
        var weights = packed
        while channel < channels {
            let left = channels - channel
            let lanes = Self.lanes(left)
            if lanes == WideLanes.scalarCount {
                block(WideLanes.self, weights, channel)
            } else {
                block(SIMD8<Float>.self, weights, channel)
            }
            weights += (kernelRows * run + 1) * lanes
            channel += lanes
        }
    }

    @inline(__always)
    private func block<V: FloatLanes>(_: V.Type, _ weights: UnsafePointer<Float>, _ channel: Int) {
        let count = channels - channel
        for row in 0..<rows {
            let from = input + row * rowFloats
            let to = output + row * rowPixels * channels + channel
            var pixel = 0
            if rowPixels >= 8 {
                while pixel < rowPixels {
                    // The last eight may overlap the ones before: the same numbers are written again.
                    let start = Swift.min(pixel, rowPixels - 8)
                    eightPixels(V.self, from + start * pixelFloats, weights, to + start * channels, count)
                    pixel += 8
                }
            } else {
                for pixel in 0..<rowPixels { onePixel(V.self, from + pixel * pixelFloats, weights, to + pixel * channels, count) }
            }
        }
    }

    @inline(__always)
    private func eightPixels<V: FloatLanes>(
        _: V.Type, _ from: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ count: Int
    ) {
        let step = pixelFloats
        let run = run
        var weight = weights
        let bias = V(from: weights + kernelRows * run * V.scalarCount)
        var (a, b, c, d, e, f, g, h) = (bias, bias, bias, bias, bias, bias, bias, bias)
        for kernelRow in 0..<kernelRows {
            var x = from + kernelRow * kernelRowFloats
            for _ in 0..<run {
                let w = V(from: weight)
                a.mad(V(repeating: x[0]), w)
                b.mad(V(repeating: x[step]), w)
                c.mad(V(repeating: x[2 * step]), w)
                d.mad(V(repeating: x[3 * step]), w)
                e.mad(V(repeating: x[4 * step]), w)
                f.mad(V(repeating: x[5 * step]), w)
                g.mad(V(repeating: x[6 * step]), w)
                h.mad(V(repeating: x[7 * step]), w)
                x += 1
                weight += V.scalarCount
            }
        }
        finish(a, to, count)
        finish(b, to + channels, count)
        finish(c, to + 2 * channels, count)
        finish(d, to + 3 * channels, count)
        finish(e, to + 4 * channels, count)
        finish(f, to + 5 * channels, count)
        finish(g, to + 6 * channels, count)
        finish(h, to + 7 * channels, count)
    }

    @inline(__always)
    private func onePixel<V: FloatLanes>(
        _: V.Type, _ from: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ count: Int
    ) {
        var weight = weights
        var sum = V(from: weights + kernelRows * run * V.scalarCount)
        for kernelRow in 0..<kernelRows {
            let x = from + kernelRow * kernelRowFloats
            for index in 0..<run {
                sum.mad(V(repeating: x[index]), V(from: weight))
                weight += V.scalarCount
            }
        }
        finish(sum, to, count)
    }

    @inline(__always)
    private func finish<V: FloatLanes>(_ sum: V, _ to: UnsafeMutablePointer<Float>, _ count: Int) {
        (relu ? sum.larger(V()) : sum).store(to: to, count: count)
    }

    /// Lanes of the next block when `left` channels are left: wide ones unless eight are enough.
    static func lanes(_ left: Int) -> Int { left > 8 ? WideLanes.scalarCount : 8 }

    static func packedCount(steps: Int, channels: Int) -> Int {
        var count = 0
        var channel = 0
        while channel < channels {
            count += (steps + 1) * lanes(channels - channel)
            channel += lanes(channels - channel)
        }
        return count
    }

    /// Writes [steps, channels] weights and [channels] biases (nil: zeros) in the order in which `execute` reads them.
    static func pack(
        _ weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?, steps: Int, channels: Int, into packed: UnsafeMutablePointer<Float>
    ) {
        var to = packed
        var channel = 0
        while channel < channels {
            let lanes = lanes(channels - channel)
            for step in 0...steps {
                for lane in 0..<lanes {
                    let inside = channel + lane < channels
                    let source = step < steps ? weights + step * channels : bias
                    to[lane] = inside ? source?[channel + lane] ?? 0 : 0
                }
                to += lanes
            }
            channel += lanes
        }
    }
}
