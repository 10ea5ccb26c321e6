/// Turns flickering probabilities into a mood: smoothed weights, and a *named* mood that changes only when another expression is
/// read clearly in some pictures (`ExpressionEvidence`) or leads the weights by a margin for a while. Everything is in seconds, so
/// the frame rate does not matter.
public struct MoodTracker: Sendable {
    /// How far another expression's weight must be above the named mood's before the name changes.
    public var switchMargin: Float = 0.10
    /// For how long it must stay there; up to three times as long while the face is restless, as in speech.
    public var switchHoldSeconds = 0.25
    /// What happens after nobody has been seen for a while.
    public var idle = Idle.neutral
    /// The longest time step: after a pause (suspended machine, stalled camera) the mood continues smoothly.
    static let longestStepSeconds = 0.5
    /// How many times slower the mood moves without a face.
    private static let idleSlowness = 4.0

    /// The smoothed expressions, which sum to 1.
    public private(set) var weights: ExpressionWeights
    /// The named mood: stable, unlike `weights.strongest`.
    public private(set) var named: Expression
    /// Time of the first picture that shows the named mood, on the source's time line; nil when no face has named it.
    public private(set) var namedSince: Double?
    /// Gain of the fade without a face, in decibels: 0 … −60, which is silence.
    public var fadeDecibels: Float { Float(idleState.fadeDecibels) }
    private var ensemble = FaceEnsemble()
    private var evidence = ExpressionEvidence()
    private var faces: [Int] = []
    private var idleState = IdleState()
    private var challenger: Expression
    private var challengeSeconds = 0.0
    private var lastSeconds: Double?

    /// Starts in `mood`, with all weight on it.
    public init(startingAs mood: Expression = .neutral, idle: Idle = .neutral) {
        weights = ExpressionWeights(only: mood)
        named = mood
        challenger = mood
        self.idle = idle
    }

    /// Takes the readings of one picture.
    /// - Parameters:
    ///   - readings: of the faces that count, in any order; each face is smoothed individually. None means `seeNothing`.
    ///   - seconds: time of the picture on the source's time line; a step backwards counts as zero.
    public mutating func see(_ readings: [FaceReading], at seconds: Double) {
        guard !readings.isEmpty else { return seeNothing(at: seconds) }
        let step = elapsed(until: seconds)
        idleState.end(after: step)
        weights = ensemble.update(readings, for: step, from: weights)
        weigh(readings, at: seconds, after: step)
        decide(after: step, at: seconds, since: evidence.start(of: weights.strongest) ?? seconds)
    }

    /// A picture without a face: the mood holds for some seconds and a pending change of name is dropped; then `idle` decides.
    public mutating func seeNothing(at seconds: Double) {
        let step = elapsed(until: seconds)
        evidence.clear()
        guard let mood = idleState.advance(idle, by: step) else {
            challengeSeconds = 0
            challenger = named
            return
        }
        var smoothed = SmoothedExpression(startingAt: weights)
        smoothed.move(towards: ExpressionWeights(only: mood), for: step, slower: MoodTracker.idleSlowness)
        weights = smoothed.weights
        decide(after: step, at: seconds, since: nil)
    }

    private mutating func elapsed(until seconds: Double) -> Double {
        defer { lastSeconds = seconds }
        guard let last = lastSeconds else { return MoodTracker.longestStepSeconds }
        return min(max(seconds - last, 0), MoodTracker.longestStepSeconds)
    }

    /// What a single picture says of faces that come or go is too little: then the evidence begins anew.
    private mutating func weigh(_ readings: [FaceReading], at seconds: Double, after step: Double) {
        let present = readings.map { $0.face }.sorted()
        if present != faces { evidence.clear() }
        faces = present
        var sum = ExpressionWeights()
        for reading in readings {
            for expression in Expression.allCases { sum[expression] += reading.expression[expression] }
        }
        evidence.add(sum.normalised, against: named, at: seconds, after: step)
        if let clear = evidence.decided, clear != named { name(clear, since: evidence.start(of: clear)) }
    }

    private mutating func name(_ mood: Expression, since seconds: Double?) {
        named = mood
        namedSince = seconds
        evidence.clear()
        challenger = mood
        challengeSeconds = 0
    }

    private mutating func decide(after step: Double, at now: Double, since start: Double?) {
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
        // The face has led for at least as long as the challenge lasted.
        if challengeSeconds >= switchHoldSeconds * Double(1 + evidence.restless) { name(leader, since: start.map { min($0, now - challengeSeconds) }) }
    }
}
