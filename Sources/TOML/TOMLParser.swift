/// A walk along the bytes of a document. Everything that TOML gives a meaning to is ASCII, so bytes are enough once they are known
/// to be UTF-8; characters, which may be several scalars, never come into it.
struct TOMLParser {
    let bytes: [UInt8]
    var index = 0
    /// Of `index`, from 1.
    private(set) var line = 1

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(TOMLError) -> TOMLTable {
        try checkText()
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
        let root = TableNode(.header, line: 1, level: 0)
        var current = root
        while true {
            skipBlanks()
            switch next {
            case nil: return root.table
            case UInt8(ascii: "["): current = try header(in: root)
            case UInt8(ascii: "#"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): break
            default: try assignment(in: current)
            }
            try endLine()
        }
    }

    private func checkText() throws(TOMLError) {
        guard bytes.count <= TOMLTable.mostBytes else {
            throw TOMLError(
                line: 1, column: 1, cause: "\(bytes.count) bytes are more than the \(TOMLTable.mostBytes) that a text may have")
        }
        var decoder = Unicode.UTF8.ForwardParser()
        var rest = bytes.makeIterator()
        var read = 0
        while true {
            switch decoder.parseScalar(from: &rest) {
            case .valid(let scalar): read += scalar.count
            case .emptyInput: return
            case .error: throw failure("this is not UTF-8 text", at: read)
            }
        }
    }

    // MARK: - Blanks, comments and line ends

    var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    func follows(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard index + count <= bytes.count else { return false }
        return (0..<count).allSatisfy { bytes[index + $0] == text.utf8Start[$0] }
    }

    /// Steps over `byte` if it is the next one.
    mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: byte) else { return false }
        index += 1
        return true
    }

    mutating func skipBlanks() {
        while let byte = next, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { index += 1 }
    }

    /// What may stand between the elements of an array.
    mutating func skipGaps() throws(TOMLError) {
        repeat {
            skipBlanks()
            try skipComment()
        } while try takeLineEnd()
    }

    private mutating func skipComment() throws(TOMLError) {
        guard take("#") else { return }
        while let byte = next, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
            try refuseControl(byte)
            index += 1
        }
    }

    mutating func takeLineEnd() throws(TOMLError) -> Bool {
        if take("\r") {
            guard next == UInt8(ascii: "\n") else {
                throw failure("a carriage return stands alone; lines end with a line feed", at: index - 1)
            }
        }
        guard take("\n") else { return false }
        line += 1
        return true
    }

    private mutating func endLine() throws(TOMLError) {
        skipBlanks()
        try skipComment()
        if try takeLineEnd() || next == nil { return }
        throw failure("\(found) follows where the line should end")
    }

    func refuseControl(_ byte: UInt8) throws(TOMLError) {
        guard byte >= 0x20 || byte == UInt8(ascii: "\t"), byte != 0x7F else {
            throw failure("the control character \(found) may not stand in a text")
        }
    }

    // MARK: - Errors

    func failure(_ cause: String) -> TOMLError { failure(cause, at: index) }

    func failure(_ cause: String, at place: Int) -> TOMLError {
        let before = bytes[..<min(place, bytes.count)]
        let begin = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let mark = begin == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 1 : 0
        // Every byte of a scalar but its first begins with the bits 10.
        let scalars = before[begin...].count { $0 & 0xC0 != 0x80 }
        return TOMLError(line: before.count { $0 == UInt8(ascii: "\n") } + 1, column: max(0, scalars - mark) + 1, cause: cause)
    }

    /// What comes next, in words for an error.
    var found: String {
        switch next {
        case nil: return "the end of the file"
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return "the end of the line"
        default: break
        }
        var rest = bytes[index...].makeIterator()
        var decoder = UTF8()
        guard case .scalarValue(let scalar) = decoder.decode(&rest) else { return "a broken character" }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .nonspacingMark, .enclosingMark, .unassigned, .privateUse,
            .surrogate:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        default: return "'\(scalar)'"
        }
    }
}
