/// What the camera sees, in states that a user can act on.
public enum MoodState: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    case noCamera, tooDark, noFace, faceTooSmall, unsure, tracking
    /// No more than a shade of grey: fog on the lens, or something before it.
    case tooFlat
    /// A bright background leaves faces without light.
    case againstTheLight
    /// Somebody is there, seen from the side.
    case turnedAway
    /// There are faces, but not the one that counts.
    case severalPeople

    /// The words of the status line and of JSON.
    public var name: String {
        switch self {
        case .noCamera: "no camera"
        case .tooDark: "too dark"
        case .noFace: "no face"
        case .faceTooSmall: "face too small"
        case .unsure: "unsure"
        case .tracking: "tracking"
        case .tooFlat: "too flat"
        case .againstTheLight: "against the light"
        case .turnedAway: "turned away"
        case .severalPeople: "several people"
        }
    }
}
