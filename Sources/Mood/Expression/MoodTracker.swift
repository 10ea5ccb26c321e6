/// Turns flickering probabilities into a mood: smoothed weights, and a *named* mood that changes only when another
/// expression leads by a margin for a while. Everything is in seconds, so the frame rate does not matter.
public struct MoodTracker: Sendable {
    /// How far ahead of the named mood another expression must be, and for how long, before the name changes.
    public var switchMargin: Float = 0.10
    public var switchHoldSeconds = 0.20
    /// What happens when nobody has been seen for a while.
    public var idle = Idle.neutral
    /// Longest step taken at once: after a pause (suspended machine, stalled camera) the mood moves on, it does not jump.
    static let longestStepSeconds = 0.5
    /// How many times slower than for a face the mood moves when nobody is there.
    private static let idleSlowness = 4.0

    /// The smoothed expressions, sum 1.
    public private(set) var weights: ExpressionWeights
    public private(set) var named: Expression
    /// By how many decibels the music is softer because nobody is there: 0 … −60, which nobody hears.
    public var fadeDecibels: Float { Float(solitude.fadeDecibels) }
    private var company = Company()
    private var solitude = Solitude()
    private var challenger: Expression
    private var challengeSeconds = 0.0
    private var lastSeconds: Double?

    public init(startingAs mood: Expression = .neutral, idle: Idle = .neutral) {
        weights = ExpressionWeights(only: mood)
        named = mood
        challenger = mood
        self.idle = idle
    }

    /// Faces were read.
    /// - Parameters:
    ///   - readings: whoever counts, in any order; each face is smoothed for itself. None is `seeNothing`.
    ///   - seconds: time of the picture on the source's time line; a step backwards counts as no time at all.
    public mutating func see(_ readings: [FaceReading], at seconds: Double) {
        guard !readings.isEmpty else { return seeNothing(at: seconds) }
        let step = elapsed(until: seconds)
        solitude.end(after: step)
        weights = company.see(readings, for: step, from: weights)
        decide(after: step)
    }

    /// No face: the mood holds for some seconds and a challenge that had begun is forgotten; then `idle` decides.
    public mutating func seeNothing(at seconds: Double) {
        let step = elapsed(until: seconds)
        guard let mood = solitude.goOn(idle, for: step) else {
            challengeSeconds = 0
            challenger = named
            return
        }
        var smoothed = SmoothedExpression(startingAt: weights)
        smoothed.move(towards: ExpressionWeights(only: mood), for: step, slower: MoodTracker.idleSlowness)
        weights = smoothed.weights
        decide(after: step)
    }

    private mutating func elapsed(until seconds: Double) -> Double {
        defer { lastSeconds = seconds }
        guard let last = lastSeconds else { return MoodTracker.longestStepSeconds }
        return min(max(seconds - last, 0), MoodTracker.longestStepSeconds)
    }

    private mutating func decide(after step: Double) {
        let leader = weights.strongest
        guard leader != named, weights[leader] > weights[named] + switchMargin else {
            challenger = named
            challengeSeconds = 0
            return
        }
        if leader == challenger {
            challengeSeconds += step
        } else {
            challenger = leader
            challengeSeconds = 0
        }
        if challengeSeconds >= switchHoldSeconds {
            named = leader
            challengeSeconds = 0
        }
    }
}
