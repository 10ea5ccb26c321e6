import Tensor

/// 1 / √(area · Σx² − (Σx)²) over each window of a row without its border, or 0 where it is too flat to be evaluated: the
/// results of `single`, sixteen at a time.
///
/// The reciprocal square root comes from Newton's iteration, with a relative error below 2⁻³⁹. Rounded to Float it equals the exact
/// result unless a rounding tie lies within that error, once in 16,000 windows; such a row is computed again window by window.
struct RowNormalisation: ~Copyable {
    /// The window without its outermost pixels, over which the variance is taken.
    private let inner: PlacedRect
    private let area: Double
    /// The same, cut into strips whose sums fit 16 bits.
    private let strips: UnsafeMutableBufferPointer<PlacedRect>
    /// The largest result that passes OpenCV's second test, area · result < 0.1.
    private let limit: Float
    /// The smallest spread that passes, with a margin for rounding; negated like `minusSpread`.
    private let minusFlatSpread: Float

    init(windowWidth: Int, windowHeight: Int, _ layout: SumLayout) {
        let rect = PixelRect(x: 1, y: 1, width: windowWidth - 2, height: windowHeight - 2)
        inner = PlacedRect(rect, layout)
        area = Double(rect.width * rect.height)
        let pieces = rect.pieces(pixels: WidePiece.pixels)
        strips = .allocate(capacity: pieces.count)
        for (index, piece) in pieces.enumerated() { strips.initializeElement(at: index, to: PlacedRect(piece, layout)) }
        var limit = Float(0.1 / area).nextUp
        while area * Double(limit) >= 0.1 { limit = limit.nextDown }
        self.limit = limit
        minusFlatSpread = Float(-0.999 / (Double(limit) * Double(limit)))
    }

    deinit { strips.deallocate() }

    /// What OpenCV computes for one window of `area` pixels without its border.
    static func single(sum: Double, squares: Double, area: Double) -> Float {
        let spread = area * squares - sum * sum
        guard spread > 0 else { return 0 }
        let normalisation = Float(1 / spread.squareRoot())
        return area * Double(normalisation) < 0.1 ? normalisation : 0
    }

    /// Writes `columns` results, and meaningless ones up to a multiple of sixteen. No branch depends on the end of this long chain, so
    /// that several overlap.
    /// - Returns: not 0 when a result might be rounded the other way; then call `exactRow`.
    func row(_ sums: UnsafePointer<UInt16>, _ squares: UnsafePointer<Int32>, columns: Int, into output: WindowFactors) -> UInt64 {
        let (inner, strips) = (inner, strips)
        var doubts = SIMD8<UInt64>()
        var column = 0
        while column < columns {
            let sum = Self.sums(strips, sums + column)
            let both = SIMD16(lowHalf: inner.sums(squares + column), highHalf: inner.sums(squares + column + 8))
            let (even, odd) = (minusSpread(sum.even, both.evenHalf), minusSpread(sum.odd, both.oddHalf))
            if areFlat(even, odd) {
                UnsafeMutableRawPointer(output.even + column / 2).storeBytes(of: SIMD8<Float>(), as: SIMD8<Float>.self)
                UnsafeMutableRawPointer(output.odd + column / 2).storeBytes(of: SIMD8<Float>(), as: SIMD8<Float>.self)
                column += 16
                continue
            }
            let (evenRoot, oddRoot) = (Self.reciprocalRoot(even), Self.reciprocalRoot(odd))
            doubts |= Self.doubts(evenRoot, even) | Self.doubts(oddRoot, odd)
            UnsafeMutableRawPointer(output.even + column / 2).storeBytes(of: kept(evenRoot, even), as: SIMD8<Float>.self)
            UnsafeMutableRawPointer(output.odd + column / 2).storeBytes(of: kept(oddRoot, odd), as: SIMD8<Float>.self)
            column += 16
        }
        let four = doubts.lowHalf | doubts.highHalf
        return four[0] | four[1] | four[2] | four[3]
    }

    /// The same results, one by one.
    func exactRow(_ sums: UnsafePointer<UInt16>, _ squares: UnsafePointer<Int32>, columns: Int, into output: WindowFactors) {
        for column in 0..<columns {
            var sum = 0.0
            for strip in strips { sum += Double(strip.sum(sums + column)) }
            output[column] = Self.single(sum: sum, squares: Double(UInt32(bitPattern: inner.sum(squares + column))), area: area)
        }
    }

    @inline(__always)
    private static func sums(_ strips: UnsafeMutableBufferPointer<PlacedRect>, _ window: UnsafePointer<UInt16>) -> EvenOdd<SIMD8<Int32>> {
        var (even, odd) = (SIMD8<Int32>(), SIMD8<Int32>())
        for strip in strips {
            let pairs = unsafeBitCast(strip.sums(window), to: SIMD8<UInt32>.self)
            even &+= unsafeBitCast(pairs & SIMD8(repeating: 0xFFFF), to: SIMD8<Int32>.self)
            odd &+= unsafeBitCast(pairs &>> SIMD8(repeating: 16), to: SIMD8<Int32>.self)
        }
        return EvenOdd(even: even, odd: odd)
    }

