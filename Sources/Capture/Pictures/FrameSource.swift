import Tensor

/// When a frame belongs, and what it is called.
public struct FrameStamp: Equatable, Sendable {
    /// Seconds on the source's own time line: from its begin for files, the monotonic clock for a camera
    /// (some drivers stamp frames with a moment that is still to come).
    public let seconds: Double
    /// The file's name where frames have one.
    public let name: String?

    public init(seconds: Double, name: String? = nil) {
        self.seconds = seconds
        self.name = name
    }
}

/// Where pictures come from, one after another, as full-range luma.
public protocol FrameSource: AnyObject {
    /// How long a frame lasts on its time line; nil when frames come by themselves (a camera).
    var frameSeconds: Double? { get }
    /// False for standard input and for a camera.
    var isRewindable: Bool { get }
    /// The next frame, nil at the end. A camera waits for one.
    func next(into plane: inout LumaPlane) throws(LeitmotifError) -> FrameStamp?
    /// The next frame, waited for no longer than so: for a camera, whose frames come when they come. Files answer at once.
    func wait(milliseconds: Int32, into plane: inout LumaPlane) throws(LeitmotifError) -> FrameWait
    /// The next frame is the first one again, its time line begins at 0 again. Throws where `isRewindable` is false.
    func rewind() throws(LeitmotifError)
}

/// What waiting for a frame came to.
public enum FrameWait: Equatable, Sendable {
    case frame(FrameStamp)
    case timeout
    /// There are no more frames.
    case ended
}

extension FrameSource {
    public func wait(milliseconds: Int32, into plane: inout LumaPlane) throws(LeitmotifError) -> FrameWait {
        try next(into: &plane).map { .frame($0) } ?? .ended
    }
}

/// What any picture may measure before memory is taken for it. `app detect --help` says the same in words.
public enum PictureLimits {
    public static let side = 16384
    /// 64 megapixels.
    public static let pixels = 1 << 26
    /// Bytes of a picture file.
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

    /// Refuses a compressed picture that claims more than the best compression could have put into its bytes.
    static func check(_ bytes: Int, canHold leastBytes: Int, of value: String, _ size: String) throws(LeitmotifError) {
        guard bytes >= leastBytes else {
            throw LeitmotifError(
                .damaged, PictureDecoder.operation, value, "\(bytes) bytes cannot hold \(size) pixels", next: "copy or download it again")
        }
    }
}
