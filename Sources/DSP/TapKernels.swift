/// One stereo output frame: Σ x[k]·(low[k] + blend·(high[k] − low[k])), both channels with the same taps.
enum TapKernels {
    /// Writes four partial sums a channel to `partial` (left 0…3, right 4…7): a horizontal sum inside the loop that
    /// calls this would make the compiler split the vectors again.
    @_noLocks @inline(__always)
    static func stereo(
        _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, low: UnsafePointer<Float>,
        high: UnsafePointer<Float>, blend: Float, taps: Int, partial: UnsafeMutablePointer<Float>
    ) {
        var sumLeft = Lanes()
        var sumRight = Lanes()
        let mix = Lanes(repeating: blend)
        var tap = 0
        while tap < taps {
            var row = (low + tap).lanes
            row.mad(mix, (high + tap).lanes - row)
            sumLeft.mad(row, (left + tap).lanes)
            sumRight.mad(row, (right + tap).lanes)
            tap += 16
        }
        let leftHalf = sumLeft.lowHalf + sumLeft.highHalf
        let rightHalf = sumRight.lowHalf + sumRight.highHalf
        let raw = UnsafeMutableRawPointer(partial)
        raw.storeBytes(of: leftHalf.lowHalf + leftHalf.highHalf, as: SIMD4<Float>.self)
        raw.storeBytes(of: rightHalf.lowHalf + rightHalf.highHalf, toByteOffset: 16, as: SIMD4<Float>.self)
    }

    /// The plain version that `stereo` is tested against.
    static func reference(
        _ signal: UnsafePointer<Float>, low: UnsafePointer<Float>, high: UnsafePointer<Float>, blend: Float, taps: Int
    ) -> Double {
        var sum = 0.0
        for tap in 0..<taps {
            sum += Double(signal[tap]) * (Double(low[tap]) + Double(blend) * (Double(high[tap]) - Double(low[tap])))
        }
        return sum
    }
}
