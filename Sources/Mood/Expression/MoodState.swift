/// What the camera sees, in states that a user can act on.
public enum MoodState: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    case noCamera, tooDark, noFace, faceTooSmall, unsure, tracking

    /// The words of the status line and of JSON.
    public var name: String {
        switch self {
        case .noCamera: "no camera"
        case .tooDark: "too dark"
        case .noFace: "no face"
        case .faceTooSmall: "face too small"
        case .unsure: "unsure"
        case .tracking: "tracking"
        }
    }
}
