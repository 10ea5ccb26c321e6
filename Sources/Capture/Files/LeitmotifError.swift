import Glibc
import Tensor

/// Why something failed, in one line: "operation VALUE: cause; next step". The one error of Capture, Session and App.
public struct LeitmotifError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The part that a program can act on; the words are for people.
    public enum Kind: UInt8, Sendable {
        /// There is no such file, device or program file.
        case notFound
        /// The system forbids it.
        case denied
        /// Another program has it.
        case busy
        /// It was there and went away: unplugged, stalled or replaced.
        case lost
        /// The disk or a limit of the system is full.
        case full
        /// The bytes are not what their format says.
        case damaged
        /// An intact thing of a kind that this program cannot use.
        case unsupported
        /// A number or a size outside its limits.
        case outOfRange
        /// A program that is not installed would be needed.
        case missingProgram
        /// A signal ended the work.
        case interrupted
        /// Anything else.
        case failed

        /// What an error number of the system means; its sign does not matter, since our shims return −errno.
        public static func system(_ code: Int32) -> Kind {
            switch abs(code) {
            case ENOENT, ENOTDIR: .notFound
            case EACCES, EPERM, EROFS: .denied
            case EBUSY, EAGAIN, ETXTBSY: .busy
            case ENODEV, ENXIO, EPIPE, EIO, ETIMEDOUT, ESTRPIPE: .lost
            case ENOSPC, EDQUOT, EFBIG, EMFILE, ENFILE, ENOMEM: .full
            default: .failed
            }
        }
    }

    /// The class of failure.
    public let kind: Kind
    /// What was being done, e.g. "open song".
    public let operation: String
    /// With what: the path, device or number as the person gave it.
    public let value: String
    /// Why it failed, in the words of whoever refused.
    public let cause: String
    /// What the person can do about it.
    public let nextStep: String

    /// The five fields, in the order of the line.
    public init(_ kind: Kind, _ operation: String, _ value: String, _ cause: String, next nextStep: String) {
        self.kind = kind
        self.operation = operation
        self.value = value
        self.cause = cause
        self.nextStep = nextStep
    }

    /// What is wrong with a model's file: `path` becomes the value, the part of the file leads the cause.
    public init(_ error: ModelError, path: String) {
        self.init(Kind(error.kind), error.operation, path, "\(error.value): \(error.cause)", next: error.nextStep)
    }

    /// What made `operation` with `value` fail: the whole line of `error` becomes the cause.
    public init(_ operation: String, _ value: String, _ error: ModelError, next nextStep: String) {
        self.init(Kind(error.kind), operation, value, error.description, next: nextStep)
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

extension LeitmotifError.Kind {
    init(_ kind: ModelError.Kind) {
        switch kind {
        case .damaged: self = .damaged
        case .unsupported: self = .unsupported
        case .tooLarge, .outOfRange: self = .outOfRange
        }
    }
}

/// The kernel's words for an error number, without the sign that our shims give it.
func systemText(_ code: Int32) -> String { String(cString: strerror(abs(code))) }

/// The last part of a path.
func lastName(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), path.utf8.index(after: slash) != path.utf8.endIndex else { return path }
    return String(path[path.utf8.index(after: slash)...])
}
