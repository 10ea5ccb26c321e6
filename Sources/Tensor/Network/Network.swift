/// The network: fill `input`, call `run`, read `probabilities`. All memory is allocated in `init`, none by a run. Not for two
/// threads at once.
public final class Network {
    /// Columns of the input.
    public let inputWidth: Int
    /// Rows of the input.
    public let inputHeight: Int
    /// One for each output.
    public let classNames: [String]
    /// How they become five expressions; nil where the class names decide.
    public let fold: FoldRecord?
    /// Fraction of the face box's width that the crop adds on the left and on the right.
    public let cropMarginX: Float
    /// Fraction of the face box's height that the crop adds above and below.
    public let cropMarginY: Float
    let inputScale: Float
    let inputOffset: Float
    /// Cost of a run.
    public let multiplyAdds: Int

    /// [inputHeight, inputWidth], luma byte · scale + offset. A run leaves it unchanged.
    public let input: UnsafeMutablePointer<Float>
    /// `classCount` numbers that sum to 1, in the order of `classNames`, valid until the next run.
    public let probabilities: UnsafePointer<Float>
    /// Number of outputs.
    public var classCount: Int { classNames.count }

    private let memory: UnsafeMutablePointer<Float>
    private let layers: UnsafeMutablePointer<NetworkLayer>
    private let layerCount: Int

    /// Lays the network out in memory and packs its weights.
    /// - Throws: an error that names the layer whose shape, arithmetic or memory does not fit.
    public init(_ weights: WeightFile) throws(ModelError) {
        let plan = try NetworkPlan(weights)
        let operations = NetworkOperation.fused(plan.steps)
        let picture = Shape(height: weights.inputHeight, width: weights.inputWidth, channels: 1)
        let places = try NetworkMemory(operations, picture: picture, file: weights)
        inputWidth = weights.inputWidth
        inputHeight = weights.inputHeight
        classNames = weights.classNames
        fold = weights.fold
        cropMarginX = weights.cropMarginX
        cropMarginY = weights.cropMarginY
        inputScale = weights.inputScale
        inputOffset = weights.inputOffset
        multiplyAdds = plan.multiplyAdds

        memory = UnsafeMutableRawPointer.allocate(byteCount: places.floats * 4, alignment: 64)
            .bindMemory(to: Float.self, capacity: places.floats)
        memory.initialize(repeating: 0, count: places.floats)
        var free = memory
        func take(_ count: Int) -> UnsafeMutablePointer<Float> {
            defer { free += NetworkMemory.aligned(count) }
            return free
        }
        var buffers: [Plane] = []
        for buffer in places.buffers { buffers.append(buffer.border.plane(at: take(buffer.floats), buffer.shape)) }
        let values = places.bufferOfValue.map { buffers[$0] }
        input = places.copiesInput ? take(picture.count + Border.slackFloats) : values[0].origin

        layerCount = operations.count + (places.copiesInput ? 1 : 0)
        layers = .allocate(capacity: layerCount)
        var next = layers
        if places.copiesInput {
            next.initialize(to: .copy(Copy(input: Plane(input, picture), output: values[0])))
            next += 1
        }
        for (operation, extra) in zip(operations, places.extras) {
            let parts = (packed: take(extra.packed), groups: take(extra.groups), scratch: take(extra.scratch))
            next.initialize(
                to: NetworkLayer(operation, weights, values, packed: parts.packed, groups: parts.groups, scratch: parts.scratch))
            next += 1
        }
        probabilities = UnsafePointer(values[values.count - 1].origin)
    }

    deinit {
        layers.deinitialize(count: layerCount)
        layers.deallocate()
        UnsafeMutableRawPointer(memory).deallocate()
    }

    /// `input` → `probabilities`, layer by layer.
    public func run() {
        for index in 0..<layerCount { layers[index].execute() }
    }
}
