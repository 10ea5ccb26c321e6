/// A one-dimensional convolution over time with weights packed for the processor: frames of `inputs` numbers to frames of `outputs`.
/// Frames lie one after the other, channel innermost, so that a convolution `dilation` frames apart is one of a picture whose rows
/// are `dilation` frames long, and `TileKernel` serves both.
final class BeatLayer {
    private let packed: UnsafeMutablePointer<Float>
    private let places: UnsafeMutablePointer<Float>
    private let kernel: TileKernel
    private let stride: Int
    /// Frames before the one under the kernel's centre.
    private let before: Int
    private let inputs: Int
    private let mostFrames: Int

    /// - Parameters:
    ///   - weights: [tap, input, output], then a bias for each output.
    ///   - dilation: frames from tap to tap; with a stride it must be 1.
    ///   - mostFrames: the longest output.
    init(
        _ weights: UnsafePointer<Float>, taps: Int, inputs: Int, outputs: Int, dilation: Int = 1, stride: Int = 1, relu: Bool,
        mostFrames: Int
    ) {
        // Neighbouring frames are contiguous: one long row. Dilated ones are a row each.
        let (rows, run) = dilation == 1 ? (1, taps * inputs) : (taps, inputs)
        packed = .allocate(capacity: PackedWeights.count(kernelRows: rows, run: run, channels: outputs))
        PackedWeights.pack(
            weights, bias: weights + taps * inputs * outputs, kernelRows: rows, run: run, channels: outputs, into: packed)
        places = .allocate(capacity: PixelGroups.floats(rows: 1, width: mostFrames, channels: outputs))
        let groups = PixelGroups(
            rows: 1, width: mostFrames, inputRow: 0, inputPixel: inputs * stride, outputRow: 0, outputPixel: outputs, memory: places)
        kernel = TileKernel(
            packed: packed, groups: groups, kernelRows: rows, run: run, kernelRowFloats: rows == 1 ? run : dilation * inputs,
            pixelFloats: inputs * stride, channels: outputs, relu: relu)
        self.stride = stride
        self.inputs = inputs
        self.mostFrames = mostFrames
        before = taps / 2 * dilation
    }

    deinit {
        packed.deallocate()
        places.deallocate()
    }

    /// Computes the first `frames` outputs, and up to a group more, which hold what follows from the inputs there.
    /// - Parameters:
    ///   - input: the first frame; those before it, and after the last, are read as padding.
    ///   - addend: added before the activation; not the output itself.
    func run(_ input: UnsafePointer<Float>, frames: Int, addend: UnsafePointer<Float>? = nil, into output: UnsafeMutablePointer<Float>) {
        let groups = min((frames + kernel.groups.pixels - 1) / kernel.groups.pixels, kernel.groups.perRow)
        kernel.execute(input - before * inputs, count: groups, addend: addend, into: output)
    }
}
