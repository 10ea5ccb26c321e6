import CMath

/// One face's probabilities, smoothed. Every constant is in seconds, so the result does not depend on the frame rate: with the
/// time constant τ a weight moves the share 1 − exp(−Δt/τ) of the way to its new value in a step of Δt seconds.
struct SmoothedExpression: Sendable {
    /// How fast a weight follows a stronger and a weaker reading, in seconds.
    static let riseSeconds = 0.20
    static let fallSeconds = 0.35

    /// Rising and falling at different speeds leaves the sum of these free, so they are normalised on the way out and not on
    /// the way through: smoothing stays independent of the frame rate.
    private var running: ExpressionWeights

    init(startingAt weights: ExpressionWeights) { running = weights }

    /// Sum 1.
    var weights: ExpressionWeights { running.normalised }

    /// - Parameter slower: how many times slower than for a face that was read.
    mutating func move(towards target: ExpressionWeights, for step: Double, slower: Double = 1) {
        let rise = Float(1 - math_exp(-step / (SmoothedExpression.riseSeconds * slower)))
        let fall = Float(1 - math_exp(-step / (SmoothedExpression.fallSeconds * slower)))
        let before = running
        running = before.moved(towards: target) { target[$0] > before[$0] ? rise : fall }
    }
}
