extension SIMD32: WindowVector where Scalar == UInt16 {
    typealias Places = WindowPlaces
    typealias Values = EvenOdd<SIMD16<Float>>
    typealias Leaves = EvenOdd<SIMD16<Int32>>

    @inline(__always)
    static func factors(_ places: Places) -> Values {
        Values(even: SIMD16(places.factors.even, 0), odd: SIMD16(places.factors.odd, 0))
    }

    @inline(__always)
    static func leaves(_ value: Int32) -> Leaves { Leaves(even: SIMD16(repeating: value), odd: SIMD16(repeating: value)) }

    @inline(__always) func plus(_ other: Self) -> Self { self &+ other }
    @inline(__always) func minus(_ other: Self) -> Self { self &- other }
    @inline(__always) private var pairs: SIMD16<UInt32> { unsafeBitCast(self, to: SIMD16<UInt32>.self) }

    @inline(__always)
    var values: Values {
        let (low, bits) = (SIMD16<UInt32>(repeating: 0xFFFF), SIMD16<UInt32>(repeating: bitsOfValues))
        let zero = SIMD16<Float>(repeating: Float(bitPattern: bitsOfValues))
        return Values(
            even: unsafeBitCast((pairs & low) ^ bits, to: SIMD16<Float>.self) - zero,
            odd: unsafeBitCast((pairs &>> SIMD16(repeating: 16)) ^ bits, to: SIMD16<Float>.self) - zero)
    }

    @inline(__always) static func noValues() -> Values { Values(even: SIMD16(), odd: SIMD16()) }

    @inline(__always)
    func added(to values: Values, times weight: Float) -> Values {
        let (low, bits) = (SIMD16<UInt32>(repeating: 0xFFFF), SIMD16<UInt32>(repeating: bitsOfSizes))
        let (zero, weight) = (SIMD16<Float>(repeating: Float(bitPattern: bitsOfSizes)), SIMD16<Float>(repeating: weight))
        return Values(
            even: values.even + (unsafeBitCast((pairs & low) | bits, to: SIMD16<Float>.self) - zero) * weight,
            odd: values.odd + (unsafeBitCast((pairs &>> SIMD16(repeating: 16)) | bits, to: SIMD16<Float>.self) - zero) * weight)
    }

    @inline(__always)
    static func adding(
        _ gain: Int32, to leaves: Leaves, where values: Values, times factors: Values, below threshold: Float
    ) -> Leaves {
        let (gain, threshold) = (SIMD16<Int32>(repeating: gain), SIMD16<Float>(repeating: threshold))
        let (even, odd) = (values.even * factors.even .< threshold, values.odd * factors.odd .< threshold)
        return Leaves(
            even: leaves.even.replacing(with: leaves.even &+ gain, where: even),
            odd: leaves.odd.replacing(with: leaves.odd &+ gain, where: odd))
    }

    @inline(__always)
    static func above(_ values: Values) -> UInt64 {
        let (even, odd) = (unsafeBitCast(values.even, to: SIMD16<Int32>.self), unsafeBitCast(values.odd, to: SIMD16<Int32>.self))
        return bits(Leaves(even: even, odd: odd), from: 1)
    }

    @inline(__always)
    static func bits(_ leaves: Leaves, from limit: Int32) -> UInt64 {
        let limit = SIMD16<Int32>(repeating: limit)
        let low = SIMD8<Int32>(1, 4, 16, 64, 256, 1024, 4096, 16384)
        let ofEven = SIMD16(lowHalf: low, highHalf: low &<< SIMD8(repeating: 16))
        let even = SIMD16<Int32>().replacing(with: ofEven, where: leaves.even .>= limit)
        let odd = SIMD16<Int32>().replacing(with: ofEven &<< SIMD16(repeating: 1), where: leaves.odd .>= limit)
        let both = even | odd
        return UInt64(SIMD16<UInt16>.united(both.lowHalf | both.highHalf))
    }
}
