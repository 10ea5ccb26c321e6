import CMath

/// Turns flickering probabilities into a mood: smoothed weights, and a *named* mood that changes only when another
/// expression leads by a margin for a while.
///
/// Every constant is in seconds, so the result does not depend on the frame rate: with the time constant τ a weight moves
/// the share 1 − exp(−Δt/τ) of the way to its new value in a step of Δt seconds.
public struct MoodTracker: Sendable {
    /// How fast a weight follows a stronger and a weaker reading, in seconds.
    public var riseSeconds = 0.20
    public var fallSeconds = 0.35
    /// How far ahead of the named mood another expression must be, and for how long, before the name changes.
    public var switchMargin: Float = 0.10
    public var switchHoldSeconds = 0.20
    /// Longest step taken at once: after a pause (suspended machine, stalled camera) the mood moves on, it does not jump.
    public var longestStepSeconds = 0.5

    /// The smoothed expressions, sum 1. Rising and falling at different speeds leaves the sum of the running values free,
    /// so they are normalised on the way out and not on the way through: smoothing stays independent of the frame rate.
    public var weights: ExpressionWeights { running.normalised }
    private var running: ExpressionWeights
    public private(set) var named: Expression
    private var challenger: Expression
    private var challengeSeconds = 0.0
    private var lastSeconds: Double?

    public init(startingAs mood: Expression = .neutral) {
        running = ExpressionWeights(only: mood)
        named = mood
        challenger = mood
    }

    /// A face was read.
    /// - Parameters:
    ///   - probabilities: the five, sum 1.
    ///   - seconds: time of the picture on the source's time line; a step backwards counts as no time at all.
    public mutating func see(_ probabilities: ExpressionWeights, at seconds: Double) {
        let step = elapsed(until: seconds)
        let rise = Float(1 - math_exp(-step / riseSeconds))
        let fall = Float(1 - math_exp(-step / fallSeconds))
        let before = running
        running = before.moved(towards: probabilities) { probabilities[$0] > before[$0] ? rise : fall }
        decide(after: step)
    }

    /// No face: the mood holds, and a challenge that had begun is forgotten.
    public mutating func seeNothing(at seconds: Double) {
        _ = elapsed(until: seconds)
        challengeSeconds = 0
        challenger = named
    }

    private mutating func elapsed(until seconds: Double) -> Double {
        defer { lastSeconds = seconds }
        guard let last = lastSeconds else { return longestStepSeconds }
        return min(max(seconds - last, 0), longestStepSeconds)
    }

    private mutating func decide(after step: Double) {
        let weights = self.weights
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
