/// What stages are evaluated over: the sums of several windows. Arithmetic stands in concrete extensions because the generic
/// operators of the standard library work lane by lane; its conversions and `any` are calls, before which every register is saved.
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
    /// The sum, with `gain` added to the lanes where self · factor, rounded to Float, is below the threshold. Precondition: |self| < 2²².
    func adding(_ gain: Int32, to sum: Self, _ factors: Factors, below threshold: Float) -> Self
    /// One bit per lane that is at least `limit`, lane 0 lowest.
    func bits(from limit: Int32) -> UInt64
}

/// A single register, of which several can be brought into one word of bits.
protocol SumLaneVector: SumVector, SIMD where Scalar == Int32 {
    /// Bit first + i in lane i where that is at least `limit`, nothing elsewhere.
    func marks(from limit: Int32, first: Int32) -> Self
    func with(_ marks: Self) -> Self
    /// All lanes' bits.
    var united: UInt32 { get }
}

/// 1.5 · 2²³: added to the bits of a Float, a whole number below 2²² turns them into those of that Float plus the number.
private let wholeOffset: Float = 12_582_912

extension SIMD8: SumLaneVector, SumVector where Scalar == Int32 {
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
        let offset = Factors(repeating: wholeOffset)
        let values = unsafeBitCast(self &+ unsafeBitCast(offset, to: Self.self), to: Factors.self) - offset
        let isBelow = values * factors .< Factors(repeating: threshold)
        #if SIMD_V4
        return sum.replacing(with: sum &+ Self(repeating: gain), where: isBelow)
        #else
        return sum &+ Self().replacing(with: Self(repeating: gain), where: isBelow)
        #endif
    }

    @inline(__always)
    func bits(from limit: Int32) -> UInt64 { UInt64(marks(from: limit, first: 0).united) }

    @inline(__always)
    func marks(from limit: Int32, first: Int32) -> Self {
        let bits = Self(1, 2, 4, 8, 16, 32, 64, 128) &<< Self(repeating: first)
        return Self().replacing(with: bits, where: self .>= Self(repeating: limit))
    }

    @inline(__always) func with(_ marks: Self) -> Self { self | marks }

    @inline(__always)
    var united: UInt32 {
        let four = lowHalf | highHalf
        let two = four.lowHalf | four.highHalf
        return UInt32(bitPattern: two[0] | two[1])
    }
}

#if SIMD_V4
extension SIMD16: SumLaneVector, SumVector where Scalar == Int32 {
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
        let offset = Factors(repeating: wholeOffset)
        let values = unsafeBitCast(self &+ unsafeBitCast(offset, to: Self.self), to: Factors.self) - offset
        return sum.replacing(with: sum &+ Self(repeating: gain), where: values * factors .< Factors(repeating: threshold))
    }

    @inline(__always)
    func bits(from limit: Int32) -> UInt64 { UInt64(marks(from: limit, first: 0).united) }

    @inline(__always)
    func marks(from limit: Int32, first: Int32) -> Self {
        let eight = SIMD8<Int32>(1, 2, 4, 8, 16, 32, 64, 128)
        let bits = Self(lowHalf: eight, highHalf: eight &<< SIMD8(repeating: 8)) &<< Self(repeating: first)
        return Self().replacing(with: bits, where: self .>= Self(repeating: limit))
    }

    @inline(__always) func with(_ marks: Self) -> Self { self | marks }

    @inline(__always)
    var united: UInt32 { (lowHalf | highHalf).united }
}
#endif
