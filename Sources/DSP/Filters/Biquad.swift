import CMath

/// A second-order filter by Robert Bristow-Johnson's cookbook, stereo, with fixed coefficients.
/// To sweep a filter use `SweptFilter`.
public struct Biquad: BitwiseCopyable, Sendable {
    private var section: SecondOrderSection

    /// `kind` .none passes the sound untouched. Cutoff and rate in Hz; the cutoff is kept within 1 Hz…0.49 of the rate,
    /// q within 0.1…20.
    public init(kind: FilterKind, cutoffHertz: Double, q: Double, rate: Double) {
        let safeRate = clamped(rate, 100, 1_000_000, or: 44_100)
        let turn = 2 * Double.pi * clamped(cutoffHertz, 1, 0.49 * safeRate, or: 1000) / safeRate
        let alpha = math_sin(turn) / (2 * clamped(q, 0.1, 20, or: 0.707))
        let scale = 1 / (1 + alpha)
        // 1 − cos by the half-angle formula: the plain difference loses eight digits at 20 Hz.
        let half = math_sin(turn / 2)
        let low = half * half * scale
        let high = (1 - half * half) * scale
        let a1 = -2 * math_cos(turn) * scale
        let a2 = (1 - alpha) * scale
        section =
            switch kind {
            case .none: SecondOrderSection(b0: 1, b1: 0, b2: 0, a1: 0, a2: 0)
            case .lowPass: SecondOrderSection(b0: low, b1: 2 * low, b2: low, a1: a1, a2: a2)
            case .highPass: SecondOrderSection(b0: high, b1: -2 * high, b2: high, a1: a1, a2: a2)
            }
    }

    /// Filters in place.
    @_noLocks
    public mutating func process(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int) {
        var section = section
        for frame in 0..<frames {
            let output = section.next(SIMD2(Double(left[frame]), Double(right[frame])))
            left[frame] = Float(output.x)
            right[frame] = Float(output.y)
        }
        self.section = section
    }

    /// Clears the state.
    @_noLocks
    public mutating func reset() { section.reset() }
}
