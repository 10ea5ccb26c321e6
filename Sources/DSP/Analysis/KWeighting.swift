import CMath

/// The two sections of BS.1770's K-weighting for any rate: the analogue prototypes behind the standard's coefficients at 48 kHz,
/// transformed again for the rate at hand (De Man 2018, "Evaluation of implementations of the EBU R128 loudness measurement").
struct KWeighting {
    private var shelf: SecondOrderSection
    private var highPass: SecondOrderSection

    init(rate: Double) {
        shelf = Self.shelf(rate: rate)
        highPass = Self.highPass(rate: rate)
    }

    @_noLocks @inline(__always)
    mutating func next(_ input: SIMD2<Double>) -> SIMD2<Double> { highPass.next(shelf.next(input)) }

    /// High shelf, +4 dB above 1.7 kHz: the effect of the head.
    private static func shelf(rate: Double) -> SecondOrderSection {
        let k = math_tan(Double.pi * 1681.974_450_955_533 / rate)
        let q = 0.707_175_236_955_419_6
        let high = math_pow(10, 3.999_843_853_973_347 / 20)
        let middle = math_pow(high, 0.499_666_774_154_541_6)
        let scale = 1 / (1 + k / q + k * k)
        return SecondOrderSection(
            b0: (high + middle * k / q + k * k) * scale, b1: 2 * (k * k - high) * scale,
            b2: (high - middle * k / q + k * k) * scale, a1: 2 * (k * k - 1) * scale, a2: (1 - k / q + k * k) * scale)
    }

    /// High-pass at 38 Hz.
    private static func highPass(rate: Double) -> SecondOrderSection {
        let k = math_tan(Double.pi * 38.135_470_876_024_44 / rate)
        let q = 0.500_327_037_323_877_3
        let scale = 1 / (1 + k / q + k * k)
        return SecondOrderSection(b0: 1, b1: -2, b2: 1, a1: 2 * (k * k - 1) * scale, a2: (1 - k / q + k * k) * scale)
    }
}
