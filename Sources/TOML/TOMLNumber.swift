/// A number as TOML writes it, read from its bytes.
enum TOMLNumber {
    case integer(Int64)
    case float(Double)
    /// Why it is none, to follow the word.
    case problem(String)

    private static let noNumber = TOMLNumber.problem("is neither a number nor true nor false; a text needs quotes")

    init(_ word: ArraySlice<UInt8>) {
        var rest = word
        let isSigned = rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-")
        if isSigned { rest = rest.dropFirst() }
        if rest.elementsEqual("inf".utf8) {
            self = .float(word.first == UInt8(ascii: "-") ? -.infinity : .infinity)
        } else if rest.elementsEqual("nan".utf8) {
            self = .float(.nan)
        } else if !isSigned, let radix = Self.radix(of: rest) {
            self = Self.integer(rest.dropFirst(2), sign: [], radix: radix)
        } else {
            self = Self.decimal(rest, sign: word.prefix(isSigned ? 1 : 0))
        }
    }

    private static func radix(of word: ArraySlice<UInt8>) -> Int? {
        guard word.starts(with: "0".utf8) else { return nil }
        switch word.dropFirst().first {
        case UInt8(ascii: "x"): return 16
        case UInt8(ascii: "o"): return 8
        case UInt8(ascii: "b"): return 2
        default: return nil
        }
    }

    private static func decimal(_ word: ArraySlice<UInt8>, sign: ArraySlice<UInt8>) -> TOMLNumber {
        if isDate(word) { return .problem("is a date or a time, which are not read here; put it in quotes") }
        var rest = word
        let whole = digits(&rest, radix: 10)
        guard !whole.isEmpty else { return noNumber }
        guard whole.count == 1 || whole.first != UInt8(ascii: "0") else { return .problem("begins with a 0 that is not needed") }
        if rest.isEmpty { return integer(whole, sign: sign, radix: 10) }
        var text = sign + whole
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            let fraction = digits(&rest, radix: 10)
            guard !fraction.isEmpty else { return .problem("has no digit after its point") }
            text += [UInt8(ascii: ".")] + fraction
        }
        if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            text.append(mark)
            if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
                text.append(sign)
                rest = rest.dropFirst()
            }
            let exponent = digits(&rest, radix: 10)
            guard !exponent.isEmpty else { return .problem("has no digit in its exponent") }
            text += exponent
        }
        guard rest.isEmpty else { return noNumber }
        guard let number = Double(plain(text)), number.isFinite else { return .problem("is too large for a number") }
        return .float(number)
    }

    private static func integer(_ word: ArraySlice<UInt8>, sign: ArraySlice<UInt8>, radix: Int) -> TOMLNumber {
        var rest = word
        guard !digits(&rest, radix: radix).isEmpty, rest.isEmpty else { return noNumber }
        guard let number = Int64(plain(sign + word), radix: radix) else { return .problem("does not fit into 64 bits") }
        return .integer(number)
    }

    /// Takes digits from the front; an underscore may stand between two.
    private static func digits(_ rest: inout ArraySlice<UInt8>, radix: Int) -> ArraySlice<UInt8> {
        func isDigit(_ byte: UInt8?) -> Bool {
            guard let byte else { return false }
            if byte.isDigit { return Int(byte - UInt8(ascii: "0")) < radix }
            return radix == 16 && UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte | 0x20
        }
        var end = rest.startIndex
        while end < rest.endIndex {
            let isGap = rest[end] == UInt8(ascii: "_") && end > rest.startIndex
            let first = isGap ? end + 1 : end
            guard first < rest.endIndex, isDigit(rest[first]) else { break }
            end = first + 1
        }
        defer { rest = rest[end...] }
        return rest[..<end]
    }

    private static func plain(_ digits: ArraySlice<UInt8>) -> String {
        String(decoding: digits.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    }

    /// `1979-05-27…` or `07:32…`
    private static func isDate(_ word: ArraySlice<UInt8>) -> Bool {
        let lead = word.prefix { $0.isDigit }
        let mark = word.dropFirst(lead.count).first
        return (lead.count == 4 && mark == UInt8(ascii: "-")) || (lead.count == 2 && mark == UInt8(ascii: ":"))
    }
}
