/// What stages are evaluated over: the sums of several windows. Arithmetic stands in concrete extensions because the generic
/// operators of the standard library work lane by lane.
protocol SumVector {
    /// Where the windows' numbers begin.
    associatedtype Windows
    /// The windows' 1 / √variance.
    associatedtype Factors

    static func all(_ value: Int32) -> Self
    static func numbers(_ windows: Windows, _ place: Int32) -> Self
    static func turned(_ factors: Factors) -> Factors
    func plus(_ other: Self) -> Self
    func minus(_ other: Self) -> Self
    func times(_ weight: Int32) -> Self
    /// The sum, with `gain` added to the lanes where self · factor, rounded to Float, is below the threshold.
    func adding(_ gain: Int32, to sum: Self, _ factors: Factors, below threshold: Float) -> Self
    /// One bit per lane that is at least `limit`, lane 0 lowest.
    func bits(from limit: Int32) -> UInt64
    /// Whether a lane lies within lower ..< upper.
    func hasAny(from lower: Int32, below upper: Int32) -> Bool
}

extension SIMD8: SumVector where Scalar == Int32 {
    typealias Windows = UnsafePointer<Int32>
    typealias Factors = SIMD8<Float>

    @inline(__always) static func all(_ value: Int32) -> Self { Self(repeating: value) }
    @inline(__always) static func numbers(_ windows: Windows, _ place: Int32) -> Self { Self(windows, place) }
    @inline(__always) static func turned(_ factors: Factors) -> Factors { -factors }
    @inline(__always) func plus(_ other: Self) -> Self { self &+ other }
    @inline(__always) func minus(_ other: Self) -> Self { self &- other }
    @inline(__always) func times(_ weight: Int32) -> Self { self &* Self(repeating: weight) }

    @inline(__always)
    func adding(_ gain: Int32, to sum: Self, _ factors: Factors, below threshold: Float) -> Self {
        let isBelow = Factors(self) * factors .< Factors(repeating: threshold)
        #if SIMD_V4
        return sum.replacing(with: sum &+ Self(repeating: gain), where: isBelow)
        #else
        return sum &+ Self().replacing(with: Self(repeating: gain), where: isBelow)
        #endif
    }

    @inline(__always)
    func bits(from limit: Int32) -> UInt64 { Self().replacing(with: Self(repeating: -1), where: self .>= Self(repeating: limit)).signs }

    @inline(__always)
    func hasAny(from lower: Int32, below upper: Int32) -> Bool {
        let distance = unsafeBitCast(self &- Self(repeating: lower), to: SIMD8<UInt32>.self)
        return any(distance .< SIMD8<UInt32>(repeating: UInt32(bitPattern: upper &- lower)))
    }

    /// Bit i of lanes that are 0 or −1: each lane's byte keeps one bit of its own, and a product brings them all into the top byte.
    @inline(__always)
    var signs: UInt64 {
        let bytes = unsafeBitCast(SIMD8<Int8>(truncatingIfNeeded: self), to: UInt64.self).littleEndian
        return ((bytes & 0x8040_2010_0804_0201) &* 0x0101_0101_0101_0101) &>> 56
    }
}

#if SIMD_V4
// Two halves where needed: the conversion of 16 lanes is taken apart lane by lane, these become one instruction.
extension SIMD16: SumVector where Scalar == Int32 {
    typealias Windows = UnsafePointer<Int32>
    typealias Factors = SIMD16<Float>

    @inline(__always) static func all(_ value: Int32) -> Self { Self(repeating: value) }
    @inline(__always) static func numbers(_ windows: Windows, _ place: Int32) -> Self { Self(windows, place) }
    @inline(__always) static func turned(_ factors: Factors) -> Factors { -factors }
    @inline(__always) func plus(_ other: Self) -> Self { self &+ other }
    @inline(__always) func minus(_ other: Self) -> Self { self &- other }
    @inline(__always) func times(_ weight: Int32) -> Self { self &* Self(repeating: weight) }

    @inline(__always)
    func adding(_ gain: Int32, to sum: Self, _ factors: Factors, below threshold: Float) -> Self {
        let values = Factors(lowHalf: SIMD8<Float>(lowHalf), highHalf: SIMD8<Float>(highHalf)) * factors
        return sum.replacing(with: sum &+ Self(repeating: gain), where: values .< Factors(repeating: threshold))
    }

    @inline(__always)
    func bits(from limit: Int32) -> UInt64 {
        let isFrom = Self().replacing(with: Self(repeating: -1), where: self .>= Self(repeating: limit))
        return isFrom.lowHalf.signs | isFrom.highHalf.signs &<< 8
    }

    @inline(__always)
    func hasAny(from lower: Int32, below upper: Int32) -> Bool {
        let distance = unsafeBitCast(self &- Self(repeating: lower), to: SIMD16<UInt32>.self)
        return any(distance .< SIMD16<UInt32>(repeating: UInt32(bitPattern: upper &- lower)))
    }
}
#endif
