/// A convolution from plane to plane; a dense layer is one whose kernel is as large as its input.
struct Convolution {
    let input: UnsafePointer<Float>
    let output: Plane
    let addend: UnsafePointer<Float>?
    let kernel: TileKernel
    let count: Int

    /// `input` has a border wide enough for the window. `addend` has the output's layout. `memory` holds `PixelGroups.floats` for the
    /// window's output.
    init(
        _ input: Plane, _ window: Window, packed: UnsafePointer<Float>, addend: Plane?, relu: Bool, memory: UnsafeMutablePointer<Float>,
        into output: Plane
    ) {
        let pixel = input.shape.channels
        self.input = input.firstTap(window)
        self.output = output
        self.addend = addend.map { UnsafePointer($0.origin) }
        let groups = PixelGroups(
            rows: window.outputHeight, width: window.outputWidth, inputRow: input.rowFloats * window.stride,
            inputPixel: pixel * window.stride, outputRow: output.rowFloats, outputPixel: output.shape.channels, memory: memory)
        kernel = TileKernel(
            packed: packed, groups: groups, kernelRows: window.kernelHeight, run: window.kernelWidth * pixel,
            kernelRowFloats: input.rowFloats, pixelFloats: pixel * window.stride, channels: output.shape.channels, relu: relu)
        count = window.outputHeight * groups.perRow
    }

    func execute() { kernel.execute(input, count: count, addend: addend, into: output.origin) }
}
