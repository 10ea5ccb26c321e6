// TOML: a text becomes a tree of values that know their lines, or an error with line and column. May import nothing.
// App reads maps, calibrations and beat grids with it.

/// Keys and their values, in the order of the text.
public struct TOMLTable: Sendable {
    /// Far more than any map, and more than a beat grid of a day.
    public static let mostBytes = 16 << 20
    /// Tables and arrays within each other, and the parts of a dotted key: reading them must not use up the stack.
    public static let mostLevels = 64

    /// In the order in which they were first written.
    public let keys: [String]
    private let values: [TOMLValue]
    private let places: [TOMLKey: Int]

    /// Takes time in proportion to the length.
    /// - Parameter bytes: TOML 1.0 in UTF-8, with or without a byte order mark; dates and times are refused.
    /// - Throws: at the first mistake.
    public init(parsing bytes: [UInt8]) throws(TOMLError) {
        var parser = TOMLParser(bytes)
        self = try parser.document()
    }

    init(_ entries: [(key: TOMLKey, value: TOMLValue)], _ places: [TOMLKey: Int]) {
        keys = entries.map { $0.key.text }
        values = entries.map { $0.value }
        self.places = places
    }

    /// Nil when there is no such key.
    public subscript(key: String) -> TOMLValue? { places[TOMLKey(bytes: Array(key.utf8))].map { values[$0] } }
}

/// Keys are the same when their bytes are: Swift's strings also equate an é with an e and an accent, TOML does not.
struct TOMLKey: Hashable {
    let bytes: [UInt8]
    var text: String { String(decoding: bytes, as: UTF8.self) }
}
