/// A second-order filter with fixed coefficients, sixteen frames at once, two channels, in Double.
///
/// From s' = A·s + B·x and y = C·s + D·x all sixteen outputs follow as sums: y[n] = C·Aⁿ·s + Σ h[n − k]·x[k], where h is the
/// impulse response, and the state after them as A¹⁶·s + Σ A^(15−k)·B·x[k]. So no frame depends on the one before it. The
/// sums always run over the whole control period, with zeros for frames still to come, so that the terms of an output and
/// their order do not depend on block sizes.
struct SteadyFilter: ~Copyable {
    /// A, B, C, D of one channel; matrices row by row.
    struct System {
        var a11: Double, a12: Double, a21: Double, a22: Double
        var b1: Double, b2: Double
        var c1: Double, c2: Double
        var d: Double

        @_noLocks
        init(a11: Double, a12: Double, a21: Double, a22: Double, b1: Double, b2: Double, c1: Double, c2: Double, d: Double) {
            (self.a11, self.a12, self.a21, self.a22) = (a11, a12, a21, a22)
            (self.b1, self.b2, self.c1, self.c2, self.d) = (b1, b2, c1, c2, d)
        }
    }

    /// Fifteen zeros, then h[0…15].
    private let impulse: UnsafeMutablePointer<Double>
    /// The response of the sixteen outputs to a 1 in the first state, then in the second.
    private let ringing: UnsafeMutablePointer<Double>
    /// The contribution of a 1 in each frame to the two states after the period.
    private let remainders: UnsafeMutablePointer<SIMD2<Double>>
    /// The period's frames, left and then right.
    private let inputs: UnsafeMutablePointer<Double>
    /// A¹⁶, column by column.
    private var passed1 = SIMD2<Double>.zero
    private var passed2 = SIMD2<Double>.zero

    init() {
        impulse = .zeroed(32)
        ringing = .zeroed(32)
        inputs = .zeroed(32)
        remainders = .allocate(capacity: 16)
        remainders.initialize(repeating: .zero, count: 16)
    }

    deinit {
        impulse.deallocate()
        ringing.deallocate()
        inputs.deallocate()
        remainders.deallocate()
    }

    @_noLocks
    mutating func set(_ s: System) {
        var state = SIMD2(s.b1, s.b2)
        var row = SIMD2(s.c1, s.c2)
        passed1 = SIMD2(1, 0)
        passed2 = SIMD2(0, 1)
        impulse[15] = s.d
        for frame in 0..<16 {
            remainders[15 - frame] = state
            if frame < 15 { impulse[16 + frame] = s.c1 * state.x + s.c2 * state.y }
            state = SIMD2(s.a11 * state.x + s.a12 * state.y, s.a21 * state.x + s.a22 * state.y)
            ringing[frame] = row.x
            ringing[16 + frame] = row.y
            row = SIMD2(row.x * s.a11 + row.y * s.a21, row.x * s.a12 + row.y * s.a22)
            passed1 = SIMD2(s.a11 * passed1.x + s.a12 * passed1.y, s.a21 * passed1.x + s.a22 * passed1.y)
            passed2 = SIMD2(s.a11 * passed2.x + s.a12 * passed2.y, s.a21 * passed2.x + s.a22 * passed2.y)
        }
    }

    /// Filters frames `phase`…`phase + frames − 1` of a control period in place; the buffers hold sixteen. The states are those
    /// at the period's beginning, and move on with its last frame.
    @_noLocks @inline(__always)
    func process(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int, phase: Int,
        _ stateLeft: inout SIMD2<Double>, _ stateRight: inout SIMD2<Double>
    ) {
        if frames == 16 {
            take(left, at: 0)
            take(right, at: 16)
        } else {
            for frame in phase..<16 {
                inputs[frame] = frame < phase + frames ? Double(left[frame - phase]) : 0
                inputs[16 + frame] = frame < phase + frames ? Double(right[frame - phase]) : 0
            }
        }
        var l1 = ringing.eight * stateLeft.x, r1 = ringing.eight * stateRight.x
        var l2 = (ringing + 8).eight * stateLeft.x, r2 = (ringing + 8).eight * stateRight.x
        l1.mad((ringing + 16).eight, SIMD8(repeating: stateLeft.y))
        r1.mad((ringing + 16).eight, SIMD8(repeating: stateRight.y))
        l2.mad((ringing + 24).eight, SIMD8(repeating: stateLeft.y))
        r2.mad((ringing + 24).eight, SIMD8(repeating: stateRight.y))
        var nextLeft = passed1 * stateLeft.x + passed2 * stateLeft.y
        var nextRight = passed1 * stateRight.x + passed2 * stateRight.y
        for frame in 0..<16 {
            let l = inputs[frame], r = inputs[16 &+ frame]
            // The first eight outputs know nothing of the last eight inputs.
            if frame < 8 {
                let answer = (impulse + (15 &- frame)).eight
                l1.mad(answer, SIMD8(repeating: l))
                r1.mad(answer, SIMD8(repeating: r))
            }
            let answer = (impulse + (23 &- frame)).eight
            l2.mad(answer, SIMD8(repeating: l))
            r2.mad(answer, SIMD8(repeating: r))
            nextLeft.mad(remainders[frame], SIMD2(repeating: l))
            nextRight.mad(remainders[frame], SIMD2(repeating: r))
        }
        give(l1, l2, left, frames, phase)
        give(r1, r2, right, frames, phase)
        if phase + frames == 16 {
            stateLeft = nextLeft
            stateRight = nextRight
        }
    }

    @_noLocks @inline(__always)
    private func take(_ sound: UnsafePointer<Float>, at place: Int) {
        (inputs + place).eight = SIMD8(converting: sound.lanes.lowHalf)
        (inputs + place + 8).eight = SIMD8(converting: sound.lanes.highHalf)
    }

    @_noLocks @inline(__always)
    private func give(
        _ first: SIMD8<Double>, _ second: SIMD8<Double>, _ sound: UnsafeMutablePointer<Float>, _ frames: Int, _ phase: Int
    ) {
        // + 0: an output may not become −0 by what comes after it.
        let out = Lanes(lowHalf: SIMD8(rounding: first), highHalf: SIMD8(rounding: second)) + Lanes(repeating: 0)
        if frames == 16 { return sound.store(out) }
        for frame in 0..<frames { sound[frame] = out[phase + frame] }
    }
}

extension UnsafeMutablePointer where Pointee == Double {
    static func zeroed(_ count: Int) -> UnsafeMutablePointer<Double> {
        let raw = UnsafeMutableRawPointer.allocate(byteCount: count * 8, alignment: 64)
        let pointer = raw.bindMemory(to: Double.self, capacity: count)
        pointer.initialize(repeating: 0, count: count)
        return pointer
    }

    @inline(__always)
    fileprivate var eight: SIMD8<Double> {
        @_noLocks get { UnsafeRawPointer(self).loadUnaligned(as: SIMD8<Double>.self) }
        @_noLocks nonmutating set { UnsafeMutableRawPointer(self).storeBytes(of: newValue, as: SIMD8<Double>.self) }
    }
}
