/// Sums of products of a template against a signal at neighbouring lags, both channels together:
/// out[k] = Σ_i left[i]·signalLeft[i + k] + right[i]·signalRight[i + k].
/// Lanes are lags, so there are no horizontal sums.
enum CorrelationKernels {
    /// 64 lags, over every `step`th of `count` frames of the template. `signal…` must be readable for count + 64 frames.
    @_noLocks
    static func sixtyFourLags(
        _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ signalLeft: UnsafePointer<Float>,
        _ signalRight: UnsafePointer<Float>, count: Int, every step: Int, into out: UnsafeMutablePointer<Float>
    ) {
        var sum0 = Lanes()
        var sum1 = Lanes()
        var sum2 = Lanes()
        var sum3 = Lanes()
        for index in stride(from: 0, to: count, by: step) {
            let a = Lanes(repeating: left[index])
            let x = signalLeft + index
            sum0.mad(a, x.lanes)
            sum1.mad(a, (x + 16).lanes)
            sum2.mad(a, (x + 32).lanes)
            sum3.mad(a, (x + 48).lanes)
        }
        for index in stride(from: 0, to: count, by: step) {
            let a = Lanes(repeating: right[index])
            let x = signalRight + index
            sum0.mad(a, x.lanes)
            sum1.mad(a, (x + 16).lanes)
            sum2.mad(a, (x + 32).lanes)
            sum3.mad(a, (x + 48).lanes)
        }
        out.store(sum0)
        (out + 16).store(sum1)
        (out + 32).store(sum2)
        (out + 48).store(sum3)
    }

    /// 16 lags, and the signal's energy under each: energy[k] = Σ_i signal[i + k]².
    @_noLocks
    static func sixteenLags(
        _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ signalLeft: UnsafePointer<Float>,
        _ signalRight: UnsafePointer<Float>, count: Int, into out: UnsafeMutablePointer<Float>,
        energy: UnsafeMutablePointer<Float>
    ) {
        var sumLeft = Lanes()
        var sumRight = Lanes()
        var energyLeft = Lanes()
        var energyRight = Lanes()
        for index in 0..<count {
            let xLeft = (signalLeft + index).lanes
            let xRight = (signalRight + index).lanes
            sumLeft.mad(Lanes(repeating: left[index]), xLeft)
            sumRight.mad(Lanes(repeating: right[index]), xRight)
            energyLeft.mad(xLeft, xLeft)
            energyRight.mad(xRight, xRight)
        }
        out.store(sumLeft + sumRight)
        energy.store(energyLeft + energyRight)
    }

    /// The energy of `count` frames of both channels from every lag on: the first one summed, the others from one to the next.
    @_noLocks
    static func energies(
        _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, count: Int, lags: Int,
        into out: UnsafeMutablePointer<Float>
    ) {
        var sums = SIMD8<Double>()
        var index = 0
        while index + 8 <= count {
            let a = SIMD8<Double>(converting: UnsafeRawPointer(left + index).loadUnaligned(as: SIMD8<Float>.self))
            let b = SIMD8<Double>(converting: UnsafeRawPointer(right + index).loadUnaligned(as: SIMD8<Float>.self))
            sums += a * a + b * b
            index += 8
        }
        let four = sums.lowHalf + sums.highHalf
        var energy = (four.x + four.z) + (four.y + four.w)
        while index < count {
            energy += Double(left[index] * left[index] + right[index] * right[index])
            index += 1
        }
        for lag in 0..<lags {
            out[lag] = Float(max(0, energy))
            let come = left[lag + count] * left[lag + count] + right[lag + count] * right[lag + count]
            energy += Double(come) - Double(left[lag] * left[lag] + right[lag] * right[lag])
        }
    }

    /// The scalar reference that the others are tested against.
    static func reference(
        _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ signalLeft: UnsafePointer<Float>,
        _ signalRight: UnsafePointer<Float>, count: Int, every step: Int = 1, lag: Int
    ) -> Double {
        var sum = 0.0
        for index in stride(from: 0, to: count, by: step) {
            sum += Double(left[index]) * Double(signalLeft[index + lag])
            sum += Double(right[index]) * Double(signalRight[index + lag])
        }
        return sum
    }
}
