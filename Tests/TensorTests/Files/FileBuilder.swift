import Fixtures
@testable import Tensor

/// Writes weight files of random numbers, for networks beyond the golden files.
struct FileBuilder {
    private var layers: [UInt8] = []
    private var layerCount = 0
    private var tensors: [(dimensions: [Int], numbers: [Float])] = []
    private var random: SeededNumbers
    private let size: (width: Int, height: Int)
    private(set) var count = 0

    init(width: Int, height: Int, seed: UInt64) {
        size = (width, height)
        random = SeededNumbers(seed: seed)
    }

    /// Appends a layer that writes slot number `count` and returns that slot.
    mutating func layer(
        _ kind: LayerRecord.Kind, _ input: Int, second: Int = 0, kernel: Int = 1, stride: Int = 1, relu: Bool = false, same: Bool = true,
        weights: [Int] = [], channels: Int = 0
    ) -> Int {
        count += 1
        layerCount += 1
        var numbers: [Int] = [-1, -1]
        if !weights.isEmpty {
            let scale = 1.5 / Float(weights.dropLast().reduce(1, *)).squareRoot()
            numbers = [tensor(weights, scale), tensor([weights[weights.count - 1]], 0.5)]
        }
        layers += [kind.rawValue, relu ? 1 : 0, same ? 1 : 0, UInt8(stride), UInt8(kernel), UInt8(kernel)]
        layers += [UInt8(input), UInt8(second), UInt8(count), 0, 0, 0]
        for number in numbers + [channels] { layers += Self.bytes(UInt32(bitPattern: Int32(number))) }
        return count
    }

    /// A layer that costs nothing: the picture added to itself.
    mutating func addInput() {
        layerCount += 1
        layers += [LayerRecord.Kind.add.rawValue, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0]
        for number in [-1, -1, 0] { layers += Self.bytes(UInt32(bitPattern: Int32(number))) }
    }

    private mutating func tensor(_ dimensions: [Int], _ scale: Float) -> Int {
        var numbers: [Float] = []
        for _ in 0..<dimensions.reduce(1, *) { numbers.append(Float.random(in: -scale...scale, using: &random)) }
        tensors.append((dimensions, numbers))
        return tensors.count - 1
    }

    /// The whole file; the last layer is a softmax of `classes`. Version 2 with a fold, else version 1.
    func file(classes: Int, fold: (targets: [UInt8], offsets: [Float])? = nil) -> [UInt8] {
        var names: [UInt8] = []
        for index in 0..<classes { names += [UInt8(ascii: "a") + UInt8(index)] + [UInt8](repeating: 0, count: 15) }
        if let fold {
            names += fold.targets + [UInt8](repeating: 0, count: (4 - fold.targets.count % 4) % 4)
            for offset in fold.offsets { names += Self.bytes(offset.bitPattern) }
        }
        var body = Self.bytes(UInt32(size.width | size.height << 16)) + Self.bytes(UInt32(classes | (count + 1) << 16))
        body += Self.bytes(UInt32(layerCount)) + Self.bytes(UInt32(tensors.count))
        for value in [Float(2) / 255, -1, 0, 0, 1] { body += Self.bytes(value.bitPattern) }
        body += Self.bytes(0) + names + layers
        var at = (24 + body.count + 64 * tensors.count + 63) / 64 * 64
        var data: [UInt8] = []
        let start = at
        for tensor in tensors {
            body += [UInt8](repeating: 0, count: 32) + Self.bytes(UInt32(tensor.dimensions.count))
            for axis in 0..<4 { body += Self.bytes(UInt32(axis < tensor.dimensions.count ? tensor.dimensions[axis] : 1)) }
            body += Self.bytes(UInt32(at)) + Self.bytes(0) + Self.bytes(0)
            for number in tensor.numbers { data += Self.bytes(number.bitPattern) }
            data += [UInt8](repeating: 0, count: (64 - data.count % 64) % 64)
            at = start + data.count
        }
        body += [UInt8](repeating: 0, count: start - 24 - body.count) + data
        let head = Array("LMWF".utf8) + Self.bytes(fold == nil ? 1 : 2) + Self.bytes(UInt32(24 + body.count)) + Self.bytes(0)
        return head + Self.bytes(WeightFileTests.crc32(body)) + Self.bytes(0) + body
    }

    private static func bytes(_ value: UInt32) -> [UInt8] { [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) } }
}
