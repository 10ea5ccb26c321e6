/// The network: fill `input`, call `run`, read `probabilities`. One allocation when it begins, none later; not for two threads
/// at once. The prototype's mini-Xception (10 M multiply-adds) takes well under a millisecond of one core.
public final class Network {
    public let inputWidth: Int
    public let inputHeight: Int
    public let classNames: [String]
    public let cropMarginX: Float
    public let cropMarginY: Float
    let inputScale: Float
    let inputOffset: Float

    /// inputHeight × inputWidth numbers, byte · scale + offset. A network may use this memory again: fill it before each run.
    public let input: UnsafeMutablePointer<Float>
    /// `classCount` numbers of sum 1 in the order of `classNames`, valid until the next run.
    public let probabilities: UnsafePointer<Float>
    public var classCount: Int { classNames.count }

    private enum Layer {
        case convolution(Convolution)
        case depthwise(Depthwise)
        case maxPool(MaxPool)
        case addition(Addition)
        case globalMean(GlobalMean)
        case softmax(Softmax)
    }

    private let memory: UnsafeMutablePointer<Float>
    private let layers: UnsafeMutablePointer<Layer>
    private let layerCount: Int

    public init(_ weights: WeightFile) throws(WeightFileError) {
        let plan = try NetworkPlan(weights)
        inputWidth = weights.inputWidth
        inputHeight = weights.inputHeight
        classNames = weights.classNames
        cropMarginX = weights.cropMarginX
        cropMarginY = weights.cropMarginY
        inputScale = weights.inputScale
        inputOffset = weights.inputOffset

        var floats = weights.numbers.count + Self.alignmentFloats
        for count in plan.slotFloats { floats += Self.aligned(count) }
        for step in plan.steps { floats += Self.aligned(step.borderFloats) + Self.aligned(step.packedFloats) }
        memory = UnsafeMutableRawPointer.allocate(byteCount: floats * 4, alignment: 64).bindMemory(to: Float.self, capacity: floats)
        memory.initialize(repeating: 0, count: floats)
        var free = memory
        func take(_ count: Int) -> UnsafeMutablePointer<Float> {
            defer { free += Self.aligned(count) }
            return free
        }
        let numbers = take(weights.numbers.count)
        for (index, number) in weights.numbers.enumerated() { numbers[index] = number }
        var slots: [UnsafeMutablePointer<Float>] = []
        for count in plan.slotFloats { slots.append(take(count)) }

        layerCount = plan.steps.count
        layers = .allocate(capacity: layerCount)
        for (index, step) in plan.steps.enumerated() {
            (layers + index).initialize(
                to: Self.layer(
                    step, weights: weights, numbers: numbers, slots: slots, border: take(step.borderFloats),
                    packed: take(step.packedFloats)))
        }
        input = slots[0]
        probabilities = UnsafePointer(slots[plan.steps[layerCount - 1].layer.output])
    }

    deinit {
        layers.deinitialize(count: layerCount)
        layers.deallocate()
        UnsafeMutableRawPointer(memory).deallocate()
    }

    /// `input` → `probabilities`, layer by layer.
    public func run() {
        for index in 0..<layerCount {
            switch layers[index] {
            case .convolution(let layer): layer.execute()
            case .depthwise(let layer): layer.execute()
            case .maxPool(let layer): layer.execute()
            case .addition(let layer): layer.execute()
            case .globalMean(let layer): layer.execute()
            case .softmax(let layer): layer.execute()
            }
        }
    }

    private static func layer(
        _ step: NetworkPlan.Step, weights file: WeightFile, numbers: UnsafePointer<Float>, slots: [UnsafeMutablePointer<Float>],
        border: UnsafeMutablePointer<Float>, packed: UnsafeMutablePointer<Float>
    ) -> Layer {
        let record = step.layer
        let input = UnsafePointer(slots[record.input])
        let output = slots[record.output]
        let bias: UnsafePointer<Float>? = record.bias < 0 ? nil : numbers + file.tensors[record.bias].start
        switch (record.kind, step.window) {
        case (.convolution, let window?):
            let tensor = file.tensors[record.weights]
            Convolution.pack(
                numbers + tensor.start, bias: bias, steps: tensor.count / record.channels, channels: record.channels, into: packed)
            return .convolution(
                Convolution(
                    input, window, packed: packed, channels: record.channels, relu: record.relu, scratch: border, into: output))
        case (.depthwise, let window?):
            let tensor = file.tensors[record.weights]
            return .depthwise(
                Depthwise(
                    input: input, output: output, weights: numbers + tensor.start, bias: bias, window: window, relu: record.relu))
        case (.maxPool, let window?):
            return .maxPool(MaxPool(input: input, output: output, window: window))
        case (.dense, _):
            let tensor = file.tensors[record.weights]
            Convolution.pack(numbers + tensor.start, bias: bias, steps: step.input.count, channels: record.channels, into: packed)
            return .convolution(
                Convolution(
                    dense: input, count: step.input.count, packed: packed, channels: record.channels, relu: record.relu, into: output))
        case (.add, _):
            return .addition(
                Addition(
                    first: input, second: slots[record.secondInput], output: output, count: step.input.count, relu: record.relu))
        case (.globalMean, _):
            return .globalMean(
                GlobalMean(input: input, output: output, pixels: step.input.height * step.input.width, channels: step.input.channels))
        default:
            return .softmax(Softmax(input: input, output: output, count: step.input.count, temperature: file.temperature))
        }
    }

    /// Every buffer begins at a multiple of 64 bytes, one cache line or AVX-512 register.
    private static let alignmentFloats = 16
    private static func aligned(_ floats: Int) -> Int { (floats + alignmentFloats - 1) / alignmentFloats * alignmentFloats }
}
