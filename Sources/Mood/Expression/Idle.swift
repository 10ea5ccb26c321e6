/// What the music does when nobody has been seen for a while.
public enum Idle: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    /// Goes back to neutral and plays on.
    case neutral
    /// Grows silent until somebody comes.
    case fade
    /// Wanders through the five moods, for passers-by.
    case loop

    public var name: String {
        switch self {
        case .neutral: "neutral"
        case .fade: "fade"
        case .loop: "loop"
        }
    }

    public init?(name: String) {
        guard let match = Idle.allCases.first(where: { $0.name == name }) else { return nil }
        self = match
    }
}

/// The clockwork of being alone: how long nobody was seen, which mood to turn to, and how loud the music still is.
struct Solitude: Sendable {
    /// A mood holds for so long when a face turns away; then the rule acts.
    static let holdSeconds = 4.0
    /// How long `loop` stays with each mood: long enough to hear it, five of them in a minute.
    static let wanderSeconds = 12.0
    /// `fade` falls by 10 decibels a second and is back within half a second.
    static let fallDecibelsPerSecond = 10.0
    static let riseDecibelsPerSecond = 120.0
    /// The lowest gain there is.
    static let silenceDecibels = -60.0
    private static let round: [Expression] = [.happy, .sad, .surprise, .angry, .neutral]

    private var seconds = 0.0
    private(set) var fadeDecibels = 0.0

    /// Somebody is there.
    mutating func end(after step: Double) {
        seconds = 0
        fadeDecibels = min(0, fadeDecibels + Solitude.riseDecibelsPerSecond * step)
    }

    /// Nobody is there; the mood to turn to, nil while the last one holds.
    mutating func goOn(_ idle: Idle, for step: Double) -> Expression? {
        seconds += step
        let alone = seconds - Solitude.holdSeconds
        guard alone > 0 else { return nil }
        switch idle {
        case .neutral: return .neutral
        case .fade:
            fadeDecibels = max(Solitude.silenceDecibels, fadeDecibels - Solitude.fallDecibelsPerSecond * step)
            return .neutral
        case .loop: return Solitude.round[Int(alone / Solitude.wanderSeconds) % Solitude.round.count]
        }
    }
}
