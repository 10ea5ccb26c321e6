import CMath

/// One hypothesis for the beat of a piece, with the evidence for and against it.
struct TempoHypothesis {
    /// Beats per minute.
    static let slowest = 42.0
    static let fastest = 215.0
    let track: BeatTrack
    let features: [Float]

    /// Weight of each feature, fitted (softmax over the hypotheses of a piece) to 249 pieces of known tempo in two dozen styles, from
    /// hymns and waltzes to swing, reggae and drum and bass. A tempo near 120, repetition after one and three beats, low beats in
    /// pairs and even beats support a hypothesis; onsets on its thirds and quarters contradict it.
    private static let weights: [Float] = [
        -2.02, -2.49, 4.58, 1.15, 5.59, 2.27, 1.08, -5.64, 2.50, -2.34, 1.11, 1.04, -0.18, -1.72, -15.11,
    ]

    /// Every period at which the strengths repeat, with its multiples and fractions.
    static func all(_ strengths: BeatStrengths) -> [TempoHypothesis] {
        let rate = strengths.rate
        let longest = Int(6.2 * rate)
        guard strengths.count > longest * 3 / 4 else { return [] }
        let all = BeatStrengths.autocorrelation(strengths.all, lags: longest)
        let low = BeatStrengths.autocorrelation(strengths.low, lags: longest)
        let shortest = 60 * rate / fastest, slow = 60 * rate / slowest
        var periods: [Double] = []
        func add(_ period: Double) {
            guard period >= shortest, period <= slow, !periods.contains(where: { abs($0 / period - 1) < 0.03 }) else { return }
            periods.append(period)
        }
        var peaks: [(lag: Double, height: Float)] = []
        for lag in Int(shortest * 0.9)...Int(slow * 1.1) where all[lag] > all[lag - 1] && all[lag] >= all[lag + 1] {
            let bend = all[lag - 1] - 2 * all[lag] + all[lag + 1]
            peaks.append((Double(lag) + (bend < -1e-9 ? Double(0.5 * (all[lag - 1] - all[lag + 1]) / bend) : 0), all[lag]))
        }
        peaks.sort { $0.height > $1.height }
        for peak in peaks.prefix(6) { add(peak.lag) }
        for peak in peaks.prefix(3) {
            for factor in [0.5, 2, 1.5, 2.0 / 3, 3, 1.0 / 3, 4, 0.25] { add(peak.lag * factor) }
        }
        return periods.map { TempoHypothesis(strengths, period: $0, all, low) }
    }

    private init(_ strengths: BeatStrengths, period: Double, _ all: [Float], _ low: [Float]) {
        track = BeatTrack(strengths, period: period)
        let period = track.period, beats = track.beats
        func at(_ x: [Float], _ factor: Double) -> Float {
            let lag = Int(period * factor + 0.5)
            var best: Float = -1
            for index in max(0, lag - 2)...max(0, lag + 2) where index < x.count { best = max(best, x[index]) }
            return best
        }
        func mean(_ x: [Float], offset: Double, every: Int = 1, from: Int = 0) -> Float {
            var sum: Float = 0, count: Float = 1e-6
            for index in Swift.stride(from: from, to: beats.count, by: every) {
                sum += strengths.peak(x, at: beats[index] + offset * period)
                count += 1
            }
            return sum / count
        }
        /// Beats in turn as `group` classes: mean strength of the weakest class over that of the strongest.
        func evenness(_ x: [Float], _ group: Int) -> Float {
            let classes = (0..<group).map { mean(x, offset: 0, every: group, from: $0) + 0.05 }
            return classes.reduce(classes[0], min) / classes.reduce(classes[0], max)
        }
        let octaves = Float(math_log2(period / (0.5 * strengths.rate)))
        let on = mean(strengths.all, offset: 0) + 0.05, onLow = mean(strengths.low, offset: 0) + 0.05
        features = [
            octaves, octaves * octaves, at(all, 1), at(all, 2), at(all, 3), at(all, 4), at(low, 2), at(all, 1.0 / 3),
            Float(math_log(Double(on))), mean(strengths.low, offset: 0.5) / onLow, evenness(strengths.all, 2),
            evenness(strengths.low, 2), evenness(strengths.low, 3),
            0.5 * (mean(strengths.all, offset: 1.0 / 3) + mean(strengths.all, offset: 2.0 / 3)) / on,
            0.5 * (mean(strengths.all, offset: 0.25) + mean(strengths.all, offset: 0.75)) / on,
        ]
    }

    /// Larger for the likelier beat; only differences are meaningful.
    var score: Float {
        var sum: Float = 0
        for index in features.indices { sum += TempoHypothesis.weights[index] * features[index] }
        return sum
    }

    /// How regularly the piece repeats at this beat and how far its beats stand out: 0 for noise, speech and pads … 1 for drums.
    var confidence: Float {
        let repeats = (features[2] + features[3] + features[4] + features[5]) / 4
        // Pads and vibrato repeat too, but are nearly as strong between beats as on them.
        let isStill = min(features[13], features[14]) < 0.15
        let standsOut = min(max((features[8] - (isStill ? 0.9 : 1.15)) / 0.25, 0), 1)
        return min(max(repeats / 0.4, 0), 1) * standsOut
    }
}
