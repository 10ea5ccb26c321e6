import AllocationCounter
import Testing

/// A file in thousands of damaged copies, the same ones every time.
struct DamagedFile {
    private let original: [UInt8]
    /// Damage starts within this many bytes.
    private let header: Int
    private var dice: Dice

    init(_ original: [UInt8], header: Int? = nil, seed: UInt64) {
        self.original = original
        self.header = min(header ?? original.count, original.count)
        dice = Dice(state: seed)
    }

    /// One copy: bytes replaced, bits flipped, numbers made huge, ranges cut out, the end cut off; one to four times.
    mutating func next() -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &dice) where !bytes.isEmpty {
            let position = Int.random(in: 0..<min(header, bytes.count), using: &dice)
            switch Int.random(in: 0..<5, using: &dice) {
            case 0: bytes[position] = UInt8.random(in: 0...255, using: &dice)
            case 1: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
            case 2:
                let value: UInt8 = [0xFF, 0x39, 0x00].randomElement(using: &dice)!
                for index in position..<min(position + 4, bytes.count) { bytes[index] = value }
            case 3: bytes.removeSubrange(position..<min(position + Int.random(in: 1...20, using: &dice), bytes.count))
            default: bytes.removeSubrange(min(position + Int.random(in: 0...bytes.count, using: &dice), bytes.count)...)
            }
        }
        return bytes
    }

    /// Shows `look` this many damaged copies, then every prefix of the file. `look` returns whether it accepted the copy, and may
    /// not allocate more than `fixed` bytes plus `perByte` for each byte of the copy.
    mutating func show(
        copies: Int, fixed: Int, perByte: Int, _ name: String, _ look: ([UInt8]) -> Bool
    ) -> (accepted: Int, refused: Int) {
        var result = (accepted: 0, refused: 0)
        func judge(_ bytes: [UInt8]) {
            let before = allocation_bytes()
            let isAccepted = look(bytes)
            let taken = allocation_bytes() - before
            if taken > fixed + perByte * bytes.count {
                Issue.record("\(name): \(taken) bytes of memory for \(bytes.count) bytes: \(bytes)")
            }
            if isAccepted { result.accepted += 1 } else { result.refused += 1 }
        }
        for _ in 0..<copies { judge(next()) }
        for length in 0..<original.count { judge(Array(original.prefix(length))) }
        return result
    }
}

/// Writes new checksums into a PNG's chunks, so that damage gets past the first look.
func withFreshChecksums(_ png: [UInt8]) -> [UInt8] {
    var bytes = png
    var start = 8
    while start + 12 <= bytes.count {
        let length = bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
        guard start + 12 + length <= bytes.count else { break }
        let check = crc32(bytes[start + 4..<start + 8 + length])
        for index in 0..<4 { bytes[start + 8 + length + index] = UInt8(truncatingIfNeeded: check >> (24 - 8 * UInt32(index))) }
        start += 12 + length
    }
    return bytes
}

/// PNG specification, annex D.
private func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(UInt32.max) { crcTable[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
}

private let crcTable = (0..<UInt32(256)).map { byte in
    (0..<8).reduce(byte) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
}
