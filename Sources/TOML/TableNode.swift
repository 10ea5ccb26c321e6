/// A table while it grows. A class, because lines far apart add to one table, and copying it each time would take for ever.
final class TableNode {
    /// How it came to be, which decides who may add to it.
    enum Origin {
        /// On the way to the table of a longer header: `a` of `[a.b]`.
        case path
        /// By its own header, `[a]` or `[[a]]`, or as the whole document.
        case header
        /// By a dotted key: `a` of `a.b = 1`; or in braces, while these are open.
        case key
    }

    enum Entry {
        case value(TOMLValue)
        case table(TableNode)
        case list(TableList)
    }

    var origin: Origin
    let line: Int
    /// How many tables it lies in.
    let level: Int
    private var entries: [(key: TOMLKey, entry: Entry)] = []
    private var places: [TOMLKey: Int] = [:]

    init(_ origin: Origin, line: Int, level: Int) {
        self.origin = origin
        self.line = line
        self.level = level
    }

    subscript(key: TOMLKey) -> Entry? { places[key].map { entries[$0].entry } }

    /// - Parameter key: one that is not there yet.
    func add(_ entry: Entry, _ key: TOMLKey) {
        places[key] = entries.count
        entries.append((key, entry))
    }

    var table: TOMLTable {
        TOMLTable(
            entries.map { key, entry in
                switch entry {
                case .value(let value): (key, value)
                case .table(let node): (key, TOMLValue(content: .table(node.table), line: node.line))
                case .list(let list): (key, list.value)
                }
            }, places)
    }
}

/// The tables of `[[name]]`.
final class TableList {
    var tables: [TableNode] = []

    var value: TOMLValue {
        let elements = tables.map { TOMLValue(content: .table($0.table), line: $0.line) }
        return TOMLValue(content: .array(elements), line: elements.first?.line ?? 1)
    }
}
