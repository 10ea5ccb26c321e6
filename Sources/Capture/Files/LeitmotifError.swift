import Glibc
import Tensor

/// Why something failed, in one line: "operation VALUE: cause; next step". The only error type of Capture, Session and App.
public struct LeitmotifError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The part that a program can act on; the texts are for people.
    public enum Kind: UInt8, Sendable {
        /// There is no such file, device or program file.
        case notFound
        /// The system forbids it.
        case denied
        /// Another program is using it.
        case busy
        /// It was there and is gone: unplugged, stalled or replaced.
        case lost
        /// The disk or a limit of the system is full.
        case full
        /// The bytes violate their format.
        case damaged
        /// Intact, but of a kind that this program cannot use.
        case unsupported
        /// A number or a size outside its limits.
        case outOfRange
        /// It needs a program that is not installed.
        case missingProgram
        /// A signal stopped the work.
        case interrupted
        /// Anything else.
        case failed

        /// The kind of an errno; its sign does not matter, since our shims return −errno.
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
    /// To what: the path, device or number as the person gave it.
    public let value: String
    /// Why it failed, in the words of the system or library where there are any.
    public let cause: String
    /// What the person can do about it.
    public let nextStep: String

    /// The five fields, in the order of the line.
    public init(_ kind: Kind, _ operation: String, _ value: String, _ cause: String, next nextStep: String) {
        self.kind = kind
        self.operation = operation
        self.value = value
        self.cause = cause
        self.nextStep = ProgramName.spoken(nextStep)
    }

    /// What is wrong with a model file: `path` becomes the value, and the part of the file starts the cause.
    public init(_ error: ModelError, path: String) {
        self.init(Kind(error.kind), error.operation, path, "\(error.value): \(error.cause)", next: error.nextStep)
    }

    /// A model error that made `operation` on `value` fail: its whole line becomes the cause.
    public init(_ operation: String, _ value: String, _ error: ModelError, next nextStep: String) {
        self.init(Kind(error.kind), operation, value, error.description, next: nextStep)
    }

    /// Always one line: file names and decoder messages may contain line breaks and terminal codes.
    public var description: String {
        var line = "\(operation) \(value): \(cause); \(nextStep)".unicodeScalars
        for index in line.indices where line[index].properties.generalCategory == .control {
            line.replaceSubrange(index...index, with: CollectionOfOne(" "))
        }
        guard line.contains(where: FileName.isByte) else { return String(line) }
        return line.map { FileName.isByte($0) ? "\\x" + String($0.value & 0xFF, radix: 16, uppercase: true) : String($0) }.joined()
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

/// The system's text for an errno of either sign.
func systemText(_ code: Int32) -> String { String(cString: strerror(abs(code))) }

/// The last part of a path.
func lastName(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), path.utf8.index(after: slash) != path.utf8.endIndex
    else { return path }
    return String(path[path.utf8.index(after: slash)...])
}
