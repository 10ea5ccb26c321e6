/// Prefix sums of a row, 32 numbers at a time, modulo 2¹⁶.
struct RunningSums {
    /// The sum so far, in every lane: added last, so that consecutive steps depend on each other by a single addition.
    private var before = SIMD32<UInt16>()

    /// - Parameter numbers: at most 8191 each.
    @inline(__always)
    mutating func after(_ numbers: SIMD32<UInt16>) -> SIMD32<UInt16> {
        // By shifts within 64 bits, then across them in three steps of doubling distance.
        var sums = unsafeBitCast(numbers, to: SIMD8<UInt64>.self)
        sums = sums &+ sums &<< SIMD8(repeating: 16)
        sums = sums &+ sums &<< SIMD8(repeating: 32)
        let fours = sums &>> SIMD8(repeating: 48)
        var t = fours
        t = t &+ SIMD8(0, t[0], t[1], t[2], t[3], t[4], t[5], t[6])
        t = t &+ SIMD8(0, 0, t[0], t[1], t[2], t[3], t[4], t[5])
        t = t &+ SIMD8(0, 0, 0, 0, t[0], t[1], t[2], t[3])
        let all = unsafeBitCast(sums, to: SIMD32<UInt16>.self) &+ Self.fourTimes(t &- fours) &+ before
        before = before &+ Self.fourTimes(SIMD8(repeating: t[7]))
        return all
    }

    /// Each number, below 2¹⁶, repeated in all four 16-bit lanes of its 64 bits.
    @inline(__always)
    private static func fourTimes(_ numbers: SIMD8<UInt64>) -> SIMD32<UInt16> {
        let twice = numbers | numbers &<< SIMD8(repeating: 16)
        return unsafeBitCast(twice | twice &<< SIMD8(repeating: 32), to: SIMD32<UInt16>.self)
    }
}

/// Prefix sums of the squares of a row's pixels, eight at a time.
struct RunningSquares {
    private var before = SIMD8<Int32>()

    @inline(__always)
    mutating func after(_ pixels: UnsafePointer<UInt8>) -> SIMD8<Int32> {
        let values = SIMD8<Int32>(truncatingIfNeeded: SIMD8<UInt8>(pixels, 0))
        var x = values &* values
        x = x &+ SIMD8(0, x[0], 0, x[2], 0, x[4], 0, x[6])
        x = x &+ SIMD8(0, 0, x[1], x[1], 0, 0, x[5], x[5])
        x = x &+ SIMD8(0, 0, 0, 0, x[3], x[3], x[3], x[3])
        let all = x &+ before
        before = before &+ SIMD8(repeating: x[7])
        return all
    }
}
