/// How the layers of a file fit together: the shape of every value, its readers, and the cost. All of it is checked here, before
/// `NetworkMemory` counts and `Network` allocates. Value 0 is the picture, value n + 1 the output of layer n.
struct NetworkPlan {
    /// Most multiply-adds of a run: 64 M and 16,384 for each number in the file, four times what a kernel over a picture of 64 × 64
    /// takes, and never more than 4 G, some seconds of one core.
    static func maximumMultiplyAdds(numbers: Int) -> Int { Swift.min(1 << 32, 1 << 26 + numbers << 14) }

    struct Step {
        let layer: LayerRecord
        let inputValue: Int
        /// The other value of an addition; elsewhere the input again.
        let secondValue: Int
        let input: Shape
        let output: Shape
        /// Set for convolution, depthwise, max-pool and dense: a dense layer is a convolution as large as its input.
        let window: Window?
    }

    private(set) var steps: [Step] = []
    private(set) var multiplyAdds = 0

    init(_ file: WeightFile) throws(ModelError) {
        var shapes = [Shape](repeating: Shape(height: 0, width: 0, channels: 0), count: file.slotCount)
        shapes[0] = Shape(height: file.inputHeight, width: file.inputWidth, channels: 1)
        var values = [Int](repeating: 0, count: file.slotCount)
        let limit = Self.maximumMultiplyAdds(numbers: file.numbers.count)
        for (index, layer) in file.layers.enumerated() {
            let step = try Self.step(layer, index: index, shapes: shapes, values: values, file: file)
            guard step.output.height <= 1 << 16, step.output.width <= 1 << 16, step.output.channels <= 1 << 20,
                step.output.count <= NetworkMemory.maximumFloats
            else { throw WeightFile.fault("layer \(index)", "its output is too large", .tooLarge) }
            multiplyAdds += Self.multiplyAdds(step)
            guard multiplyAdds <= limit else {
                throw WeightFile.fault(
                    "layer \(index)", "a run takes more than \(limit) multiply-adds, too many for a file of this size", .tooLarge)
            }
            shapes[layer.output] = step.output
            values[layer.output] = index + 1
            steps.append(step)
        }
        guard let last = steps.last, last.layer.kind == .softmax, last.output.count == file.classNames.count else {
            throw WeightFile.fault("layers", "the last one must be a softmax of \(file.classNames.count) classes", .unsupported)
        }
    }

    private static func step(
        _ layer: LayerRecord, index: Int, shapes: [Shape], values: [Int], file: WeightFile
    ) throws(ModelError) -> Step {
        let name = "layer \(index)"
        let input = shapes[layer.input]
        guard input.count > 0 else { throw WeightFile.fault(name, "slot \(layer.input) is read before anything was written to it") }
        func made(_ output: Shape, _ window: Window? = nil) -> Step {
            Step(
                layer: layer, inputValue: values[layer.input], secondValue: values[layer.kind == .add ? layer.secondInput : layer.input],
                input: input, output: output, window: window)
        }
        switch layer.kind {
        case .add:
            guard shapes[layer.secondInput] == input else { throw WeightFile.fault(name, "its two inputs have different shapes") }
            return made(input)
        case .globalMean:
            return made(Shape(height: 1, width: 1, channels: input.channels))
        case .softmax:
            guard input.height == 1, input.width == 1 else { throw WeightFile.fault(name, "a softmax needs one pixel", .unsupported) }
            return made(input)
        case .dense:
            let weights = file.tensors[layer.weights].dimensions
            guard weights[0] == input.count, weights[1] == layer.channels else {
                throw WeightFile.fault(name, "weights of \(weights[0]) × \(weights[1]) for \(input.count) inputs")
            }
            return made(
                Shape(height: 1, width: 1, channels: layer.channels),
                Window(input, kernelWidth: input.width, kernelHeight: input.height, stride: 1, same: false))
        case .convolution, .depthwise, .maxPool:
            let window = try window(layer, name: name, input: input, file: file)
            let channels = layer.kind == .convolution ? layer.channels : input.channels
            return made(Shape(height: window.outputHeight, width: window.outputWidth, channels: channels), window)
        }
    }

    private static func window(_ layer: LayerRecord, name: String, input: Shape, file: WeightFile) throws(ModelError) -> Window {
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
        return window
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
