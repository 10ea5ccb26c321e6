/// Damaged copies of a file, the same ones on every machine: first the file cut short at every byte (spread evenly when it is
/// longer than half of the copies), then random damage: bits flipped, bytes replaced, huge or odd counts written into 32-bit
/// fields, records swapped, repeated or cut out.
public struct Mutations: Sequence, IteratorProtocol {
    private let original: [UInt8]
    private let count: Int
    private let cuts: Int
    private let reseal: (([UInt8]) -> UInt32)?
    private var random: SeededNumbers
    private var index = 0

    /// `reseal`, a CRC-32, writes size and checksum of a flat file anew in three of four copies, so that the damage gets past the
    /// first check.
    public init(_ original: [UInt8], count: Int, seed: UInt64, reseal: (([UInt8]) -> UInt32)? = nil) {
        self.original = original
        self.count = count
        self.reseal = reseal
        cuts = Swift.min(original.count, count / 2)
        random = SeededNumbers(seed: seed)
    }

    public mutating func next() -> [UInt8]? {
        guard index < count else { return nil }
        defer { index += 1 }
        var bytes = original
        if index < cuts {
            bytes.removeLast(original.count - index * original.count / cuts)
        } else {
            for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty { damage(&bytes) }
        }
        if let reseal, bytes.count >= 24, index % 4 != 0 {
            Self.write(UInt64(bytes.count), 8, to: &bytes, at: 8)
            Self.write(UInt64(reseal(Array(bytes[24...]))), 4, to: &bytes, at: 16)
        }
        return bytes
    }

    private mutating func damage(_ bytes: inout [UInt8]) {
        // Mostly near the beginning, where headers and tables lie.
        let reach = Bool.random(using: &random) ? Swift.min(bytes.count, 2048) : bytes.count
        let at = Int.random(in: 0..<reach, using: &random)
        switch Int.random(in: 0..<7, using: &random) {
        case 0: bytes[at] ^= 1 << UInt8.random(in: 0...7, using: &random)
        case 1: bytes[at] = .random(in: 0...255, using: &random)
        case 2, 3:
            let odd: [UInt32] = [
                0, 1, 2, 255, 256, 0xFFFF, 0x10000, 0x00FF_FFFF, 0x4000_0000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF,
                0x7FC0_0000, 0x7F80_0000, 0x7F7F_FFFF, 0x0000_0001,
            ]
            Self.write(UInt64(odd.randomElement(using: &random) ?? 0), 4, to: &bytes, at: at / 4 * 4)
        case 4: swapRecords(&bytes, at)
        case 5:
            let end = Swift.min(bytes.count, at + Int.random(in: 1...96, using: &random))
            bytes.insert(contentsOf: Array(bytes[at..<end]), at: at)
        default:
            let end = Swift.min(bytes.count, at + Int.random(in: 1...96, using: &random))
            bytes.removeSubrange(at..<end)
        }
    }

    private mutating func swapRecords(_ bytes: inout [UInt8], _ at: Int) {
        let size = [4, 8, 16, 24, 64].randomElement(using: &random) ?? 4
        let first = at / 8 * 8
        let second = first + size * Int.random(in: 1...8, using: &random)
        guard second + size <= bytes.count else { return bytes.swapAt(at, bytes.count - 1) }
        for index in 0..<size { bytes.swapAt(first + index, second + index) }
    }

    private static func write(_ value: UInt64, _ count: Int, to bytes: inout [UInt8], at offset: Int) {
        for index in 0..<count where offset + index < bytes.count {
            bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index))
        }
    }
}
