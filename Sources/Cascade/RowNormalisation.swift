/// 1 / √(area · Σx² − (Σx)²) over each window of a row without its border, or 0 where it is too flat to be looked at: the same
/// numbers as `PlacedCascade.normalisation`, eight at a time.
///
/// The reciprocal root is found by Newton's iteration in Double, within a few units of its last place. Rounded to Float that gives
/// what the exact operations give unless a tie of the rounding lies within reach; a row where one does is done again window by
/// window.
struct RowNormalisation {
    private let cascade: PlacedCascade
    /// The largest number that still passes OpenCV's second test, area · number < 0.1.
    private let limit: Float
    /// Sums of squares stay below 2³¹, where the conversion from Int32 is right.
    private let fits: Bool

    init(_ cascade: PlacedCascade) {
        self.cascade = cascade
        var limit = Float(0.1 / cascade.innerArea).nextUp
        while cascade.innerArea * Double(limit) >= 0.1 { limit = limit.nextDown }
        self.limit = limit
        fits = cascade.innerArea * 65025 < 0x1p31
    }

    /// Writes `columns` numbers and zeros up to the next multiple of 64.
    func row(
        _ sums: UnsafePointer<Int32>, _ squares: UnsafePointer<Int32>, columns: Int, into output: UnsafeMutablePointer<Float>
    ) {
        if !fits || !vectors(sums, squares, columns, output) {
            for column in 0..<columns { output[column] = cascade.normalisation(sums + column, squares + column) }
        }
        var column = columns
        while column & 63 != 0 {
            output[column] = 0
            column += 1
        }
    }

    /// False when a number could be rounded the other way. Reads and writes whole vectors, up to 7 windows too many.
    private func vectors(
        _ sums: UnsafePointer<Int32>, _ squares: UnsafePointer<Int32>, _ columns: Int, _ output: UnsafeMutablePointer<Float>
    ) -> Bool {
        let inner = cascade.inner
        let area = SIMD8<Double>(repeating: cascade.innerArea)
        let limit = SIMD8<Float>(repeating: limit)
        var doubts = SIMD8<UInt64>()
        var column = 0
        while column < columns {
            let sum = SIMD8<Double>(Self.sum(inner, sums + column))
            let spread = area * SIMD8<Double>(Self.sum(inner, squares + column)) - sum * sum
            let root = Self.reciprocalRoot(spread)
            // The 29 bits that Float does not have, from 256 below the tie on.
            let distance = (unsafeBitCast(root, to: SIMD8<UInt64>.self) &- ((1 << 28) - 256)) & 0x1FFF_FFFF
            let number = SIMD8<Float>(root)
            // Flat windows have no root: whatever came out is thrown away.
            let isOpen = SIMD8<Float>(spread) .> SIMD8<Float>()
            let isSmall = number .<= limit
            doubts |= SIMD8<UInt64>().replacing(with: SIMD8<UInt64>(repeating: 1), where: distance .<= SIMD8<UInt64>(repeating: 512))
            let kept = SIMD8<Float>().replacing(with: SIMD8<Float>().replacing(with: number, where: isSmall), where: isOpen)
            UnsafeMutableRawPointer(output + column).storeBytes(of: kept, as: SIMD8<Float>.self)
            column += 8
        }
        let four = doubts.lowHalf | doubts.highHalf
        return four[0] | four[1] | four[2] | four[3] == 0
    }

    @inline(__always)
    private static func sum(_ rect: PlacedRect, _ window: UnsafePointer<Int32>) -> SIMD8<Int32> {
        SIMD8(window, rect.a) &- SIMD8(window, rect.b) &- SIMD8(window, rect.c) &+ SIMD8(window, rect.d)
    }

    /// 1 / √x for 1 ≤ x < 2¹²⁶, off by less than 2⁻⁵⁰ of it. A guess from the exponent (off by 3.5 %), then y ← y (3 − x y²) / 2, each of
    /// which squares the error: twice in Float, twice in Double.
    @inline(__always)
    private static func reciprocalRoot(_ x: SIMD8<Double>) -> SIMD8<Double> {
        let half = SIMD8<Float>(x) * 0.5
        var guess = unsafeBitCast(
            SIMD8<UInt32>(repeating: 0x5F37_59DF) &- (unsafeBitCast(half + half, to: SIMD8<UInt32>.self) &>> SIMD8(repeating: 1)),
            to: SIMD8<Float>.self)
        guess *= 1.5 - half * guess * guess
        guess *= 1.5 - half * guess * guess
        var root = SIMD8<Double>(guess)
        let exactHalf = x * 0.5
        root *= 1.5 - exactHalf * root * root
        root *= 1.5 - exactHalf * root * root
        return root
    }
}
