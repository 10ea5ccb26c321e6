/// The four kinds of text: in single or double quotes, one of them or three.
extension TOMLParser {
    /// From its first quote to its last.
    mutating func string() throws(TOMLError) -> [UInt8] {
        let begin = index
        let quote = bytes[index]
        let isLong = follows("\"\"\"") || follows("'''")
        index += isLong ? 3 : 1
        // A line end right behind the three quotes does not count.
        if isLong { _ = try takeLineEnd() }
        var text: [UInt8] = []
        while let byte = next {
            if byte == quote {
                if !isLong {
                    index += 1
                    return text
                }
                // Two quotes may stand right before the last three.
                let quotes = bytes[index...].prefix(5).prefix { $0 == quote }
                index += quotes.count
                if quotes.count >= 3 { return text + quotes.dropLast(3) }
                text += quotes
            } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                try escape(into: &text, isLong: isLong)
            } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                guard isLong else { break }
                _ = try takeLineEnd()
                text.append(UInt8(ascii: "\n"))
            } else {
                try refuseControl(byte)
                text.append(byte)
                index += 1
            }
        }
        throw failure("this text has no end; its last quote is missing", at: begin)
    }

    private mutating func escape(into text: inout [UInt8], isLong: Bool) throws(TOMLError) {
        let begin = index
        index += 1
        switch next {
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "u"): return text += try scalar(digits: 4, at: begin)
        case UInt8(ascii: "U"): return text += try scalar(digits: 8, at: begin)
        default:
            // At the end of its line it takes away all that is blank up to the next text.
            skipBlanks()
            guard isLong, try takeLineEnd() else {
                throw failure("a backslash stands before b, t, n, f, r, \", \\, u or U; in single quotes it is itself", at: begin)
            }
            repeat { skipBlanks() } while try takeLineEnd()
            return
        }
        index += 1
    }

    private mutating func scalar(digits count: Int, at begin: Int) throws(TOMLError) -> [UInt8] {
        index += 1
        let digits = bytes[index...].prefix(count)
        guard digits.count == count, digits.allSatisfy({ $0.isDigit || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0 | 0x20 }),
            let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16), let scalar = Unicode.Scalar(value)
        else {
            throw failure("after \\\(count == 4 ? "u" : "U") come the \(count) hexadecimal digits of a Unicode scalar", at: begin)
        }
        index += count
        return Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
}
