/// The network that hears beats as stored in a file (Weights/README.md, byte by byte), checked and copied. Memory: the file's size.
public struct BeatWeights: Sendable {
    /// Numbers of a frame of features, 1 … 256.
    public let bands: Int
    /// Channels of every layer, a multiple of 16 up to 128.
    public let width: Int
    /// Residual blocks, 1 … 10; block b looks 2^b frames apart.
    public let blocks: Int
    /// Frames that a layer looks at: 3, 5, 7 or 9.
    public let kernel: Int
    /// Output frames before and after one that the network's answer depends on.
    public var reach: Int { kernel / 2 * (1 << blocks) }
    /// In the order of the file: the first layer, the blocks, the head; each [tap, input, output], then its biases.
    let numbers: [Float]

    static let headerBytes = 64

    /// - Parameter bytes: the whole file, read during the call only.
    /// - Throws: an error that names the first part of the file that is wrong.
    public init(parsing bytes: UnsafeRawBufferPointer) throws(ModelError) {
        try FlatFile.check(
            bytes, magic: "LMBT", newest: 1, headerBytes: Self.headerBytes, operation: Self.operation, nextStep: WeightFile.nextStep)
        bands = Int(bytes.u16(at: 24))
        width = Int(bytes.u16(at: 26))
        blocks = Int(bytes.u16(at: 28))
        kernel = Int(bytes.u16(at: 30))
        guard 1...256 ~= bands, 16...128 ~= width, width % 16 == 0, 1...10 ~= blocks, 3...9 ~= kernel, kernel % 2 == 1 else {
            throw Self.fault("header", "bands, width, blocks or kernel are out of range")
        }
        for offset in 32..<Self.headerBytes where bytes[offset] != 0 { throw Self.fault("header", "a reserved byte is not zero") }
        // At most 10 · 1.3 M numbers: nothing here can overflow.
        let count = kernel * bands * width + width + blocks * ((kernel + 1) * width * width + 2 * width) + 2 * width + 2
        guard bytes.count == Self.headerBytes + 4 * count else {
            throw Self.fault("of " + String(bytes.count) + " bytes", "its layers have " + String(Self.headerBytes + 4 * count))
        }
        var numbers: [Float] = []
        numbers.reserveCapacity(count)
        for index in 0..<count {
            let number = bytes.f32(at: Self.headerBytes + 4 * index)
            // Products over all layers stay finite.
            guard abs(number) <= Self.largest else { throw Self.fault("number " + String(index), "it is not within ±1000") }
            numbers.append(number)
        }
        self.numbers = numbers
    }

    private static let largest: Float = 1000
    private static let operation = "read beat weights"
    private static func fault(_ value: String, _ cause: String) -> ModelError {
        ModelError(.damaged, operation, value, cause, next: WeightFile.nextStep)
    }
}
