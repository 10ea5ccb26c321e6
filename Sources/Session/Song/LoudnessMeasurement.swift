import Capture
import DSP
import Glibc
import Mood

/// Renders excerpts of a song in every mood and computes the gains that make them equally loud.
struct LoudnessMeasurement {
    /// Below the limiter's −1 dBFS, because these are sample peaks and the wave between samples needs headroom.
    static let ceilingDecibels: Float = -1.2
    /// Far enough below full scale that the limiter does not act while measuring.
    private static let safeDecibels: Float = -24

    let excerpts: SongExcerpts
    let quality: StretchQuality
    let progress: (Double) -> Bool

    /// - Parameter mapping: the map and the amount in question; its own match is ignored.
    /// - Returns: nil when `progress` returned false, or the excerpts are silent.
    func match(for mapping: ParameterMapping) throws(LeitmotifError) -> LoudnessMatch? {
        var mapping = mapping
        mapping.match = LoudnessMatch()
        var moods = ExpressionWeights(), filters = ExpressionWeights(), peaks = ExpressionWeights()
        guard let piece = try measure(ChainParameters(), at: 0) else { return nil }
        for (index, expression) in Expression.allCases.enumerated() {
            var parameters = mapping.parameters(named: expression, weights: ExpressionWeights(only: expression))
            // The map's own gain is intended, and not compensated.
            parameters.gainDecibels = 0
            let filter = ChainParameters(filter: parameters.filter)
            guard let mood = try measure(parameters, at: (Double(index) + 0.3) / 5),
                let filtered = filter == ChainParameters() ? piece : try measure(filter, at: Double(index + 1) / 5)
            else { return nil }
            moods[expression] = mood.loudness
            filters[expression] = filtered.loudness
            peaks[expression] = mood.peak
        }
        return LoudnessMatch(
            piece: piece.loudness, moods: moods, filters: filters, peaks: peaks, ceiling: LoudnessMeasurement.ceilingDecibels)
    }

    private func measure(
        _ parameters: ChainParameters, at share: Double
    ) throws(LeitmotifError) -> (loudness: Float, peak: Float)? {
        try excerpts.rewind()
        var quiet = parameters
        quiet.gainDecibels = LoudnessMeasurement.safeDecibels
        var loudness = Loudness(rate: excerpts.sampleRate)
        let planes = StereoBlock(frames: OfflineRender.blockFrames)
        var render = OfflineRender(
            song: excerpts, name: "excerpts", outputRate: excerpts.sampleRate, channels: 2,
            start: Wish(parameters: quiet, quantise: .now), quality: quality,
            length: .song(longestTailSeconds: 0))
        var continues = true
        var peak: Float = 0
        _ = try render.run(changes: [], progress: { _ in
            continues = progress(share)
            return continues
        }) { (samples, frames) throws(LeitmotifError) in
            deinterleave(samples, channels: 2, frames: frames, left: planes.left, right: planes.right)
            loudness.add(left: planes.left, right: planes.right, frames: frames)
            peak = max(peak, planes.peak(frames: frames))
        }
        guard continues, let lufs = loudness.integrated, peak > 0 else { return nil }
        return (Float(lufs) - LoudnessMeasurement.safeDecibels, 20 * log10f(peak) - LoudnessMeasurement.safeDecibels)
    }
}
