import CMath

/// Second-order filter in topology-preserving form (Zavalishin, The Art of VA Filter Design; Simper 2011):
/// the same response as the RBJ biquads, and stable while its cutoff moves. Two channels at once, Double state:
/// a 20 Hz low-pass in Float would drown in its own rounding.
struct StateVariableFilter {
    struct Coefficients {
        var a1: Double
        var a2: Double
        var a3: Double
        /// 1/Q, which also scales the band-pass to 0 dB at its centre.
        var damping: Double

        /// `cutoff` in cycles per sample, under 0.5.
        @_noLocks
        init(cutoff: Double, q: Double) {
            let g = math_tan(Double.pi * cutoff)
            damping = 1 / q
            a1 = 1 / (1 + g * (g + damping))
            a2 = g * a1
            a3 = g * a2
        }
    }

    private var coefficients = Coefficients(cutoff: 0.25, q: 0.707)
    private var slopes = Coefficients(cutoff: 0.25, q: 0.707)
    private var first = SIMD2<Double>.zero
    private var second = SIMD2<Double>.zero

    enum Output { case low, band, high }

    @_noLocks
    mutating func snap(_ target: Coefficients) {
        coefficients = target
        glide(to: target)
    }

    /// Begins a control period at whose end the coefficients are `target`.
    @_noLocks
    mutating func glide(to target: Coefficients) {
        slopes.a1 = (target.a1 - coefficients.a1) * 0.0625
        slopes.a2 = (target.a2 - coefficients.a2) * 0.0625
        slopes.a3 = (target.a3 - coefficients.a3) * 0.0625
        slopes.damping = (target.damping - coefficients.damping) * 0.0625
        first = Self.flushed(first)
        second = Self.flushed(second)
    }

    /// Replaces up to 16 frames by input + mix·(filtered − input).
    @_noLocks @inline(__always)
    mutating func process(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int, phase: Int, mix: Smoothed,
        gain: Double = 1, output: Output
    ) {
        var c = coefficients
        var s1 = first
        var s2 = second
        for frame in 0..<frames {
            c.a1 += slopes.a1
            c.a2 += slopes.a2
            c.a3 += slopes.a3
            c.damping += slopes.damping
            let input = SIMD2(Double(left[frame]), Double(right[frame]))
            let v3 = input - s2
            let band = c.a1 * s1 + c.a2 * v3
            let low = s2 + c.a2 * s1 + c.a3 * v3
            s1 = 2 * band - s1
            s2 = 2 * low - s2
            let filtered =
                switch output {
                case .low: low
                case .band: c.damping * band
                case .high: input - c.damping * band - low
                }
            let mixed = input + Double(mix.at(phase + frame)) * (gain * filtered - input)
            left[frame] = Float(mixed.x)
            right[frame] = Float(mixed.y)
        }
        coefficients = c
        first = s1
        second = s2
    }

    @_noLocks
    mutating func reset() {
        first = .zero
        second = .zero
    }

    @_noLocks
    private static func flushed(_ state: SIMD2<Double>) -> SIMD2<Double> {
        SIMD2(abs(state.x) < 1e-18 ? 0 : state.x, abs(state.y) < 1e-18 ? 0 : state.y)
    }
}
