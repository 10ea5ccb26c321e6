/// A layer as stored in the file: 24 bytes, all indices checked; shapes are checked by `NetworkPlan`.
struct LayerRecord {
    enum Kind: UInt8 { case convolution = 1, depthwise, maxPool, add, globalMean, softmax, dense }
    static let bytes = 24

    let kind: Kind
    let relu: Bool
    let same: Bool
    let stride: Int
    let kernelWidth: Int
    let kernelHeight: Int
    let input: Int
    let secondInput: Int
    let output: Int
    let weights: Int
    let bias: Int
    let channels: Int

    init(in file: UnsafeRawBufferPointer, at offset: Int, index: Int, slotCount: Int, tensors: [TensorRecord]) throws(ModelError) {
        let name = "layer \(index)"
        guard let kind = Kind(rawValue: file[offset]) else { throw WeightFile.fault(name, "kind \(file[offset]) is unknown", .unsupported) }
        self.kind = kind
        let activates = kind == .convolution || kind == .depthwise || kind == .dense || kind == .add
        guard file[offset + 1] == 0 || (activates && file[offset + 1] == 1) else {
            throw WeightFile.fault(name, "activation \(file[offset + 1]) is unknown or not possible here", .unsupported)
        }
        guard file[offset + 2] <= 1 else { throw WeightFile.fault(name, "padding \(file[offset + 2]) is unknown", .unsupported) }
        relu = file[offset + 1] == 1
        same = file[offset + 2] == 1
        stride = Int(file[offset + 3])
        kernelWidth = Int(file[offset + 4])
        kernelHeight = Int(file[offset + 5])
        guard stride > 0, kernelWidth > 0, kernelHeight > 0 else { throw WeightFile.fault(name, "a stride or kernel size is zero") }
        input = Int(file[offset + 6])
        secondInput = Int(file[offset + 7])
        output = Int(file[offset + 8])
        guard Swift.max(input, secondInput, output) < slotCount else {
            throw WeightFile.fault(name, "slot \(Swift.max(input, secondInput, output)) of \(slotCount)")
        }
        guard kind == .add || kind == .softmax || output != input else {
            throw WeightFile.fault(name, "it would write over its own input, slot \(input)")
        }
        weights = Int(Int32(bitPattern: file.u32(at: offset + 12)))
        bias = Int(Int32(bitPattern: file.u32(at: offset + 16)))
        channels = Int(file.u32(at: offset + 20))
        let weightsRank: Int? =
            switch kind {
            case .convolution: 4
            case .depthwise: 3
            case .dense: 2
            default: nil
            }
        guard (-1..<tensors.count) ~= weights, (-1..<tensors.count) ~= bias else {
            throw WeightFile.fault(name, "tensor \(weights) or \(bias) of \(tensors.count)")
        }
        if let weightsRank {
            guard weights >= 0, tensors[weights].rank == weightsRank else {
                throw WeightFile.fault(name, "weights of rank \(weightsRank) are needed")
            }
            guard bias < 0 || (tensors[bias].rank == 1 && tensors[bias].dimensions[0] == channels) else {
                throw WeightFile.fault(name, "the bias does not have \(channels) numbers")
            }
        } else if weights >= 0 || bias >= 0 {
            throw WeightFile.fault(name, "this kind has no weights")
        }
    }
}

/// A tensor as stored in the file: 64 bytes. `start` counts Floats from the file's start; inside and aligned.
struct TensorRecord {
    static let bytes = 64
    static let alignment: UInt64 = 64

    let rank: Int
    let dimensions: SIMD4<Int>
    let start: Int
    let count: Int

    init(in file: UnsafeRawBufferPointer, at offset: Int, index: Int, dataStart: Int) throws(ModelError) {
        let name = "tensor \(index)"
        rank = Int(file.u32(at: offset + 32))
        guard 1...4 ~= rank else { throw WeightFile.fault(name, "rank \(rank) is not 1 to 4") }
        var count: UInt64 = 1
        var dimensions = SIMD4<Int>(repeating: 1)
        for axis in 0..<4 {
            let size = file.u32(at: offset + 36 + 4 * axis)
            guard size > 0, axis < rank || size == 1 else { throw WeightFile.fault(name, "dimension \(axis) is \(size)") }
            let (product, overflow) = count.multipliedReportingOverflow(by: UInt64(size))
            guard !overflow, product <= UInt64(file.count / 4) else { throw WeightFile.fault(name, "it is larger than the file") }
            count = product
            dimensions[axis] = Int(size)
        }
        let start = file.u64(at: offset + 52)
        guard start % Self.alignment == 0, start >= UInt64(dataStart), start <= UInt64(file.count),
            UInt64(file.count) - start >= count * 4, file.u32(at: offset + 60) == 0
        else { throw WeightFile.fault(name, "its numbers at byte \(start) are not aligned or not inside the file") }
        self.dimensions = dimensions
        self.start = Int(start / 4)
        self.count = Int(count)
    }
}
