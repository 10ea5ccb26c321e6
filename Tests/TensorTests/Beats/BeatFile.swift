import Fixtures

@testable import Tensor

/// Writes files of beat networks with random weights.
enum BeatFile {
    static func bytes(bands: Int = 54, width: Int = 48, blocks: Int = 9, kernel: Int = 5, seed: UInt64 = 1) -> [UInt8] {
        var random = SeededNumbers(seed: seed)
        var body: [UInt8] = []
        for value in [bands, width, blocks, kernel] { body += [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)] }
        body += [UInt8](repeating: 0, count: 32)
        func layer(taps: Int, inputs: Int, outputs: Int, gain: Float) {
            let scale = gain / Float(taps * inputs).squareRoot()
            for _ in 0..<(taps * inputs + 1) * outputs {
                let bits = Float.random(in: -scale...scale, using: &random).bitPattern
                for shift in [0, 8, 16, 24] { body.append(UInt8(truncatingIfNeeded: bits >> UInt32(shift))) }
            }
        }
        layer(taps: kernel, inputs: bands, outputs: width, gain: 1)
        for _ in 0..<blocks {
            layer(taps: kernel, inputs: width, outputs: width, gain: 1.5)
            layer(taps: 1, inputs: width, outputs: width, gain: 1)
        }
        layer(taps: 1, inputs: width, outputs: 2, gain: 2)
        var head: [UInt8] = Array("LMBT".utf8) + [1, 0, 0, 0]
        for shift in 0..<8 { head.append(UInt8(truncatingIfNeeded: (24 + body.count) >> (8 * shift))) }
        let checksum = WeightFileTests.crc32(body)
        for shift in [0, 8, 16, 24] { head.append(UInt8(truncatingIfNeeded: checksum >> UInt32(shift))) }
        return head + [0, 0, 0, 0] + body
    }

    static func weights(_ bytes: [UInt8]) throws(ModelError) -> BeatWeights {
        try bytes.withUnsafeBufferPointer { bytes throws(ModelError) in try BeatWeights(parsing: UnsafeRawBufferPointer(bytes)) }
    }

    /// Features as music has them: 0 … 8.
    static func features(frames: Int, bands: Int = 54, seed: UInt64 = 5) -> [Float] {
        var random = SeededNumbers(seed: seed)
        return (0..<frames * bands).map { _ in Float.random(in: 0...8, using: &random) }
    }
}
