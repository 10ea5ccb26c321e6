/// Rows × columns × channels, channel innermost.
struct Shape: Equatable {
    var height: Int
    var width: Int
    var channels: Int

    var count: Int { height * width * channels }
}

/// The geometry of a sliding kernel: sizes in and out, stride, and the padding before the first row and column.
struct Window {
    let input: Shape
    let outputWidth: Int
    let outputHeight: Int
    let kernelWidth: Int
    let kernelHeight: Int
    let stride: Int
    let padLeft: Int
    let padTop: Int

    /// Nil when the kernel does not fit. "Same" is TensorFlow's: ⌈size / stride⌉ outputs, an odd row of padding at the end.
    init?(_ input: Shape, kernelWidth: Int, kernelHeight: Int, stride: Int, same: Bool) {
        self.input = input
        self.kernelWidth = kernelWidth
        self.kernelHeight = kernelHeight
        self.stride = stride
        if same {
            outputWidth = (input.width + stride - 1) / stride
            outputHeight = (input.height + stride - 1) / stride
            padLeft = Swift.max((outputWidth - 1) * stride + kernelWidth - input.width, 0) / 2
            padTop = Swift.max((outputHeight - 1) * stride + kernelHeight - input.height, 0) / 2
        } else {
            guard kernelWidth <= input.width, kernelHeight <= input.height else { return nil }
            outputWidth = (input.width - kernelWidth) / stride + 1
            outputHeight = (input.height - kernelHeight) / stride + 1
            padLeft = 0
            padTop = 0
        }
    }

    /// Index of the input pixel under kernel row i, column j for output y, x.
    @inline(__always)
    func pixel(_ y: Int, _ x: Int, _ i: Int, _ j: Int) -> Int {
        (y * stride + i - padTop) * input.width + x * stride + j - padLeft
    }

    /// The kernel rows inside the picture for output row y, never empty.
    @inline(__always)
    func rows(_ y: Int) -> Range<Int> { Self.inside(y * stride - padTop, kernelHeight, input.height) }

    /// The kernel columns inside the picture for output column x, never empty.
    @inline(__always)
    func columns(_ x: Int) -> Range<Int> { Self.inside(x * stride - padLeft, kernelWidth, input.width) }

    @inline(__always)
    private static func inside(_ start: Int, _ kernel: Int, _ size: Int) -> Range<Int> {
        let first = Swift.max(0, -start)
        return first..<Swift.max(first, Swift.min(kernel, size - start))
    }

    /// The extent that kernels touch, padding included, in pixels.
    var paddedWidth: Int { (outputWidth - 1) * stride + kernelWidth }
    var paddedHeight: Int { (outputHeight - 1) * stride + kernelHeight }

    /// The outputs of a row whose kernel lies wholly inside.
    var innerColumns: Range<Int> { Self.inner(padLeft, kernelWidth, input.width, stride, outputWidth) }

    private static func inner(_ pad: Int, _ kernel: Int, _ size: Int, _ stride: Int, _ outputs: Int) -> Range<Int> {
        let first = Swift.min((pad + stride - 1) / stride, outputs)
        guard size + pad >= kernel else { return first..<first }
        return first..<Swift.max(first, Swift.min(outputs, (size + pad - kernel) / stride + 1))
    }
}
