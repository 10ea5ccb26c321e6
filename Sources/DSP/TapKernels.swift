/// Stereo output frames: Σ x[k]·row[k], both channels with the same taps.
enum TapKernels {
    /// How many frames `reduced` finishes at once.
    @inline(__always)
    static var group: Int { @_noLocks get { 8 } }

    /// Leaves sixteen partial sums of the left channel at `sums` and of the right at `sums` + 16·`group`: a horizontal sum
    /// inside the loop that calls this would make the compiler split the vectors again.
    @_noLocks @inline(__always)
    static func stereo(
        _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, row: UnsafePointer<Float>, taps: Int,
        sums: UnsafeMutablePointer<Float>
    ) {
        var sumLeft = Lanes()
        var sumRight = Lanes()
        var tap = 0
        while tap < taps {
            let weights = (row + tap).lanes
            sumLeft.mad(weights, (left + tap).lanes)
            sumRight.mad(weights, (right + tap).lanes)
            tap &+= 16
        }
        sums.store(sumLeft)
        (sums + 16 &* group).store(sumRight)
    }

    /// The same for taps that are cubics of `blend`; `cubic`: sixteen constant terms, sixteen linear, square and cubic ones, then
    /// those of the next sixteen taps.
    @_noLocks @inline(__always)
    static func stereo(
        _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, cubic: UnsafePointer<Float>, blend: Float, taps: Int,
        sums: UnsafeMutablePointer<Float>
    ) {
        var sumLeft = Lanes()
        var sumRight = Lanes()
        let x = Lanes(repeating: blend)
        var tap = 0
        while tap < taps {
            let terms = cubic + 4 &* tap
            var high = (terms + 32).lanes
            high.mad(x, (terms + 48).lanes)
            var low = (terms + 16).lanes
            low.mad(x, high)
            var row = terms.lanes
            row.mad(x, low)
            sumLeft.mad(row, (left + tap).lanes)
            sumRight.mad(row, (right + tap).lanes)
            tap &+= 16
        }
        sums.store(sumLeft)
        (sums + 16 &* group).store(sumRight)
    }

    /// Sixteen times sixteen partial sums into sixteen sums: lane i is the sum of `sums`[16i…16i + 15], that is
    /// eight frames of the left channel and then eight of the right.
    @_noLocks @inline(__always)
    static func reduced(_ sums: UnsafePointer<Float>) -> Lanes {
        let a = quarter(sums)
        let b = quarter(sums + 64)
        let c = quarter(sums + 128)
        let d = quarter(sums + 192)
        return Lanes.pairSums(Lanes.pairSums(a, b), Lanes.pairSums(c, d))
    }

    @_noLocks @inline(__always)
    private static func quarter(_ sums: UnsafePointer<Float>) -> Lanes {
        Lanes.pairSums(Lanes.pairSums(sums.lanes, (sums + 16).lanes), Lanes.pairSums((sums + 32).lanes, (sums + 48).lanes))
    }

    /// The plain versions that the others are tested against.
    static func reference(_ signal: UnsafePointer<Float>, row: UnsafePointer<Float>, taps: Int) -> Double {
        (0..<taps).reduce(0) { $0 + Double(signal[$1]) * Double(row[$1]) }
    }

    static func reference(_ signal: UnsafePointer<Float>, cubic: UnsafePointer<Float>, blend: Float, taps: Int) -> Double {
        let x = Double(blend)
        var sum = 0.0
        for tap in 0..<taps {
            let terms = cubic + (tap / 16 * 64 + tap % 16)
            let high = Double(terms[32]) + x * Double(terms[48])
            sum += Double(signal[tap]) * (Double(terms[0]) + x * (Double(terms[16]) + x * high))
        }
        return sum
    }
}
