import CMath

/// One of the two biquads of BS.1770's K-weighting, for any rate: the analogue filters that the standard's coefficients at
/// 48 kHz stand for, warped anew (De Man, Evaluation of implementations of the EBU R128 loudness measurement, 2018).
struct KWeightingStage {
    private let b0: Double
    private let b1: Double
    private let b2: Double
    private let a1: Double
    private let a2: Double
    private var first = SIMD2<Double>.zero
    private var second = SIMD2<Double>.zero

    /// Over 1.7 kHz 4 dB more: how a head of that size hears.
    static func shelf(rate: Double) -> KWeightingStage {
        let k = math_tan(Double.pi * 1681.974_450_955_533 / rate)
        let q = 0.707_175_236_955_419_6
        let high = math_pow(10, 3.999_843_853_973_347 / 20)
        let middle = math_pow(high, 0.499_666_774_154_541_6)
        let scale = 1 / (1 + k / q + k * k)
        return KWeightingStage(
            b0: (high + middle * k / q + k * k) * scale, b1: 2 * (k * k - high) * scale,
            b2: (high - middle * k / q + k * k) * scale, a1: 2 * (k * k - 1) * scale, a2: (1 - k / q + k * k) * scale)
    }

    /// Nothing under 38 Hz.
    static func highPass(rate: Double) -> KWeightingStage {
        let k = math_tan(Double.pi * 38.135_470_876_024_44 / rate)
        let q = 0.500_327_037_323_877_3
        let scale = 1 / (1 + k / q + k * k)
        return KWeightingStage(b0: 1, b1: -2, b2: 1, a1: 2 * (k * k - 1) * scale, a2: (1 - k / q + k * k) * scale)
    }

    private init(b0: Double, b1: Double, b2: Double, a1: Double, a2: Double) {
        self.b0 = b0
        self.b1 = b1
        self.b2 = b2
        self.a1 = a1
        self.a2 = a2
    }

    /// Transposed direct form 2, two channels; states under −360 dB are zero, for denormal numbers are slow.
    @_noLocks @inline(__always)
    mutating func next(_ input: SIMD2<Double>) -> SIMD2<Double> {
        let output = b0 * input + first
        first = b1 * input - a1 * output + second
        second = b2 * input - a2 * output
        if abs(second.x) + abs(second.y) < 1e-18 && abs(first.x) + abs(first.y) < 1e-18 {
            first = .zero
            second = .zero
        }
        return output
    }
}
