/// A kernel with all its pointers, ready to run.
enum NetworkLayer {
    case copy(Copy)
    case convolution(Convolution)
    case winograd(WinogradConvolution)
    case separable(Separable)
    case depthwise(Depthwise, Plane)
    case maxPool(MaxPool)
    case addition(Addition)
    case globalMean(GlobalMean)
    case softmax(Softmax)

    /// Packs the operation's weights. The three pieces of memory have the sizes that `NetworkMemory` counted.
    init(
        _ operation: NetworkOperation, _ file: WeightFile, _ values: [Plane], packed: UnsafeMutablePointer<Float>,
        groups: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
    ) {
        let input = values[operation.input]
        let output = values[operation.output]
        let addend = operation.addend.map { values[$0] }
        let step = operation.step
        switch (operation.kind, step.window) {
        case (.convolution, let window?) where WinogradConvolution.suits(window, channels: step.output.channels):
            Self.withNumbers(step, file) { weights, bias in
                WinogradConvolution.pack(weights, bias: bias, window: window, channels: step.output.channels, into: packed)
            }
            self = .winograd(
                WinogradConvolution(
                    input, window, packed: packed, addend: addend, relu: operation.relu, scratch: scratch, memory: groups, into: output))
        case (.convolution, let window?):
            Self.pack(step, window, file, into: packed)
            self = .convolution(
                Convolution(input, window, packed: packed, addend: addend, relu: operation.relu, memory: groups, into: output))
        case (.separable, let window?):
            Self.pack(step, window, file, into: packed)
            let count = PackedWeights.count(kernelRows: 1, run: window.input.channels, channels: step.output.channels)
            let first = operation.depthwise ?? step
            self = .separable(
                Separable(
                    Self.depthwise(first, first.window ?? window, input, file, packed: packed + NetworkMemory.aligned(count)),
                    packed: packed, addend: addend, relu: operation.relu, scratch: scratch, groupMemory: groups, into: output))
        case (.depthwise, let window?):
            self = .depthwise(Self.depthwise(step, window, input, file, packed: packed), output)
        case (.maxPool, let window?):
            self = .maxPool(MaxPool(input: input, window: window, addend: addend, relu: operation.relu, output: output))
        case (.addition, _):
            self = .addition(Addition(first: input, second: addend ?? input, relu: operation.relu, output: output))
        case (.globalMean, _):
            self = .globalMean(GlobalMean(input: input, output: output))
        default:
            self = .softmax(
                Softmax(
                    input: UnsafePointer(input.origin), output: output.origin, count: step.input.count, temperature: file.temperature))
        }
    }

    func execute() {
        switch self {
        case .copy(let layer): layer.execute()
        case .convolution(let layer): layer.execute()
        case .winograd(let layer): layer.execute()
        case .separable(let layer): layer.execute()
        case .depthwise(let layer, let output):
            layer.execute(rows: 0..<output.shape.height, into: output.origin, rowFloats: output.rowFloats)
        case .maxPool(let layer): layer.execute()
        case .addition(let layer): layer.execute()
        case .globalMean(let layer): layer.execute()
        case .softmax(let layer): layer.execute()
        }
    }

    private static func pack(
        _ step: NetworkPlan.Step, _ window: Window, _ file: WeightFile, into packed: UnsafeMutablePointer<Float>
    ) {
        withNumbers(step, file) { weights, bias in
            PackedWeights.pack(
                weights, bias: bias, kernelRows: window.kernelHeight, run: window.kernelWidth * window.input.channels,
                channels: step.output.channels, into: packed)
        }
    }

    private static func depthwise(
        _ step: NetworkPlan.Step, _ window: Window, _ input: Plane, _ file: WeightFile, packed: UnsafeMutablePointer<Float>
    ) -> Depthwise {
        withNumbers(step, file) { weights, bias in Depthwise.pack(weights, bias: bias, window: window, into: packed) }
        return Depthwise(input: input, packed: packed, window: window, relu: step.layer.relu)
    }

    private static func withNumbers(
        _ step: NetworkPlan.Step, _ file: WeightFile, _ body: (UnsafePointer<Float>, UnsafePointer<Float>?) -> Void
    ) {
        file.numbers.withUnsafeBufferPointer { numbers in
            guard let base = numbers.baseAddress else { return }
            let bias = step.layer.bias < 0 ? nil : base + file.tensors[step.layer.bias].start
            body(base + file.tensors[step.layer.weights].start, bias)
        }
    }
}
