/// A depthwise convolution and the 1×1 convolution after it, fused a few rows at a time, so that the values between them never
/// leave the L1 cache.
struct Separable {
    let depthwise: Depthwise
    let kernel: TileKernel
    let scratch: UnsafeMutablePointer<Float>
    let output: Plane
    let addend: UnsafePointer<Float>?

    /// Rows per batch: enough pixels to fill tiles.
    static let batchRows = 4

    /// Floats of the buffer between the two.
    static func scratchFloats(_ window: Window) -> Int {
        Swift.min(batchRows, window.outputHeight) * window.outputWidth * window.input.channels + Border.slackFloats
    }

    static func groupFloats(_ window: Window, channels: Int) -> Int {
        PixelGroups.floats(rows: Swift.min(batchRows, window.outputHeight), width: window.outputWidth, channels: channels)
    }

    /// `packed` is the 1×1 convolution's; `scratch` and `groupMemory` are as large as the functions above say.
    init(
        _ depthwise: Depthwise, packed: UnsafePointer<Float>, addend: Plane?, relu: Bool, scratch: UnsafeMutablePointer<Float>,
        groupMemory: UnsafeMutablePointer<Float>, into output: Plane
    ) {
        let window = depthwise.window
        let pixel = window.input.channels
        self.depthwise = depthwise
        self.scratch = scratch
        self.output = output
        self.addend = addend.map { UnsafePointer($0.origin) }
        let groups = PixelGroups(
            rows: Swift.min(Self.batchRows, window.outputHeight), width: window.outputWidth, inputRow: window.outputWidth * pixel,
            inputPixel: pixel, outputRow: output.rowFloats, outputPixel: output.shape.channels, memory: groupMemory)
        kernel = TileKernel(
            packed: packed, groups: groups, kernelRows: 1, run: pixel, kernelRowFloats: pixel, pixelFloats: pixel,
            channels: output.shape.channels, relu: relu)
    }

    func execute() {
        let height = depthwise.window.outputHeight
        var y = 0
        while y < height {
            let end = Swift.min(y + Self.batchRows, height)
            depthwise.execute(rows: y..<end, into: scratch)
            kernel.execute(
                UnsafePointer(scratch), count: (end - y) * kernel.groups.perRow, addend: addend.map { $0 + y * output.rowFloats },
                into: output.row(y))
            y = end
        }
    }
}
