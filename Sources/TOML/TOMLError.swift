/// Why a text is not TOML, and where.
public struct TOMLError: Error, Equatable, Sendable, CustomStringConvertible {
    /// From 1.
    public let line: Int
    /// In Unicode scalars, from 1.
    public let column: Int
    /// What is wrong there, for people.
    public let cause: String

    /// `line 3, column 5: …`
    public var description: String { "line \(line), column \(column): \(cause)" }
}
