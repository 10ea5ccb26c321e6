// Fixtures: what several test targets need: where data lies, golden files, Python for the converters.
// May import Foundation; nothing of the rooms, so that every room's tests can use it.
// Data comes from the checkout and, where present, from the folder `shared` beside it.
import Foundation

/// A file of Tests/Goldens: small, made by the script beside it, and committed.
public func golden(_ name: String) throws -> Data {
    try Data(contentsOf: packageRoot.appendingPathComponent("Tests/Goldens/\(name)"))
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine.
public struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// Damages a file in one of several ways: cut short, bits flipped, bytes or 32-bit fields replaced, parts of it swapped.
/// `resealed` writes the size and CRC-32 again, so that the damage gets past the first check.
public func damaged(_ original: [UInt8], resealed: Bool, using random: inout SeededNumbers, crc32: ([UInt8]) -> UInt32) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 1...3, using: &random) {
        guard !bytes.isEmpty else { break }
        // Mostly near the beginning, where headers and tables lie.
        let reach = Bool.random(using: &random) ? min(bytes.count, 2048) : bytes.count
        let at = Int.random(in: 0..<reach, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes.removeLast(bytes.count - at)
        case 1: bytes[at] ^= 1 << UInt8.random(in: 0...7, using: &random)
        case 2: bytes[at] = .random(in: 0...255, using: &random)
        case 3:
            let field = at / 4 * 4
            let value = [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x7FC0_0000, 0x7F80_0000].randomElement(using: &random)!
            for index in 0..<4 where field + index < bytes.count { bytes[field + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
        default:
            bytes.swapAt(at, Int.random(in: 0..<bytes.count, using: &random))
        }
    }
    if resealed && bytes.count >= 24 {
        for index in 0..<8 { bytes[8 + index] = UInt8(truncatingIfNeeded: bytes.count >> (8 * index)) }
        let checksum = crc32(Array(bytes[24...]))
        for index in 0..<4 { bytes[16 + index] = UInt8(truncatingIfNeeded: checksum >> (8 * index)) }
    }
    return bytes
}
