/// Which buffer every value of a network has, and how much memory values and kernels take. Values of equal shape and border whose
/// lifetimes do not overlap share a buffer; borders stay zero since nothing writes to them.
struct NetworkMemory {
    /// 64 MiB, far above what reading a face takes.
    static let maximumFloats = 1 << 24
    /// 4 MiB and 64 bytes for each number in the file: a small file cannot claim much.
    static func maximumFloats(numbers: Int) -> Int { Swift.min(maximumFloats, 1 << 20 + numbers << 4) }

    struct Buffer {
        let shape: Shape
        let border: Border
        var isFree = false
        var floats: Int { border.floats(around: shape) }
    }

    /// Floats of one operation's packed weights, its table of pixel groups, and its scratch.
    struct Extra {
        var packed = 0
        var groups = 0
        var scratch = 0
    }

    private(set) var buffers: [Buffer] = []
    /// The buffer of each value.
    private(set) var bufferOfValue: [Int]
    private(set) var extras: [Extra]
    /// Whether value 0 is a copy of the input picture, made because its readers need a border.
    let copiesInput: Bool
    /// The total, every part aligned.
    private(set) var floats: Int

    init(_ operations: [NetworkOperation], picture: Shape, file: WeightFile) throws(ModelError) {
        let valueCount = operations[operations.count - 1].output + 1
        var shapes = [picture] + [Shape](repeating: picture, count: valueCount - 1)
        var borders = [Border](repeating: .none, count: valueCount)
        var lastReader = [Int](repeating: -1, count: valueCount)
        for (index, operation) in operations.enumerated() {
            shapes[operation.output] = operation.step.output
            lastReader[operation.input] = index
            if let addend = operation.addend { lastReader[addend] = index }
            if operation.kind != .maxPool, let window = operation.window {
                borders[operation.input] = borders[operation.input].union(Border(window))
            }
        }
        Self.matchAddendBorders(operations, &borders)
        let limit = Self.maximumFloats(numbers: file.numbers.count)
        extras = operations.map { Self.extra($0) }
        floats = picture.count + Border.slackFloats + Self.alignmentFloats
        for extra in extras { floats += Self.aligned(extra.packed) + Self.aligned(extra.groups) + Self.aligned(extra.scratch) }

        bufferOfValue = [Int](repeating: 0, count: valueCount)
        copiesInput = borders[0] != .none
        buffers = [Buffer(shape: picture, border: borders[0])]
        floats += Self.aligned(buffers[0].floats)
        for (index, operation) in operations.enumerated() {
            let (shape, border) = (shapes[operation.output], borders[operation.output])
            // The input's own buffer is never reused: a caller may fill it once and run twice.
            let free = buffers.indices.first { buffers[$0].isFree && buffers[$0].shape == shape && buffers[$0].border == border }
            if let free {
                bufferOfValue[operation.output] = free
                buffers[free].isFree = false
            } else {
                bufferOfValue[operation.output] = buffers.count
                buffers.append(Buffer(shape: shape, border: border))
                floats += Self.aligned(buffers[buffers.count - 1].floats)
            }
            guard floats <= limit else {
                throw WeightFile.fault(
                    "layers", "they need more than \(limit * 4) bytes of memory, too much for a file of this size", .tooLarge)
            }
            for value in Set([operation.input, operation.addend ?? operation.input, operation.output])
            where value > 0 && lastReader[value] <= index && index < operations.count - 1 {
                buffers[bufferOfValue[value]].isFree = true
            }
        }
    }

    /// Convolutions address their addend like their output, so both get the same border. That propagates from addend to addend,
    /// hence the loop until nothing changes; borders only grow.
    private static func matchAddendBorders(_ operations: [NetworkOperation], _ borders: inout [Border]) {
        var changes = true
        while changes {
            changes = false
            for operation in operations where operation.kind == .convolution || operation.kind == .separable {
                guard let addend = operation.addend, borders[addend] != borders[operation.output] else { continue }
                let both = borders[addend].union(borders[operation.output])
                borders[addend] = both
                borders[operation.output] = both
                changes = true
            }
        }
    }

    private static func extra(_ operation: NetworkOperation) -> Extra {
        var extra = Extra()
        guard let window = operation.step.window else { return extra }
        switch operation.kind {
        case .convolution where WinogradConvolution.suits(window, channels: operation.step.output.channels):
            let channels = operation.step.output.channels
            extra.packed = WinogradConvolution.packedCount(window, channels: channels)
            extra.groups = WinogradConvolution.groupFloats(channels: channels)
            extra.scratch = WinogradConvolution.scratchFloats(window, channels: channels)
        case .convolution:
            extra.packed = packed(operation.step)
            extra.groups = PixelGroups.floats(
                rows: window.outputHeight, width: window.outputWidth, channels: operation.step.output.channels)
        case .separable:
            guard let first = operation.depthwise?.window else { break }
            extra.packed = aligned(packed(operation.step)) + Depthwise.packedCount(first)
            extra.groups = Separable.groupFloats(first, channels: operation.step.output.channels)
            extra.scratch = Separable.scratchFloats(first)
        case .depthwise:
            extra.packed = Depthwise.packedCount(window)
        default: break
        }
        return extra
    }

    private static func packed(_ step: NetworkPlan.Step) -> Int {
        guard let window = step.window else { return 0 }
        return PackedWeights.count(
            kernelRows: window.kernelHeight, run: window.kernelWidth * window.input.channels, channels: step.output.channels)
    }

    /// Every part begins at a multiple of 64 bytes: a cache line, an AVX-512 register.
    static let alignmentFloats = 16
    static func aligned(_ floats: Int) -> Int { (floats + alignmentFloats - 1) / alignmentFloats * alignmentFloats }
}
