/// Headers and assignments: which table a line adds to, and what may not be said twice.
extension TOMLParser {
    /// `[a.b]` or `[[a.b]]`; the table that the following lines fill.
    mutating func header(in root: TableNode) throws(TOMLError) -> TableNode {
        let begin = index
        index += 1
        let isList = take("[")
        let keys = try dottedKey()
        guard take("]"), !isList || take("]") else {
            throw failure("\(found) follows where the header should end with \(isList ? "]]" : "]")")
        }
        var table = root
        for key in keys.dropLast() {
            switch table[key] {
            case nil: table = child(of: table, .path, key)
            case .table(let node): table = node
            case .list(let list): table = list.tables[list.tables.count - 1]
            case .value: throw failure("\(key.text) already has a value and cannot hold tables", at: begin)
            }
        }
        let key = keys[keys.count - 1]
        switch (table[key], isList) {
        case (nil, false): return child(of: table, .header, key)
        case (nil, true):
            let list = TableList()
            table.add(.list(list), key)
            return element(of: list, in: table)
        case (.list(let list), true): return element(of: list, in: table)
        case (.table(let node), false) where node.origin == .path:
            node.origin = .header
            return node
        default: throw failure("\(key.text) is there already, in an earlier line", at: begin)
        }
    }

    /// `key = value`, in braces too.
    mutating func assignment(in table: TableNode) throws(TOMLError) {
        let begin = index
        let keys = try dottedKey()
        guard take("=") else { throw failure("\(found) follows where = should stand after the key") }
        skipBlanks()
        var table = table
        for key in keys.dropLast() {
            switch table[key] {
            case nil: table = child(of: table, .key, key)
            case .table(let node) where node.origin != .header:
                // From now on no header may open it either.
                node.origin = .key
                table = node
            default: throw failure("\(key.text) is there already and cannot be added to", at: begin)
            }
        }
        let key = keys[keys.count - 1]
        guard table[key] == nil else { throw failure("\(key.text) is there already", at: begin) }
        table.add(.value(try value(level: table.level + 1)), key)
    }

    private func child(of table: TableNode, _ origin: TableNode.Origin, _ key: TOMLKey) -> TableNode {
        let node = TableNode(origin, line: line, level: table.level + 1)
        table.add(.table(node), key)
        return node
    }

    private func element(of list: TableList, in table: TableNode) -> TableNode {
        let node = TableNode(.header, line: line, level: table.level + 2)
        list.tables.append(node)
        return node
    }

    /// `a."b c".d`, with what is blank around its parts.
    private mutating func dottedKey() throws(TOMLError) -> [TOMLKey] {
        var keys: [TOMLKey] = []
        repeat {
            skipBlanks()
            try checkLevel(keys.count)
            keys.append(try simpleKey())
            skipBlanks()
        } while take(".")
        return keys
    }

    private mutating func simpleKey() throws(TOMLError) -> TOMLKey {
        if let byte = next, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
            guard !follows("\"\"\""), !follows("'''") else { throw failure("a key stands in one line") }
            return TOMLKey(bytes: try string())
        }
        let begin = index
        while let byte = next, byte.isBareKey { index += 1 }
        guard begin < index else {
            throw failure("\(found) follows where a key should stand; others than letters, digits, _ and - need quotes")
        }
        return TOMLKey(bytes: Array(bytes[begin..<index]))
    }

    func checkLevel(_ level: Int) throws(TOMLError) {
        guard level < TOMLTable.mostLevels else { throw failure("more than \(TOMLTable.mostLevels) levels within each other") }
    }
}

extension UInt8 {
    var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
    var isLetter: Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20 }
    fileprivate var isBareKey: Bool { isLetter || isDigit || self == UInt8(ascii: "_") || self == UInt8(ascii: "-") }
}
