/// What may follow the equals sign.
extension TOMLParser {
    /// - Parameter level: how many tables and arrays it lies in.
    mutating func value(level: Int) throws(TOMLError) -> TOMLValue {
        try checkLevel(level)
        let line = line
        let content: TOMLValue.Content =
            switch next {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): .string(String(decoding: try string(), as: UTF8.self))
            case UInt8(ascii: "["): .array(try array(level: level))
            case UInt8(ascii: "{"): .table(try inlineTable(level: level))
            default: try word()
            }
        return TOMLValue(content: content, line: line)
    }

    private mutating func array(level: Int) throws(TOMLError) -> [TOMLValue] {
        let begin = index
        index += 1
        var elements: [TOMLValue] = []
        while true {
            try skipGaps()
            if take("]") { return elements }
            guard next != nil else { throw failure("this array has no end; it ends with ]", at: begin) }
            elements.append(try value(level: level + 1))
            try skipGaps()
            if take(",") || next == UInt8(ascii: "]") { continue }
            guard next != nil else { throw failure("this array has no end; it ends with ]", at: begin) }
            throw failure("\(found) follows where a comma or the array's ] should stand")
        }
    }

    private mutating func inlineTable(level: Int) throws(TOMLError) -> TOMLTable {
        index += 1
        let table = TableNode(.key, line: line, level: level)
        skipBlanks()
        if take("}") { return table.table }
        repeat {
            skipBlanks()
            guard next != UInt8(ascii: "}") else { throw failure("a comma needs another key after it in braces") }
            try assignment(in: table)
            skipBlanks()
        } while take(",")
        guard take("}") else { throw failure("\(found) follows where a comma or } should stand; braces stay in one line") }
        return table.table
    }

    /// Numbers, `true` and `false`.
    private mutating func word() throws(TOMLError) -> TOMLValue.Content {
        let begin = index
        while let byte = next, byte.isPartOfWord { index += 1 }
        guard begin < index else { throw failure("\(found) follows where a value should stand") }
        let word = bytes[begin..<index]
        if word.elementsEqual("true".utf8) { return .boolean(true) }
        if word.elementsEqual("false".utf8) { return .boolean(false) }
        switch TOMLNumber(word) {
        case .integer(let number): return .integer(number)
        case .float(let number): return .float(number)
        case .problem(let cause): throw failure("'\(String(decoding: word.prefix(40), as: UTF8.self))' \(cause)", at: begin)
        }
    }
}

extension UInt8 {
    /// Of numbers, and of dates, so that these can be named.
    fileprivate var isPartOfWord: Bool { isDigit || isLetter || "_+-.:".utf8.contains(self) }
}
