import Tensor

/// 1 / √(area · Σx² − (Σx)²) over each window of a row without its border, or 0 where it is too flat to be looked at: the same
/// numbers as `single`, sixteen at a time.
///
/// The reciprocal root is found by Newton's iteration, within 2⁻⁴⁰ of it. Rounded to Float that gives what the exact operations give
/// unless a tie of the rounding lies within reach, once in 16,000 windows; a row where one does is done again window by window.
struct RowNormalisation {
    /// The window without its outermost pixels: over it the variance is taken.
    private let inner: PlacedRect
    private let area: Double
    /// The same, cut into strips that are so low that their sums fit 16 bits.
    private let strips: [PlacedRect]
    /// The largest number that still passes OpenCV's second test, area · number < 0.1.
    private let limit: Float

    init(windowWidth: Int, windowHeight: Int, _ layout: SumLayout) {
        let rect = PixelRect(x: 1, y: 1, width: windowWidth - 2, height: windowHeight - 2)
        inner = PlacedRect(rect, layout)
        area = Double(rect.width * rect.height)
        strips = rect.pieces(pixels: WidePiece.pixels).map { PlacedRect($0, layout) }
        var limit = Float(0.1 / area).nextUp
        while area * Double(limit) >= 0.1 { limit = limit.nextDown }
        self.limit = limit
    }

    /// What OpenCV computes for one window of `area` pixels without its border.
    static func single(sum: Double, squares: Double, area: Double) -> Float {
        let spread = area * squares - sum * sum
        guard spread > 0 else { return 0 }
        let normalisation = Float(1 / spread.squareRoot())
        return area * Double(normalisation) < 0.1 ? normalisation : 0
    }

    /// Writes `columns` numbers and zeros up to the next multiple of 64.
    func row(_ sums: UnsafePointer<UInt16>, _ squares: UnsafePointer<Int32>, columns: Int, into output: WindowFactors) {
        if !vectors(sums, squares, columns, output) {
            for column in 0..<columns {
                var sum = 0.0
                for strip in strips { sum += Double(strip.sum(sums + column)) }
                output[column] = Self.single(sum: sum, squares: Double(UInt32(bitPattern: inner.sum(squares + column))), area: area)
            }
        }
        var column = columns
        while column & 63 != 0 {
            output[column] = 0
            column += 1
        }
    }

    /// False when a number could be rounded the other way. Reads and writes whole vectors, up to 15 windows too many.
    private func vectors(
        _ sums: UnsafePointer<UInt16>, _ squares: UnsafePointer<Int32>, _ columns: Int, _ output: WindowFactors
    ) -> Bool {
        strips.withUnsafeBufferPointer { strips in
            var doubts = SIMD8<UInt64>()
            var column = 0
            while column < columns {
                var (even, odd) = (SIMD8<Int32>(), SIMD8<Int32>())
                for strip in strips {
                    let pairs = unsafeBitCast(strip.sums(sums + column), to: SIMD8<UInt32>.self)
                    even &+= unsafeBitCast(pairs & SIMD8(repeating: 0xFFFF), to: SIMD8<Int32>.self)
                    odd &+= unsafeBitCast(pairs &>> SIMD8(repeating: 16), to: SIMD8<Int32>.self)
                }
                let both = SIMD16(lowHalf: inner.sums(squares + column), highHalf: inner.sums(squares + column + 8))
                UnsafeMutableRawPointer(output.even + column / 2).storeBytes(of: eight(even, both.evenHalf, &doubts), as: SIMD8<Float>.self)
                UnsafeMutableRawPointer(output.odd + column / 2).storeBytes(of: eight(odd, both.oddHalf, &doubts), as: SIMD8<Float>.self)
                column += 16
            }
            let four = doubts.lowHalf | doubts.highHalf
            return four[0] | four[1] | four[2] | four[3] == 0
        }
    }

    /// Marks in `doubts` where a number could be rounded the other way.
    @inline(__always)
    private func eight(_ sums: SIMD8<Int32>, _ squares: SIMD8<Int32>, _ doubts: inout SIMD8<UInt64>) -> SIMD8<Float> {
        let sum = SIMD8<Double>(sums)
        // Squares have no sign: from the middle of their range they have one.
        let square = SIMD8<Double>(squares &+ SIMD8(repeating: .min)) + 0x1p31
        let spread = SIMD8<Double>(repeating: area) * square - sum * sum
        let root = Self.reciprocalRoot(spread)
        // The 29 bits that Float does not have, from 2¹⁴ below the tie on.
        let distance = (unsafeBitCast(root, to: SIMD8<UInt64>.self) &- ((1 << 28) - (1 << 14))) & 0x1FFF_FFFF
        doubts |= SIMD8<UInt64>().replacing(with: SIMD8(repeating: 1), where: distance .<= SIMD8<UInt64>(repeating: 1 << 15))
        let number = SIMD8<Float>(root)
        // Flat windows have no root: whatever came out is thrown away.
        let isOpen = SIMD8<Float>(spread) .> SIMD8<Float>()
        let isSmall = number .<= SIMD8<Float>(repeating: limit)
        return SIMD8<Float>().replacing(with: SIMD8<Float>().replacing(with: number, where: isSmall), where: isOpen)
    }

    /// 1 / √x for 1 ≤ x < 2¹²⁶, off by less than 2⁻⁴⁰ of it. A guess from the exponent, then y ← y (3 − x y²) / 2, each of which squares the
    /// error: twice in Float, once in Double. The constants that are not quite 1.5 spread the error of the guess to both sides
    /// (Walczyk, Moroz and Cieśliński 2021, "Improving the Accuracy of the Fast Inverse Square Root").
    @inline(__always)
    private static func reciprocalRoot(_ x: SIMD8<Double>) -> SIMD8<Double> {
        let value = SIMD8<Float>(x)
        let half = value * 0.5
        var guess = unsafeBitCast(
            SIMD8<UInt32>(repeating: 0x5F37_6908) &- (unsafeBitCast(value, to: SIMD8<UInt32>.self) &>> SIMD8(repeating: 1)),
            to: SIMD8<Float>.self)
        guess *= 1.500_878_9 - half * guess * guess
        guess *= 1.500_000_6 - half * guess * guess
        let root = SIMD8<Double>(guess)
        return root * (1.5 - x * 0.5 * root * root)
    }
}
