/// Stereo output frames: Σ x[k]·row[k], both channels with the same taps.
enum TapKernels {
    /// Frames that `reduced` completes at once.
    @inline(__always)
    static var group: Int { @_noLocks get { 8 } }

    /// Leaves sixteen partial sums of the left channel at `sums` and of the right at `sums` + 16·`group`: a horizontal sum
    /// inside the calling loop would make the compiler split the vectors.
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

    /// The same with taps that are cubics of `blend`; `cubic`: sixteen constant terms, sixteen linear, square and cubic ones, then
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

    /// Sixteen times sixteen partial sums into sixteen sums, in place: lane i is the sum of `sums`[16i…16i + 15], that is
    /// eight frames of the left channel and then eight of the right.
    ///
    /// First within quarters of a vector, where a shuffle is one instruction, then across quarters. Through memory, in functions of
    /// their own: the compiler would merge a deeper tree of shuffles into ever more of them.
    @_noLocks @inline(__always)
    static func reduced(_ sums: UnsafeMutablePointer<Float>) -> Lanes {
        sumWithinQuarters(sums)
        sumQuarters(sums)
        return sums.lanes
    }

    /// Sixteen vectors into four: quarter q of vector v holds the sums of quarters q of the vectors 4v…4v + 3.
    @_noLocks @inline(never)
    private static func sumWithinQuarters(_ sums: UnsafeMutablePointer<Float>) {
        for four in 0..<4 {
            let first = sums + 64 &* four
            let ofTwo = pairSumsByQuarter(first.lanes, (first + 16).lanes)
            (sums + 16 &* four).store(pairSumsByQuarter(ofTwo, pairSumsByQuarter((first + 32).lanes, (first + 48).lanes)))
        }
    }

    @_noLocks @inline(never)
    private static func sumQuarters(_ sums: UnsafeMutablePointer<Float>) {
        let ofTwo = quarterSums(sums.lanes, (sums + 16).lanes)
        sums.store(quarterSums(ofTwo, quarterSums((sums + 32).lanes, (sums + 48).lanes)))
    }

    /// Sums of neighbours: (a0 + a1, a2 + a3, b0 + b1, b2 + b3), and so on for the other quarters of both. Shuffled as
    /// integers: with floats the compiler splits it even here.
    @_noLocks @inline(__always)
    private static func pairSumsByQuarter(_ a: Lanes, _ b: Lanes) -> Lanes {
        let (x, y) = (a.bits, b.bits)
        let even = SIMD16<UInt32>(
            x[0], x[2], y[0], y[2], x[4], x[6], y[4], y[6], x[8], x[10], y[8], y[10], x[12], x[14], y[12], y[14])
        let odd = SIMD16<UInt32>(
            x[1], x[3], y[1], y[3], x[5], x[7], y[5], y[7], x[9], x[11], y[9], y[11], x[13], x[15], y[13], y[15])
        return Lanes(bits: even) + Lanes(bits: odd)
    }

    /// Sums of neighbouring quarters: a's first and second, its third and fourth, then b's.
    @_noLocks @inline(__always)
    private static func quarterSums(_ a: Lanes, _ b: Lanes) -> Lanes {
        let (x, y) = (a.bits, b.bits)
        let even = SIMD16<UInt32>(
            x[0], x[1], x[2], x[3], x[8], x[9], x[10], x[11], y[0], y[1], y[2], y[3], y[8], y[9], y[10], y[11])
        let odd = SIMD16<UInt32>(
            x[4], x[5], x[6], x[7], x[12], x[13], x[14], x[15], y[4], y[5], y[6], y[7], y[12], y[13], y[14], y[15])
        return Lanes(bits: even) + Lanes(bits: odd)
    }

    /// Scalar references, which the others are tested against.
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
