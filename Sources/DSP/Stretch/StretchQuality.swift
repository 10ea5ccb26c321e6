/// How a tempo is changed. Attacks, the stereo image and the original tempo, bit for bit, are the same in every quality.
public enum StretchQuality: UInt8, BitwiseCopyable, Equatable, Sendable, CaseIterable {
    /// Splices alone: for small boards.
    case light
    /// Splices, and a phase-locked vocoder through what is sustained.
    case normal
    /// The same with four times as many frames, whatever they cost.
    case best

    /// The words of the command line and the settings file.
    public var name: String {
        switch self {
        case .light: "light"
        case .normal: "normal"
        case .best: "best"
        }
    }

    /// Nil when `name` is none of the three words.
    public init?(name: String) {
        guard let quality = StretchQuality.allCases.first(where: { $0.name == name }) else { return nil }
        self = quality
    }
}
