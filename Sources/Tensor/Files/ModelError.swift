/// Why a model's file, a network or a search was refused, in one line: "operation VALUE: cause; next step".
public struct ModelError: Error, CustomStringConvertible {
    /// The part that a program can act on; the words are for people.
    public enum Kind: UInt8, Sendable {
        /// The bytes are not what the format says: truncated, altered or contradicting themselves.
        case damaged
        /// An intact file of another format, version or kind of network than this code runs.
        case unsupported
        /// More memory or arithmetic than a file of its size may ask for.
        case tooLarge
        /// A parameter or a picture outside its range.
        case outOfRange
    }

    /// The class of failure.
    public let kind: Kind
    /// What was being done, e.g. "read weights".
    public let operation: String
    /// On what: the part of the file, or the parameter.
    public let value: String
    /// Why it failed.
    public let cause: String
    /// What the user can do about it.
    public let nextStep: String

    /// The five fields, in the order of the line.
    public init(_ kind: Kind, _ operation: String, _ value: String, _ cause: String, next nextStep: String) {
        self.kind = kind
        self.operation = operation
        self.value = value
        self.cause = cause
        self.nextStep = nextStep
    }

    /// "operation VALUE: cause; next step".
    public var description: String { operation + " " + value + ": " + cause + "; " + nextStep }
}
