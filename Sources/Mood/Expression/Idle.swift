/// What the music does after nobody has been seen for a while.
public enum Idle: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    /// Returns to neutral and plays on.
    case neutral
    /// Fades to silence until somebody comes.
    case fade
    /// Cycles through the five moods, for passers-by.
    case loop

    /// The word on the command line.
    public var name: String {
        switch self {
        case .neutral: "neutral"
        case .fade: "fade"
        case .loop: "loop"
        }
    }

    /// Nil unless `name` is one of the three.
    public init?(name: String) {
        guard let match = Idle.allCases.first(where: { $0.name == name }) else { return nil }
        self = match
    }
}

/// The state behind `Idle`: how long nobody has been seen, which mood to move to, and the gain of the fade.
struct IdleState: Sendable {
    /// How long a mood holds after the last face; then `Idle` acts.
    static let holdSeconds = 4.0
    /// How long `loop` stays with each mood: long enough to be heard, all five in a minute.
    static let dwellSeconds = 12.0
    /// Speeds of `fade`: down at 10 decibels a second, back up within half a second.
    static let fallDecibelsPerSecond = 10.0
    static let riseDecibelsPerSecond = 120.0
    /// The end of the fade, which is silence.
    static let silenceDecibels = -60.0
    private static let tour: [Expression] = [.happy, .sad, .surprise, .angry, .neutral]

    private var seconds = 0.0
    private(set) var fadeDecibels = 0.0

    /// A face is in sight.
    mutating func end(after step: Double) {
        seconds = 0
        fadeDecibels = min(0, fadeDecibels + IdleState.riseDecibelsPerSecond * step)
    }

    /// No face is in sight; returns the mood to move to, nil while the last one holds.
    mutating func advance(_ idle: Idle, by step: Double) -> Expression? {
        seconds += step
        let idleSeconds = seconds - IdleState.holdSeconds
        guard idleSeconds > 0 else { return nil }
        switch idle {
        case .neutral: return .neutral
        case .fade:
            fadeDecibels = max(IdleState.silenceDecibels, fadeDecibels - IdleState.fallDecibelsPerSecond * step)
            return .neutral
        case .loop: return IdleState.tour[Int(idleSeconds / IdleState.dwellSeconds) % IdleState.tour.count]
        }
    }
}
