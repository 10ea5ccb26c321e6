/// What is added to the level of each mood so that a piece stays as loud as it changes, in dB.
public struct LoudnessMatch: Equatable, Sendable {
    /// Limit of every gain, up or down.
    public static let mostDecibels: Float = 12

    /// For the whole mood.
    public var gains: ExpressionWeights
    /// The share of it that makes up for the filter, which acts at once while key, tempo and effect wait for their beat.
    public var filterGains: ExpressionWeights

    /// Gains as given, by default none.
    public init(gains: ExpressionWeights = ExpressionWeights(), filterGains: ExpressionWeights = ExpressionWeights()) {
        self.gains = gains
        self.filterGains = filterGains
    }

    /// From what was measured.
    ///
    /// All moods are brought to the loudness of the piece itself, or as far below it as the one with the highest peaks needs
    /// to stay under `ceiling` and the quietest needs to be reached by `mostDecibels`, but by no more than 6 dB.
    /// - Parameters:
    ///   - piece, moods, filters: loudness in LUFS of the piece alone, in each mood, and through each mood's filter alone.
    ///   - peaks: largest sample of each mood, in dB of full scale.
    public init(piece: Float, moods: ExpressionWeights, filters: ExpressionWeights, peaks: ExpressionWeights, ceiling: Float) {
        self.init()
        var target = piece
        for expression in Expression.allCases {
            target = min(target, moods[expression] + min(ceiling - peaks[expression], LoudnessMatch.mostDecibels))
        }
        // What is left of a stray peak is the limiter's business.
        target = max(target, piece - 6)
        for expression in Expression.allCases {
            gains[expression] = LoudnessMatch.capped(target - moods[expression])
            filterGains[expression] = LoudnessMatch.capped(target - filters[expression])
        }
    }

    private static func capped(_ decibels: Float) -> Float { min(max(decibels, -mostDecibels), mostDecibels) }

    /// Moved towards `target`, no gain by more than `step` dB.
    public func moved(towards target: LoudnessMatch, step: Float) -> LoudnessMatch {
        var result = self
        for expression in Expression.allCases {
            result.gains[expression] += min(max(target.gains[expression] - gains[expression], -step), step)
            result.filterGains[expression] += min(max(target.filterGains[expression] - filterGains[expression], -step), step)
        }
        return result
    }
}
