import Glibc
import Tensor

/// What went wrong at a door, in one line: "operation VALUE: cause; next step".
public struct CaptureError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was being done, e.g. "open song".
    public let operation: String
    /// With what: the path, device or number as the person gave it.
    public let value: String
    /// Why it failed, in the words of whoever refused.
    public let cause: String
    /// What the person can do about it.
    public let nextStep: String

    public init(_ operation: String, _ value: String, _ cause: String, next nextStep: String) {
        self.operation = operation
        self.value = value
        self.cause = cause
        self.nextStep = nextStep
    }

    /// What is wrong with a model's file: `path` becomes the value, the part of the file leads the cause.
    public init(_ error: ModelError, path: String) {
        self.init(error.operation, path, "\(error.value): \(error.cause)", next: error.nextStep)
    }

    /// What made `operation` with `value` fail: the whole line of `error` becomes the cause.
    public init(_ operation: String, _ value: String, _ error: ModelError, next nextStep: String) {
        self.init(operation, value, error.description, next: nextStep)
    }

    /// Always one line: a file's name or a decoder's message may hold line breaks and terminal codes.
    public var description: String {
        var line = "\(operation) \(value): \(cause); \(nextStep)".unicodeScalars
        for index in line.indices where line[index].properties.generalCategory == .control {
            line.replaceSubrange(index...index, with: CollectionOfOne(" "))
        }
        return String(line)
    }
}

/// The kernel's words for an error number, without the sign that our shims give it.
func systemText(_ code: Int32) -> String { String(cString: strerror(abs(code))) }

/// The last part of a path.
func lastName(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), path.utf8.index(after: slash) != path.utf8.endIndex else { return path }
    return String(path[path.utf8.index(after: slash)...])
}
