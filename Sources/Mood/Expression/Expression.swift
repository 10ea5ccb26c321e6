/// The five names that a person types and reads everywhere.
public enum Expression: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    case happy, sad, angry, surprise, neutral

    public static let count = 5

    public var name: String {
        switch self {
        case .happy: "happy"
        case .sad: "sad"
        case .angry: "angry"
        case .surprise: "surprise"
        case .neutral: "neutral"
        }
    }

    public init?(name: String) {
        guard let match = Expression.allCases.first(where: { $0.name == name }) else { return nil }
        self = match
    }

    /// The one place where classes that a network has beyond the five (fear, disgust, contempt) fold into neutral,
    /// as the original program does.
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
