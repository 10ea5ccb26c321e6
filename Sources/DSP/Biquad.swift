import CMath

/// A second-order filter by Robert Bristow-Johnson's cookbook, stereo, for what does not move. Both state and arithmetic are
/// Double: in Float a low-pass at 20 Hz errs by 0.07 dB. For a filter that is swept take `SweptFilter`.
public struct Biquad: BitwiseCopyable, Sendable {
    private let b0: Double
    private let b1: Double
    private let b2: Double
    private let a1: Double
    private let a2: Double
    private var first = SIMD2<Double>.zero
    private var second = SIMD2<Double>.zero

    /// `kind` .none passes the sound untouched. Cutoff and rate in Hz; the cutoff is kept within 1 Hz…0.49 of the rate,
    /// q within 0.1…20.
    public init(kind: FilterKind, cutoffHertz: Double, q: Double, rate: Double) {
        let safeRate = tamed(rate, 100, 1_000_000, or: 44_100)
        let turn = 2 * Double.pi * tamed(cutoffHertz, 1, 0.49 * safeRate, or: 1000) / safeRate
        let alpha = math_sin(turn) / (2 * tamed(q, 0.1, 20, or: 0.707))
        let scale = 1 / (1 + alpha)
        // 1 − cos by the half angle: the plain difference loses eight digits at 20 Hz.
        let half = math_sin(turn / 2)
        let low = half * half * scale
        let high = (1 - half * half) * scale
        switch kind {
        case .none: (b0, b1, b2) = (1, 0, 0)
        case .lowPass: (b0, b1, b2) = (low, 2 * low, low)
        case .highPass: (b0, b1, b2) = (high, -2 * high, high)
        }
        a1 = kind.isLowPass || kind.isHighPass ? -2 * math_cos(turn) * scale : 0
        a2 = kind.isLowPass || kind.isHighPass ? (1 - alpha) * scale : 0
    }

    /// Filters in place.
    @_noLocks
    public mutating func process(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int) {
        var s1 = first
        var s2 = second
        for frame in 0..<frames {
            let input = SIMD2(Double(left[frame]), Double(right[frame]))
            let output = b0 * input + s1
            s1 = b1 * input - a1 * output + s2
            s2 = b2 * input - a2 * output
            // Denormal numbers are slow: states under −360 dB are zero.
            if abs(s1.x) + abs(s1.y) < 1e-18 && abs(s2.x) + abs(s2.y) < 1e-18 {
                s1 = .zero
                s2 = .zero
            }
            left[frame] = Float(output.x)
            right[frame] = Float(output.y)
        }
        first = s1
        second = s2
    }

    @_noLocks
    public mutating func reset() {
        first = .zero
        second = .zero
    }
}
