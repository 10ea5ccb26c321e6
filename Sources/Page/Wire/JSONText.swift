/// JSON, written front to back into bytes: an object's members in the order in which they are added, in one line.
struct JSONText {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    static func object(_ members: (inout JSONText) -> Void) -> JSONText {
        var text = JSONText()
        text.nest("{", "}", members)
        return text
    }

    // MARK: - Members of an object

    mutating func put(_ key: String, _ text: String?) { member(key) { json in if let text { json.string(text) } else { json.null() } } }
    mutating func put(_ key: String, _ flag: Bool) { member(key) { $0.raw(flag ? "true" : "false") } }
    mutating func put(_ key: String, _ number: Int?) { member(key) { $0.raw(number.map { "\($0)" } ?? "null") } }
    /// - Parameter decimals: 0 … 6 digits behind the point; what is not finite is null.
    mutating func put(_ key: String, _ number: Double?, decimals: Int = 3) { member(key) { $0.number(number, decimals) } }
    mutating func put(_ key: String, _ number: Float?, decimals: Int = 3) { put(key, number.map(Double.init), decimals: decimals) }
    mutating func put(_ key: String, _ numbers: [Double], decimals: Int = 3) {
        array(key, numbers) { $0.number($1, decimals) }
    }
    mutating func put(_ key: String, _ texts: [String]) { array(key, texts) { $0.string($1) } }

    mutating func put(_ key: String, isNull: Bool = false, _ members: (inout JSONText) -> Void) {
        member(key) { isNull ? $0.null() : $0.nest("{", "}", members) }
    }

    mutating func put<Element>(_ key: String, each elements: [Element], _ members: (inout JSONText, Element) -> Void) {
        array(key, elements) { text, element in text.nest("{", "}") { members(&$0, element) } }
    }

    private mutating func array<Element>(_ key: String, _ elements: [Element], _ write: (inout JSONText, Element) -> Void) {
        member(key) { text in
            text.nest("[", "]") { inside in
                for element in elements {
                    inside.separate()
                    write(&inside, element)
                }
            }
        }
    }

    // MARK: - Values

    private mutating func member(_ key: String, _ value: (inout JSONText) -> Void) {
        separate()
        string(key)
        raw(":")
        value(&self)
    }

    private mutating func separate() {
        if needsComma { raw(",") }
        needsComma = true
    }

    private mutating func nest(_ begin: String, _ end: String, _ inside: (inout JSONText) -> Void) {
        raw(begin)
        needsComma = false
        inside(&self)
        raw(end)
        needsComma = true
    }

    private mutating func raw(_ text: String) { bytes += text.utf8 }
    private mutating func null() { raw("null") }

    /// Shortest for its decimals: 0.5, 3, -12.25.
    private mutating func number(_ value: Double?, _ decimals: Int) {
        guard let value, abs(value) < 1e12 else { return null() }
        let scale = JSONText.powersOfTen[min(max(decimals, 0), 6)]
        let units = Int((value * Double(scale)).rounded())
        var (whole, rest) = abs(units).quotientAndRemainder(dividingBy: scale)
        if units < 0 { raw("-") }
        raw("\(whole)")
        guard rest > 0 else { return }
        raw(".")
        var place = scale / 10
        while rest > 0 {
            (whole, rest) = rest.quotientAndRemainder(dividingBy: place)
            bytes.append(UInt8(48 + whole))
            place /= 10
        }
    }

    private static let powersOfTen = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000]
    private static let hex = Array("0123456789abcdef".utf8)

    private mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<32: bytes += Array("\\u00".utf8) + [JSONText.hex[Int(byte >> 4)], JSONText.hex[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
