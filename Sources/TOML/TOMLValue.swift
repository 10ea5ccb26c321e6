/// What stands at a key or in an array, and where: so that whoever finds it out of range can name the line.
public struct TOMLValue: Sendable {
    /// The kinds that TOML has, without dates and times.
    public enum Content: Sendable {
        case string(String)
        case integer(Int64)
        case float(Double)
        case boolean(Bool)
        case array([TOMLValue])
        case table(TOMLTable)
    }

    /// The value itself.
    public let content: Content
    /// The line on which it begins, from 1. A table has that of its header.
    public let line: Int

    /// A text.
    public var string: String? { if case .string(let text) = content { text } else { nil } }
    /// A whole number.
    public var integer: Int? { if case .integer(let number) = content { Int(exactly: number) } else { nil } }
    /// `true` or `false`.
    public var boolean: Bool? { if case .boolean(let flag) = content { flag } else { nil } }
    /// The elements of an array; those of `[[name]]` are tables.
    public var array: [TOMLValue]? { if case .array(let elements) = content { elements } else { nil } }
    /// A table, however it was written.
    public var table: TOMLTable? { if case .table(let table) = content { table } else { nil } }
    /// A whole or a fractional number.
    public var number: Double? {
        switch content {
        case .integer(let number): Double(number)
        case .float(let number): number
        default: nil
        }
    }
}
