/// Damaged copies of a TOML document: what `Mutations` does to any file, and what typing does to this kind: signs that mean
/// something put in, taken out and doubled, lines swapped and repeated. The same ones on every machine.
public struct TOMLMutations: Sequence, IteratorProtocol {
    private static let pieces: [[UInt8]] = [
        "[", "]", "[[", "]]", "{", "}", "=", ".", ",", "\"", "\"\"\"", "'", "'''", "#", "\\", "\n", "\r\n", "\r", " ", "\t", "_", "+",
        "-", "0", "0x", "0b1", "1e9", "nan", "inf", "true", ":", "\\u00e9", "\\U0010FFFF", "\\uD800", "\u{E9}", "e\u{301}", "\u{200D}",
        "\u{FEFF}", "\u{7F}", "\u{0}", "a.b", "[a]", "1979-05-27", "9223372036854775808", "]\u{301}", "\u{301}",
    ].map { Array($0.utf8) }

    private let original: [UInt8]
    private let count: Int
    private var plain: Mutations
    private var random: SeededNumbers
    private var index = 0

    public init(_ original: [UInt8], count: Int, seed: UInt64) {
        self.original = original
        self.count = count
        plain = Mutations(original, count: count, seed: seed)
        random = SeededNumbers(seed: seed &+ 1)
    }

    public mutating func next() -> [UInt8]? {
        guard index < count else { return nil }
        index += 1
        if index % 4 == 0 { return plain.next() }
        var bytes = original
        for _ in 0..<Int.random(in: 1...3, using: &random) { type(&bytes) }
        return bytes
    }

    private mutating func type(_ bytes: inout [UInt8]) {
        let at = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1, 2: bytes.insert(contentsOf: Self.pieces.randomElement(using: &random) ?? [], at: at)
        case 3: if at < bytes.count { bytes.remove(at: at) }
        case 4: if at < bytes.count { bytes.insert(bytes[at], at: at) }
        default:
            var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            let (from, to) = (Int.random(in: 0..<lines.count, using: &random), Int.random(in: 0..<lines.count, using: &random))
            if Bool.random(using: &random) { lines.swapAt(from, to) } else { lines.insert(lines[from], at: to) }
            bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
        }
    }
}
