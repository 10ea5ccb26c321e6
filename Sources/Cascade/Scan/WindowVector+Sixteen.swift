import Tensor

/// The bit pattern of 2²³ as Float, whose lowest 16 bits count integers: from 0 on or, with the highest of them flipped, from −2¹⁵.
let bitsOfSizes: UInt32 = 0x4B00_0000
let bitsOfValues: UInt32 = 0x4B00_8000

extension SIMD16: WindowVector where Scalar == UInt16 {
    typealias Places = WindowPlaces
    typealias Values = EvenOdd<SIMD8<Float>>
    typealias Leaves = EvenOdd<SIMD8<Int32>>

    @inline(__always)
    static func factors(_ places: Places) -> Values {
        Values(even: SIMD8(places.factors.even, 0), odd: SIMD8(places.factors.odd, 0))
    }

    @inline(__always)
    static func leaves(_ value: Int32) -> Leaves { Leaves(even: SIMD8(repeating: value), odd: SIMD8(repeating: value)) }

    @inline(__always) func plus(_ other: Self) -> Self { self &+ other }
    @inline(__always) func minus(_ other: Self) -> Self { self &- other }
    @inline(__always) private var pairs: SIMD8<UInt32> { unsafeBitCast(self, to: SIMD8<UInt32>.self) }

    @inline(__always)
    var values: Values {
        let (low, bits) = (SIMD8<UInt32>(repeating: 0xFFFF), SIMD8<UInt32>(repeating: bitsOfValues))
        let zero = SIMD8<Float>(repeating: Float(bitPattern: bitsOfValues))
        return Values(
            even: unsafeBitCast((pairs & low) ^ bits, to: SIMD8<Float>.self) - zero,
            odd: unsafeBitCast((pairs &>> SIMD8(repeating: 16)) ^ bits, to: SIMD8<Float>.self) - zero)
    }

    @inline(__always) static func noValues() -> Values { Values(even: SIMD8(), odd: SIMD8()) }

    @inline(__always)
    func added(to values: Values, times weight: Float) -> Values {
        let (low, bits) = (SIMD8<UInt32>(repeating: 0xFFFF), SIMD8<UInt32>(repeating: bitsOfSizes))
        let (zero, weight) = (SIMD8<Float>(repeating: Float(bitPattern: bitsOfSizes)), SIMD8<Float>(repeating: weight))
        return Values(
            even: values.even + (unsafeBitCast((pairs & low) | bits, to: SIMD8<Float>.self) - zero) * weight,
            odd: values.odd + (unsafeBitCast((pairs &>> SIMD8(repeating: 16)) | bits, to: SIMD8<Float>.self) - zero) * weight)
    }

    @inline(__always)
    static func adding(
        _ gain: Int32, to leaves: Leaves, where values: Values, times factors: Values, below threshold: Float
    ) -> Leaves {
        let (gain, threshold) = (SIMD8<Int32>(repeating: gain), SIMD8<Float>(repeating: threshold))
        let (even, odd) = (values.even * factors.even .< threshold, values.odd * factors.odd .< threshold)
        // One masked addition with AVX-512, an AND and an addition without.
        if ProcessorLevel.number == 4 {
            return Leaves(
                even: leaves.even.replacing(with: leaves.even &+ gain, where: even),
                odd: leaves.odd.replacing(with: leaves.odd &+ gain, where: odd))
        }
        return Leaves(
            even: leaves.even &+ SIMD8<Int32>().replacing(with: gain, where: even),
            odd: leaves.odd &+ SIMD8<Int32>().replacing(with: gain, where: odd))
    }

    @inline(__always)
    static func above(_ values: Values) -> UInt64 {
        // Floats from 0 on are ordered as the integers of their bit patterns.
        let (even, odd) = (unsafeBitCast(values.even, to: SIMD8<Int32>.self), unsafeBitCast(values.odd, to: SIMD8<Int32>.self))
        return bits(Leaves(even: even, odd: odd), from: 1)
    }

    @inline(__always)
    static func bits(_ leaves: Leaves, from limit: Int32) -> UInt64 {
        let limit = SIMD8<Int32>(repeating: limit)
        let even = SIMD8<Int32>().replacing(with: SIMD8(1, 4, 16, 64, 256, 1024, 4096, 16384), where: leaves.even .>= limit)
        let odd = SIMD8<Int32>().replacing(with: SIMD8(2, 8, 32, 128, 512, 2048, 8192, 32768), where: leaves.odd .>= limit)
        return UInt64(united(even | odd))
    }

    @inline(__always)
    static func united(_ bits: SIMD8<Int32>) -> UInt32 {
        let four = bits.lowHalf | bits.highHalf
        let two = four.lowHalf | four.highHalf
        return UInt32(bitPattern: two[0] | two[1])
    }
}
