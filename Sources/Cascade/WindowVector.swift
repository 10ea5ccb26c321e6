/// What stages are evaluated over: one number of each of several windows, modulo 2¹⁶. A feature whose value fits 16 bits with its
/// sign is exact in this arithmetic however large the sums are that it is made of, and half as many bytes are read as with
/// 32 bits: reading is what a scan waits for.
///
/// In 32 bits there are two vectors for one of these, even windows and odd ones, since that takes no shuffling.
///
/// Arithmetic stands in concrete extensions because the generic operators of the standard library work lane by lane; its
/// conversions and `any` are calls, before which every register is saved.
protocol WindowVector {
    /// Where the windows' numbers and factors begin.
    associatedtype Places
    /// Features' values, or the windows' 1 / √variance.
    associatedtype Values
    /// Leaves, in units.
    associatedtype Leaves

    static var windows: Int { get }
    /// Registers of windows side by side.
    static var vectors: Int { get }

    /// Windows side by side.
    static func neighbours(_ places: WindowPlaces) -> Places
    /// A vector of windows at each of `vectors` places, which are counted from `base` on.
    static func runs(_ base: WindowPlaces, _ places: UnsafePointer<Int32>) -> Places
    static func numbers(_ places: Places, _ corner: Int32) -> Self
    static func factors(_ places: Places) -> Values
    static func leaves(_ value: Int32) -> Leaves

    func plus(_ other: Self) -> Self
    func minus(_ other: Self) -> Self
    /// The numbers as values from −32768 on.
    var values: Values { get }
    /// The values with the numbers, as values from 0 on, times a weight.
    func added(to values: Values, times weight: Float) -> Values
    static func noValues() -> Values
    /// The leaves, with `gain` added where value · factor, rounded to Float, is below the threshold.
    static func adding(_ gain: Int32, to leaves: Leaves, where values: Values, times factors: Values, below threshold: Float) -> Leaves
    /// One bit per window whose value is above 0, window 0 lowest.
    static func above(_ values: Values) -> UInt64
    /// One bit per window that has at least `limit`.
    static func bits(_ leaves: Leaves, from limit: Int32) -> UInt64
}

/// Even windows and odd ones.
struct EvenOdd<Half> {
    var even: Half
    var odd: Half
}

/// Where the numbers and the factors of windows begin that lie side by side.
struct WindowPlaces {
    let numbers: UnsafePointer<UInt16>
    let factors: WindowFactors

    @inline(__always)
    func moved(by windows: Int) -> Self { Self(numbers: numbers + windows, factors: factors.moved(by: windows)) }
}

/// Bits of a Float: 2²³, whose lowest 16 bits then count whole numbers, from 0 on or, with the highest of them turned, from −2¹⁵ on.
private let bitsOfSizes: UInt32 = 0x4B00_0000
private let bitsOfValues: UInt32 = 0x4B00_8000

extension SIMD16: WindowVector where Scalar == UInt16 {
    typealias Places = WindowPlaces
    typealias Values = EvenOdd<SIMD8<Float>>
    typealias Leaves = EvenOdd<SIMD8<Int32>>

    @inline(__always) static var windows: Int { 16 }
    @inline(__always) static var vectors: Int { 1 }
    @inline(__always) static func neighbours(_ places: WindowPlaces) -> Places { places }

    @inline(__always)
    static func runs(_ base: WindowPlaces, _ places: UnsafePointer<Int32>) -> Places { base.moved(by: Int(places[0])) }

    @inline(__always)
    static func numbers(_ places: Places, _ corner: Int32) -> Self { Self(places.numbers, corner) }

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
    static func adding(_ gain: Int32, to leaves: Leaves, where values: Values, times factors: Values, below threshold: Float) -> Leaves {
        let (gain, threshold) = (SIMD8<Int32>(repeating: gain), SIMD8<Float>(repeating: threshold))
        let (even, odd) = (values.even * factors.even .< threshold, values.odd * factors.odd .< threshold)
        #if SIMD_V4
        return Leaves(
            even: leaves.even.replacing(with: leaves.even &+ gain, where: even),
            odd: leaves.odd.replacing(with: leaves.odd &+ gain, where: odd))
        #else
        return Leaves(
            even: leaves.even &+ SIMD8<Int32>().replacing(with: gain, where: even),
            odd: leaves.odd &+ SIMD8<Int32>().replacing(with: gain, where: odd))
        #endif
    }

    @inline(__always)
    static func above(_ values: Values) -> UInt64 {
        // Numbers from 0 on are ordered as the integers of their bits are.
        bits(Leaves(even: unsafeBitCast(values.even, to: SIMD8<Int32>.self), odd: unsafeBitCast(values.odd, to: SIMD8<Int32>.self)), from: 1)
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

#if SIMD_V4
extension SIMD32: WindowVector where Scalar == UInt16 {
    typealias Places = WindowPlaces
    typealias Values = EvenOdd<SIMD16<Float>>
    typealias Leaves = EvenOdd<SIMD16<Int32>>

    @inline(__always) static var windows: Int { 32 }
    @inline(__always) static var vectors: Int { 1 }
    @inline(__always) static func neighbours(_ places: WindowPlaces) -> Places { places }

    @inline(__always)
    static func runs(_ base: WindowPlaces, _ places: UnsafePointer<Int32>) -> Places { base.moved(by: Int(places[0])) }

    @inline(__always)
    static func numbers(_ places: Places, _ corner: Int32) -> Self { Self(places.numbers, corner) }

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
    static func adding(_ gain: Int32, to leaves: Leaves, where values: Values, times factors: Values, below threshold: Float) -> Leaves {
        let (gain, threshold) = (SIMD16<Int32>(repeating: gain), SIMD16<Float>(repeating: threshold))
        let (even, odd) = (values.even * factors.even .< threshold, values.odd * factors.odd .< threshold)
        return Leaves(
            even: leaves.even.replacing(with: leaves.even &+ gain, where: even),
            odd: leaves.odd.replacing(with: leaves.odd &+ gain, where: odd))
    }

    @inline(__always)
    static func above(_ values: Values) -> UInt64 {
        bits(
            Leaves(even: unsafeBitCast(values.even, to: SIMD16<Int32>.self), odd: unsafeBitCast(values.odd, to: SIMD16<Int32>.self)), from: 1)
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
#endif
