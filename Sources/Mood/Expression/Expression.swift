// Mood: from what a face shows to what the music does: five expressions, their smoothing, mood maps, the beat grid, the conductor.
// May import DSP (for the parameters it writes), Tensor (for the network that hears beats) and CMath; pure arithmetic, so that it also compiles as Embedded Swift.
// Probabilities come from Session's watcher, in seconds of the source; chain parameters go to Session's player.

/// The five expressions that users type and read everywhere.
public enum Expression: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    case happy, sad, angry, surprise, neutral

    /// Number of expressions.
    public static let count = 5

    /// The word on the command line, in files and in JSON.
    public var name: String {
        switch self {
        case .happy: "happy"
        case .sad: "sad"
        case .angry: "angry"
        case .surprise: "surprise"
        case .neutral: "neutral"
        }
    }

    /// Nil unless `name` is one of the five, in lower case.
    public init?(name: String) {
        guard let match = Expression.allCases.first(where: { $0.name == name }) else { return nil }
        self = match
    }

    /// For networks whose file does not say how they fold: classes beyond the five (fear, disgust, contempt) become neutral, as in the
    /// original program. Accepts adjectives and nouns, such as "sad" and "sadness".
    public init(foldingClass name: String) {
        switch name {
        case "happy", "happiness": self = .happy
        case "sad", "sadness": self = .sad
        case "angry", "anger": self = .angry
        case "surprise": self = .surprise
        default: self = .neutral
        }
    }
}
