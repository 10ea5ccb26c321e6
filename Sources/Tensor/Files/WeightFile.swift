/// A network as stored in a file (Weights/README.md, byte by byte), checked and copied: layers and numbers, which `Network` puts
/// together. Memory: about the file's size, whatever the file claims.
public struct WeightFile {
    /// Columns of the input picture, above 0.
    public let inputWidth: Int
    /// Rows of the input picture, above 0.
    public let inputHeight: Int
    /// Values that layers read and write by number, 1 … 256; slot 0 holds the input.
    public let slotCount: Int
    /// Input x = luma byte · inputScale + inputOffset.
    public let inputScale: Float
    /// See `inputScale`.
    public let inputOffset: Float
    /// Fraction of the face box's width added on the left and on the right, 0 … 4.
    public let cropMarginX: Float
    /// Fraction of the face box's height added above and below, 0 … 4.
    public let cropMarginY: Float
    /// Logits are divided by it before the softmax. Above 0.
    public let temperature: Float
    /// One for each output, in the network's order; not empty.
    public let classNames: [String]
    /// How they become five expressions; nil in version 1, where the class names decide.
    public let fold: FoldRecord?
    let layers: [LayerRecord]
    let tensors: [TensorRecord]
    let numbers: [Float]

    /// Far above any real network; they bound the work of the checks.
    static let maximumLayers = 1024
    static let maximumTensors = 2 * maximumLayers
    static let headerBytes = 64
    static let classBytes = 16

    /// - Parameter bytes: the whole file, read during the call only.
    /// - Throws: an error that names the first part of the file that is wrong.
    public init(parsing bytes: UnsafeRawBufferPointer) throws(ModelError) {
        let version = try FlatFile.check(
            bytes, magic: "LMWF", newest: 2, headerBytes: Self.headerBytes, operation: Self.operation, nextStep: Self.nextStep)
        inputWidth = Int(bytes.u16(at: 24))
        inputHeight = Int(bytes.u16(at: 26))
        let classCount = Int(bytes.u16(at: 28))
        slotCount = Int(bytes.u16(at: 30))
        inputScale = bytes.f32(at: 40)
        inputOffset = bytes.f32(at: 44)
        cropMarginX = bytes.f32(at: 48)
        cropMarginY = bytes.f32(at: 52)
        temperature = bytes.f32(at: 56)
        // Counts below 2³² times records of at most 64 bytes: no product or sum here can overflow 64 bits.
        let foldStart = Self.headerBytes + classCount * Self.classBytes
        let layerStart = foldStart + (version == 1 ? 0 : FoldRecord.bytes(classes: classCount))
        let tensorStart = layerStart + Int(bytes.u32(at: 32)) * LayerRecord.bytes
        let tablesEnd = tensorStart + Int(bytes.u32(at: 36)) * TensorRecord.bytes
        guard bytes.u32(at: 32) <= Self.maximumLayers, bytes.u32(at: 36) <= Self.maximumTensors else {
            throw Self.fault("tables", "more than \(Self.maximumLayers) layers or \(Self.maximumTensors) tensors", .tooLarge)
        }
        guard tablesEnd <= bytes.count else { throw Self.fault("tables", "they end at byte \(tablesEnd), beyond the file") }
        guard inputWidth > 0, inputHeight > 0, classCount > 0, slotCount > 0, slotCount <= 256, bytes.u32(at: 60) == 0 else {
            throw Self.fault("header", "an input, class or slot count is out of range")
        }
        guard inputScale.isFinite, inputOffset.isFinite, temperature.isFinite, temperature > 0,
            0...4 ~= cropMarginX, 0...4 ~= cropMarginY
        else { throw Self.fault("header", "scale, offset, margin or temperature is out of range") }

        var names: [String] = []
        for index in 0..<classCount { names.append(try Self.className(in: bytes, at: Self.headerBytes + index * Self.classBytes)) }
        classNames = names
        fold = version == 1 ? nil : try FoldRecord(in: bytes, at: foldStart, classes: classCount)

        var parsedTensors: [TensorRecord] = []
        for offset in stride(from: tensorStart, to: tablesEnd, by: TensorRecord.bytes) {
            parsedTensors.append(
                try TensorRecord(in: bytes, at: offset, index: parsedTensors.count, dataStart: tablesEnd))
        }
        tensors = parsedTensors

        var parsedLayers: [LayerRecord] = []
        for offset in stride(from: layerStart, to: tensorStart, by: LayerRecord.bytes) {
            parsedLayers.append(
                try LayerRecord(in: bytes, at: offset, index: parsedLayers.count, slotCount: slotCount, tensors: parsedTensors))
        }
        layers = parsedLayers
        numbers = try Self.numbers(in: bytes, of: parsedTensors)
    }

    /// The whole file as numbers, indexed by byte offset / 4: tensors that share bytes are held once.
    private static func numbers(in bytes: UnsafeRawBufferPointer, of tensors: [TensorRecord]) throws(ModelError) -> [Float] {
        let all = [Float](unsafeUninitializedCapacity: bytes.count / 4) { buffer, count in
            for index in 0..<(bytes.count / 4) { buffer[index] = bytes.f32(at: index * 4) }
            count = bytes.count / 4
        }
        // Each number is checked once, however many tensors claim it.
        var checkedTo = 0
        for tensor in tensors.sorted(by: { $0.start < $1.start }) {
            let end = tensor.start + tensor.count
            var index = Swift.max(tensor.start, checkedTo)
            while index < end {
                guard all[index].isFinite else { throw fault("number at byte \(index * 4)", "it is not finite") }
                index += 1
            }
            checkedTo = Swift.max(checkedTo, end)
        }
        return all
    }

    private static func className(in bytes: UnsafeRawBufferPointer, at offset: Int) throws(ModelError) -> String {
        var length = 0
        while length < classBytes, bytes[offset + length] != 0 { length += 1 }
        for index in length..<classBytes where bytes[offset + index] != 0 {
            throw fault("class name at byte \(offset)", "bytes follow its end")
        }
        guard length > 0, let name = String(validating: bytes[offset..<offset + length], as: UTF8.self) else {
            throw fault("class name at byte \(offset)", "it is empty or not UTF-8")
        }
        return name
    }

    static let operation = "read weights"
    static let nextStep = "copy the file again or make it anew with Training/"
    static func fault(_ value: String, _ cause: String, _ kind: ModelError.Kind = .damaged) -> ModelError {
        ModelError(kind, operation, value, cause, next: nextStep)
    }
}
