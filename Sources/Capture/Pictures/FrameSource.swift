import Tensor

/// When a frame is due, and what it is called.
public struct FrameStamp: Equatable, Sendable {
    /// Seconds on the source's own time line: from the start of a file, or of the monotonic clock for a camera.
    public let seconds: Double
    /// When a camera's driver captured it, on the monotonic clock; nil for files, and where the driver's clock is another.
    public let capturedAt: Double?
    /// How long, in seconds, a camera's next picture may take before the camera seems away; nil for files.
    public internal(set) var nextWithin: Double?
    /// The name of a picture file; nil for moving pictures.
    public let name: String?

    /// A stamp at `seconds` on the source's own time line.
    public init(seconds: Double, capturedAt: Double? = nil, name: String? = nil) {
        self.seconds = seconds
        self.capturedAt = capturedAt
        self.name = name
    }
}

/// A source of pictures, one after another, as full-range luma. Belongs to one thread at a time.
public protocol FrameSource: AnyObject {
    /// How long a frame lasts on the time line; nil when frames arrive by themselves (a camera).
    var frameSeconds: Double? { get }
    /// False for standard input and for a camera.
    var isRewindable: Bool { get }
    /// The next frame, nil at the end. A camera waits for one.
    func next(into plane: inout LumaPlane) throws(LeitmotifError) -> FrameStamp?
    /// The next frame, if it arrives within `milliseconds`; files answer at once.
    func wait(milliseconds: Int32, into plane: inout LumaPlane) throws(LeitmotifError) -> FrameWait
    /// Starts over: the next frame is the first again, at time 0. Throws where `isRewindable` is false.
    func rewind() throws(LeitmotifError)
    /// What of it cannot be seen; known at its end, nil as long as nothing is.
    var damage: SourceDamage? { get }
}

/// What of a source of pictures cannot be seen.
public struct SourceDamage: Equatable, Sendable {
    /// For people: "it is cut off at 3.2 s".
    public let words: String
    /// It ends before its time; otherwise pictures were passed over.
    public let endsEarly: Bool
}

/// The result of waiting for a frame.
public enum FrameWait: Equatable, Sendable {
    /// A frame arrived in time.
    case frame(FrameStamp)
    /// None arrived in time.
    case timeout
    /// There are no more frames.
    case ended
}

extension FrameSource {
    /// Nothing is known to be missing.
    public var damage: SourceDamage? { nil }
    /// For sources that answer at once: the next frame, whatever the limit.
    public func wait(milliseconds: Int32, into plane: inout LumaPlane) throws(LeitmotifError) -> FrameWait {
        try next(into: &plane).map { .frame($0) } ?? .ended
    }
}

/// The largest picture accepted, checked before memory is taken. `app detect --help` says the same.
public enum PictureLimits {
    /// Pixels, in either direction.
    public static let side = 16384
    /// 64 megapixels.
    public static let pixels = 1 << 26
    /// Bytes in a picture file.
    static let fileBytes = 1 << 28

    static func allow(width: Int, height: Int) -> Bool {
        (1...side).contains(width) && (1...side).contains(height) && width * height <= pixels
    }

    static func check(width: Int, height: Int, for operation: String, of value: String) throws(LeitmotifError) {
        guard allow(width: width, height: height) else {
            throw LeitmotifError(
                .outOfRange, operation, value, "\(width)×\(height) is outside 1 to \(side) pixels a side and \(pixels) in all",
                next: "use a smaller picture")
        }
    }

    /// Refuses a compressed picture that claims more pixels than its bytes could hold at the best compression.
    static func check(_ bytes: Int, canHold leastBytes: Int, of value: String, _ size: String) throws(LeitmotifError) {
        guard bytes >= leastBytes else {
            throw LeitmotifError(
                .damaged, PictureDecoder.operation, value, "\(bytes) bytes cannot hold \(size) pixels",
                next: "copy or download it again")
        }
    }
}