    /// (Σx)² − area · Σx², exact: integers below 2⁵³. With this sign every step is one fused operation.
    @inline(__always)
    private func minusSpread(_ sums: SIMD8<Int32>, _ squares: SIMD8<Int32>) -> SIMD8<Double> {
        let sum = SIMD8<Double>(sums)
        // Squares are unsigned; relative to the middle of their range they are signed, and convert in one instruction.
        let square = SIMD8<Double>(squares &+ SIMD8<Int32>(repeating: .min)) + 0x1p31
        return (SIMD8<Double>(repeating: -area) * square).plus(sum, times: sum)
    }

    /// Whether all sixteen windows are certainly too flat, as on plain walls: then no root is needed.
    @inline(__always)
    private func areFlat(_ even: SIMD8<Double>, _ odd: SIMD8<Double>) -> Bool {
        let (limit, one) = (SIMD8<Float>(repeating: minusFlatSpread), SIMD8<UInt32>(repeating: 1))
        let open = SIMD8<UInt32>().replacing(with: one, where: SIMD8<Float>(even) .<= limit)
            | SIMD8<UInt32>().replacing(with: one, where: SIMD8<Float>(odd) .<= limit)
        let four = unsafeBitCast(open, to: SIMD4<UInt64>.self)
        return four[0] | four[1] | four[2] | four[3] == 0
    }

    /// 1 / √x, given −x, for 1 ≤ x < 2¹²⁶, with a relative error below 2⁻³⁹. An initial guess from the exponent, then
    /// y ← y (3 − x y²) / 2, which squares the error: twice in Float, once in Double. The constants slightly off 1.5 centre the error
    /// of the guess around zero (Walczyk, Moroz and Cieśliński 2021, "Improving the Accuracy of the Fast Inverse Square Root by
    /// Modifying Newton–Raphson Corrections").
    @inline(__always)
    private static func reciprocalRoot(_ minus: SIMD8<Double>) -> SIMD8<Double> {
        let value = SIMD8<Float>(minus)
        let half = value * 0.5
        // The sign bit is shifted too; the constant accounts for it.
        let halved = unsafeBitCast(value, to: SIMD8<UInt32>.self) &>> SIMD8<UInt32>(repeating: 1)
        let bits = SIMD8<UInt32>(repeating: 0x5F37_6908 + 0x4000_0000) &- halved
        var guess = unsafeBitCast(bits, to: SIMD8<Float>.self)
        guess *= SIMD8<Float>(repeating: 1.500_878_9).plus(half * guess, times: guess)
        guess *= SIMD8<Float>(repeating: 1.500_000_6).plus(half * guess, times: guess)
        let root = SIMD8<Double>(guess)
        return root * SIMD8<Double>(repeating: 1.5).plus(minus * 0.5 * root, times: root)
    }

    /// Zero for flat windows, whose root is meaningless.
    @inline(__always)
    private func kept(_ root: SIMD8<Double>, _ minus: SIMD8<Double>) -> SIMD8<Float> {
        let number = SIMD8<Float>(root)
        let small = SIMD8<Float>().replacing(with: number, where: number .<= SIMD8<Float>(repeating: limit))
        return SIMD8<Float>().replacing(with: small, where: SIMD8<Float>(minus) .< SIMD8<Float>())
    }

    /// 1 where the 29 bits that Float drops are within 2¹⁴ of a tie, in windows that have a root.
    @inline(__always)
    private static func doubts(_ root: SIMD8<Double>, _ minus: SIMD8<Double>) -> SIMD8<UInt64> {
        let distance = (unsafeBitCast(root, to: SIMD8<UInt64>.self) &- ((1 << 28) - (1 << 14))) & 0x1FFF_FFFF
        let near = SIMD8<UInt64>().replacing(with: SIMD8<UInt64>(repeating: 1), where: distance .<= SIMD8<UInt64>(repeating: 1 << 15))
        return SIMD8<UInt64>().replacing(with: near, where: minus .< SIMD8<Double>())
    }
}

extension SIMD where Scalar: BinaryFloatingPoint {
    /// self + a · b, fused only where the processor has the instruction: elsewhere it is a libm call per lane. One rounding or two makes
    /// no difference here: the numbers are exact integers, or a root that is checked afterwards.
    @inline(__always)
    fileprivate func plus(_ a: Self, times b: Self) -> Self {
        ProcessorLevel.fuses ? addingProduct(a, b) : self + a * b
    }
}
