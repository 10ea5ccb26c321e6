/// How the layers of a file fit together: the shape of every value, the memory and the arithmetic it takes. All of it is
/// checked here, before `Network` allocates anything.
struct NetworkPlan {
    /// 64 MiB of activations, scratch and packed weights, and some seconds of arithmetic: far above what a face needs, far
    /// below what a hostile file could ask for.
    static let maximumFloats = 1 << 24
    static let maximumMultiplyAdds = 1 << 32

    struct Step {
        let layer: LayerRecord
        let input: Shape
        let output: Shape
        /// Set for convolution, depthwise and max-pool.
        let window: Window?
        /// Floats of the padded copy of the input; 0 where no kernel reaches beyond the picture.
        let borderFloats: Int
        let packedFloats: Int
    }

    private(set) var steps: [Step] = []
    /// Floats of each slot: the largest value it ever holds.
    private(set) var slotFloats: [Int]

    init(_ file: WeightFile) throws(WeightFileError) {
        var shapes = [Shape](repeating: Shape(height: 0, width: 0, channels: 0), count: file.slotCount)
        shapes[0] = Shape(height: file.inputHeight, width: file.inputWidth, channels: 1)
        slotFloats = shapes.map { $0.count }
        var floats = slotFloats[0]
        var multiplyAdds = 0
        for (index, layer) in file.layers.enumerated() {
            let step = try Self.step(layer, index: index, shapes: shapes, file: file)
            guard step.output.height <= 1 << 16, step.output.width <= 1 << 16, step.output.channels <= 1 << 20,
                step.output.count <= Self.maximumFloats
            else { throw WeightFile.fault("layer \(index)", "its output is too large") }
            floats += Swift.max(step.output.count - slotFloats[layer.output], 0) + step.borderFloats + step.packedFloats
            multiplyAdds += Self.multiplyAdds(step)
            guard floats <= Self.maximumFloats, multiplyAdds <= Self.maximumMultiplyAdds else {
                throw WeightFile.fault("layer \(index)", "the network needs more than 64 MiB or 4 G multiply-adds")
            }
            shapes[layer.output] = step.output
            slotFloats[layer.output] = Swift.max(slotFloats[layer.output], step.output.count)
            steps.append(step)
        }
        guard let last = steps.last, last.layer.kind == .softmax, last.output.count == file.classNames.count else {
            throw WeightFile.fault("layers", "the last one must be a softmax of \(file.classNames.count) classes")
        }
    }

    private static func step(_ layer: LayerRecord, index: Int, shapes: [Shape], file: WeightFile) throws(WeightFileError) -> Step {
        let name = "layer \(index)"
        let input = shapes[layer.input]
        guard input.count > 0 else { throw WeightFile.fault(name, "slot \(layer.input) is read before anything was written to it") }
        func plain(_ output: Shape, packedFloats: Int = 0) -> Step {
            Step(layer: layer, input: input, output: output, window: nil, borderFloats: 0, packedFloats: packedFloats)
        }
        switch layer.kind {
        case .add:
            guard shapes[layer.secondInput] == input else { throw WeightFile.fault(name, "its two inputs have different shapes") }
            return plain(input)
        case .globalMean:
            return plain(Shape(height: 1, width: 1, channels: input.channels))
        case .softmax:
            guard input.height == 1, input.width == 1 else { throw WeightFile.fault(name, "a softmax needs one pixel") }
            return plain(input)
        case .dense:
            let weights = file.tensors[layer.weights].dimensions
            guard weights[0] == input.count, weights[1] == layer.channels else {
                throw WeightFile.fault(name, "weights of \(weights[0]) × \(weights[1]) for \(input.count) inputs")
            }
            return plain(
                Shape(height: 1, width: 1, channels: layer.channels),
                packedFloats: Convolution.packedCount(steps: input.count, channels: layer.channels))
        case .convolution, .depthwise, .maxPool:
            return try sliding(layer, name: name, input: input, file: file)
        }
    }

    private static func sliding(_ layer: LayerRecord, name: String, input: Shape, file: WeightFile) throws(WeightFileError) -> Step {
        guard
            let window = Window(
                input, kernelWidth: layer.kernelWidth, kernelHeight: layer.kernelHeight, stride: layer.stride, same: layer.same)
        else { throw WeightFile.fault(name, "a kernel larger than its input") }
        if layer.kind != .maxPool {
            let weights = file.tensors[layer.weights].dimensions
            let wanted =
                layer.kind == .convolution
                ? SIMD4(layer.kernelHeight, layer.kernelWidth, input.channels, layer.channels)
                : SIMD4(layer.kernelHeight, layer.kernelWidth, input.channels, 1)
            guard weights == wanted, layer.kind == .convolution || layer.channels == input.channels else {
                throw WeightFile.fault(name, "weights of another shape than kernel and channels say")
            }
        }
        let channels = layer.kind == .convolution ? layer.channels : input.channels
        var borderFloats = 0
        var packedFloats = 0
        if layer.kind == .convolution {
            borderFloats = Convolution.Border.floats(window)
            packedFloats = Convolution.packedCount(
                steps: layer.kernelWidth * layer.kernelHeight * input.channels, channels: layer.channels)
        }
        return Step(
            layer: layer, input: input, output: Shape(height: window.outputHeight, width: window.outputWidth, channels: channels),
            window: window, borderFloats: borderFloats, packedFloats: packedFloats)
    }

    /// Cannot overflow: an output has at most 2²⁴ numbers, and kernel · channels are bounded by the weights that the file holds.
    private static func multiplyAdds(_ step: Step) -> Int {
        let kernel = step.layer.kernelWidth * step.layer.kernelHeight
        return switch step.layer.kind {
        case .convolution: step.output.count * kernel * step.input.channels
        case .dense: step.output.count * step.input.count
        case .depthwise, .maxPool: step.output.count * kernel
        case .add, .globalMean, .softmax: step.input.count
        }
    }
}
