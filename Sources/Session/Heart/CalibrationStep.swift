import Mood

/// What a person who shows all five expressions is to do now: make a face, then hold it. A film of somebody who did so, from its
/// first face on, serves as well as a camera.
public struct CalibrationStep: Equatable, Sendable {
    /// In this order: the neutral face is the easiest.
    static let order: [Expression] = [.neutral, .happy, .sad, .angry, .surprise]
    /// Time to make a face, seconds.
    public static let readySeconds = 2.0

    /// The expression to show.
    public var expression: Expression
    /// It is to be held now; before, there is time to make the face.
    public var isHeld: Bool
    /// Seconds until the next step.
    public var secondsLeft: Double

    /// - Parameters:
    ///   - elapsed: seconds since the first face.
    ///   - seconds: for which each expression is held.
    /// - Returns: nil when all five are done.
    init?(elapsed: Double, holding seconds: Double) {
        let period = CalibrationStep.readySeconds + seconds
        let index = Int(max(0, elapsed) / period)
        guard index < CalibrationStep.order.count else { return nil }
        let since = elapsed - Double(index) * period
        expression = CalibrationStep.order[index]
        isHeld = since >= CalibrationStep.readySeconds
        secondsLeft = (isHeld ? period : CalibrationStep.readySeconds) - since
    }
}
