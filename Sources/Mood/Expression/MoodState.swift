/// What the program sees, in states a person can act on.
public enum MoodState: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    case noCamera, tooDark, noFace, faceTooSmall, unsure, tracking

    /// Short words for a status line and for JSON.
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
