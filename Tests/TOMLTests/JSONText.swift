import TOML

/// A table as text that another parser's answer can be compared with: JSON, its keys sorted by their bytes, floats as their bits.
enum JSONText {
    static func of(_ table: TOMLTable) -> String {
        let keys = table.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return "{" + keys.map { "\(quoted($0)):" + (table[$0].map(of) ?? "?") }.joined(separator: ",") + "}"
    }

    private static func of(_ value: TOMLValue) -> String {
        switch value.content {
        case .string(let text): quoted(text)
        case .integer(let number): "\(number)"
        case .float(let number): number.isNaN ? "nan" : "f" + String(number.bitPattern, radix: 16)
        case .boolean(let flag): "\(flag)"
        case .array(let elements): "[" + elements.map(of).joined(separator: ",") + "]"
        case .table(let table): of(table)
        }
    }

    /// As scalars, so that nothing depends on anybody's rules of escaping.
    private static func quoted(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar in
            let isPlain = 0x20..<0x7F ~= scalar.value && scalar != "\"" && scalar != "\\"
            return isPlain ? String(scalar) : "<\(String(scalar.value, radix: 16))>"
        }
        return "\"" + scalars.joined() + "\""
    }
}
