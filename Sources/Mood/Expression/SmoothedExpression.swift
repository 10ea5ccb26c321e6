import CMath

/// One face's probabilities, smoothed exponentially. Constants are in seconds, so the result does not depend on the frame rate: with
/// the time constant τ a weight moves the fraction 1 − exp(−Δt/τ) of the way to its new value in a step of Δt seconds.
struct SmoothedExpression: Sendable {
    /// Time constants towards a stronger and a weaker reading.
    static let riseSeconds = 0.20
    static let fallSeconds = 0.35

    /// With different time constants for rise and fall these do not sum to 1. They are normalised on output, not in place, so that
    /// smoothing stays independent of the frame rate.
    private var running: ExpressionWeights

    init(startingAt weights: ExpressionWeights) { running = weights }

    /// Normalised to sum to 1.
    var weights: ExpressionWeights { running.normalised }

    /// - Parameter slower: factor on both time constants.
    mutating func move(towards target: ExpressionWeights, for step: Double, slower: Double = 1) {
        let rise = Float(1 - math_exp(-step / (SmoothedExpression.riseSeconds * slower)))
        let fall = Float(1 - math_exp(-step / (SmoothedExpression.fallSeconds * slower)))
        let before = running
        running = before.moved(towards: target) { target[$0] > before[$0] ? rise : fall }
    }
}
