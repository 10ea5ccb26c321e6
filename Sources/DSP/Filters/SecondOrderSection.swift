/// One second-order section, two channels, transposed direct form 2. State and arithmetic are Double: in Float a low-pass at
/// 20 Hz is off by 0.07 dB. `Biquad` and `KWeighting` compute its coefficients.
struct SecondOrderSection: BitwiseCopyable, Sendable {
    /// y = (b0 + b1·z⁻¹ + b2·z⁻²) / (1 + a1·z⁻¹ + a2·z⁻²) · x
    private let b0: Double
    private let b1: Double
    private let b2: Double
    private let a1: Double
    private let a2: Double
    private var first = SIMD2<Double>.zero
    private var second = SIMD2<Double>.zero

    init(b0: Double, b1: Double, b2: Double, a1: Double, a2: Double) {
        self.b0 = b0
        self.b1 = b1
        self.b2 = b2
        self.a1 = a1
        self.a2 = a2
    }

    /// One frame. States below −360 dB become zero, since denormals are slow.
    @_noLocks @inline(__always)
    mutating func next(_ input: SIMD2<Double>) -> SIMD2<Double> {
        let output = b0 * input + first
        first = b1 * input - a1 * output + second
        second = b2 * input - a2 * output
        if abs(first.x) + abs(first.y) < 1e-18 && abs(second.x) + abs(second.y) < 1e-18 { reset() }
        return output
    }

    @_noLocks @inline(__always)
    mutating func reset() {
        first = .zero
        second = .zero
    }
}
