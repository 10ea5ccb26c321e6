import CMath

/// Second-order filter in topology-preserving form (Zavalishin, The Art of VA Filter Design; Simper 2011):
/// the response of the RBJ biquads, stable while its cutoff is modulated. Two channels at once, Double state: in Float a
/// 20 Hz low-pass would drown in rounding noise.
///
/// Both integrators are stepped at once by the matrix of their equations, so that a frame depends on two multiply-adds of
/// the frame before it instead of six operations; the outputs are means of old and new states.
struct StateVariableFilter: ~Copyable {
    struct Coefficients {
        /// New first state from the old first and second; new second from the old first and second. The input enters
        /// the first by −`firstFromSecond`, the second by 1 − `secondFromSecond`.
        var firstFromFirst: Double
        var firstFromSecond: Double
        var secondFromSecond: Double
        /// 1/Q, which also scales the band-pass to 0 dB at its centre.
        var damping: Double

        /// `cutoff` in cycles per sample, under 0.5.
        @_noLocks
        init(cutoff: Double, q: Double) {
            let g = math_tan(Double.pi * cutoff)
            damping = 1 / q
            let a1 = 1 / (1 + g * (g + damping))
            firstFromFirst = 2 * a1 - 1
            firstFromSecond = -2 * g * a1
            secondFromSecond = 1 - 2 * g * g * a1
        }
    }

    private var coefficients = Coefficients(cutoff: 0.25, q: 0.707)
    private var slopes = Coefficients(cutoff: 0.25, q: 0.707)
    private var isMoving = false
    /// For periods without change: made on demand, for one mix of filter and input.
    private var steady = SteadyFilter()
    private var steadyMix: Float = -1
    /// Decided where a control period begins: until the next one nothing moves, even if a new target came.
    private var isSteady = false
    private var first = SIMD2<Double>.zero
    private var second = SIMD2<Double>.zero

    enum Output { case low, band, high }

    @_noLocks
    mutating func snap(_ target: Coefficients) {
        coefficients = target
        steadyMix = -1
        isSteady = false
        settle()
    }

    /// Begins a control period at whose end the coefficients reach `target`.
    @_noLocks
    mutating func glide(to target: Coefficients) {
        slopes.firstFromFirst = (target.firstFromFirst - coefficients.firstFromFirst) * 0.0625
        slopes.firstFromSecond = (target.firstFromSecond - coefficients.firstFromSecond) * 0.0625
        slopes.secondFromSecond = (target.secondFromSecond - coefficients.secondFromSecond) * 0.0625
        slopes.damping = (target.damping - coefficients.damping) * 0.0625
        isMoving = true
        steadyMix = -1
        flush()
    }

    /// Begins a control period in which the coefficients stay.
    @_noLocks
    mutating func settle() {
        isMoving = false
        flush()
    }

    /// Replaces up to 16 frames by input + mix·(gain·filtered − input); the buffers hold sixteen.
    @_noLocks @inline(__always)
    mutating func process(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int, phase: Int, mix: Smoothed,
        gain: Double = 1, output: Output
    ) {
        if phase == 0 { isSteady = !isMoving && mix.isSettled }
        if isSteady {
            if steadyMix != mix.value { prepare(mix.value, gain, output) }
            var stateLeft = SIMD2(first.x, second.x)
            var stateRight = SIMD2(first.y, second.y)
            steady.process(left, right, frames: frames, phase: phase, &stateLeft, &stateRight)
            first = SIMD2(stateLeft.x, stateRight.x)
            second = SIMD2(stateLeft.y, stateRight.y)
            return
        }
        var s1 = first
        var s2 = second
        var c = coefficients
        for frame in 0..<frames {
            if isMoving {
                c.firstFromFirst += slopes.firstFromFirst
                c.firstFromSecond += slopes.firstFromSecond
                c.secondFromSecond += slopes.secondFromSecond
                c.damping += slopes.damping
            }
            Self.step(left + frame, right + frame, c, mix: Double(mix.at(phase + frame)), gain, output, &s1, &s2)
        }
        coefficients = c
        first = s1
        second = s2
    }

    @_noLocks
    private mutating func prepare(_ mix: Float, _ gain: Double, _ output: Output) {
        let c = coefficients
        let band = SIMD3(1 + c.firstFromFirst, c.firstFromSecond, -c.firstFromSecond) * (0.5 * c.damping)
        let low = SIMD3(-c.firstFromSecond, 1 + c.secondFromSecond, 1 - c.secondFromSecond) * 0.5
        var filtered =
            switch output {
            case .low: low
            case .band: band
            case .high: SIMD3(0, 0, 1) - band - low
            }
        filtered *= Double(mix) * gain
        steady.set(
            SteadyFilter.System(
                a11: c.firstFromFirst, a12: c.firstFromSecond, a21: -c.firstFromSecond, a22: c.secondFromSecond,
                b1: -c.firstFromSecond, b2: 1 - c.secondFromSecond, c1: filtered.x, c2: filtered.y,
                d: filtered.z + 1 - Double(mix)))
        steadyMix = mix
    }

    @_noLocks @inline(__always)
    private static func step(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ c: Coefficients, mix: Double,
        _ gain: Double, _ output: Output, _ s1: inout SIMD2<Double>, _ s2: inout SIMD2<Double>
    ) {
        let input = SIMD2(Double(left[0]), Double(right[0]))
        let cross = SIMD2(repeating: c.firstFromSecond)
        var next1 = -cross * input
        next1.mad(cross, s2)
        next1.mad(SIMD2(repeating: c.firstFromFirst), s1)
        var next2 = SIMD2(repeating: 1 - c.secondFromSecond) * input
        next2.mad(SIMD2(repeating: c.secondFromSecond), s2)
        next2.mad(-cross, s1)
        let band = 0.5 * (s1 + next1)
        let low = 0.5 * (s2 + next2)
        s1 = next1
        s2 = next2
        let filtered =
            switch output {
            case .low: low
            case .band: c.damping * band
            case .high: input - c.damping * band - low
            }
        let mixed = input + mix * (gain * filtered - input)
        left[0] = Float(mixed.x)
        right[0] = Float(mixed.y)
    }

    @_noLocks
    mutating func reset() {
        first = .zero
        second = .zero
    }

    /// Flushes denormals: states below −360 dB become zero.
    @_noLocks
    private mutating func flush() {
        first = SIMD2(abs(first.x) < 1e-18 ? 0 : first.x, abs(first.y) < 1e-18 ? 0 : first.y)
        second = SIMD2(abs(second.x) < 1e-18 ? 0 : second.x, abs(second.y) < 1e-18 ? 0 : second.y)
    }
}
