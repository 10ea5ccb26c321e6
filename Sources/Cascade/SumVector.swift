/// What stages are evaluated over: the sums of 4, 8 or 16 windows. Arithmetic stands in concrete extensions because the generic
/// operators of the standard library work lane by lane.
protocol SumVector: SIMD where Scalar == Int32 {
    /// The windows' factors, and sums of leaves.
    associatedtype Factors

    func plus(_ other: Self) -> Self
    func minus(_ other: Self) -> Self
    func times(_ weight: Int32) -> Self
    static func factors(_ base: UnsafePointer<Float>) -> Factors
    static func all(_ value: Float) -> Factors
    static func turned(_ factors: Factors) -> Factors
    /// The sum, with `gain` added to the lanes where self · factor, rounded to Float, is below the threshold.
    func adding(_ gain: Float, to sum: Factors, _ factor: Factors, below threshold: Float) -> Factors
    /// One bit per lane that is at least `limit`, lane 0 lowest.
    static func bits(_ sum: Factors, from limit: Float) -> UInt32
}

extension SIMD4: SumVector where Scalar == Int32 {
    typealias Factors = SIMD4<Float>

    @inline(__always) func plus(_ other: Self) -> Self { self &+ other }
    @inline(__always) func minus(_ other: Self) -> Self { self &- other }
    @inline(__always) func times(_ weight: Int32) -> Self { self &* Self(repeating: weight) }
    @inline(__always) static func factors(_ base: UnsafePointer<Float>) -> Factors { Factors(base, 0) }
    @inline(__always) static func all(_ value: Float) -> Factors { Factors(repeating: value) }
    @inline(__always) static func turned(_ factors: Factors) -> Factors { -factors }

    @inline(__always)
    func adding(_ gain: Float, to sum: Factors, _ factor: Factors, below threshold: Float) -> Factors {
        let isBelow = Factors(self) * factor .< Factors(repeating: threshold)
        #if SIMD_V4
        return sum.replacing(with: sum + Factors(repeating: gain), where: isBelow)
        #else
        return sum + Factors().replacing(with: Factors(repeating: gain), where: isBelow)
        #endif
    }

    @inline(__always)
    static func bits(_ sum: Factors, from limit: Float) -> UInt32 {
        let lanes = Self(1, 2, 4, 8)
        let marked = Self().replacing(with: lanes, where: sum .>= Factors(repeating: limit))
        let two = marked.lowHalf | marked.highHalf
        return UInt32(bitPattern: two[0] | two[1])
    }
}

extension SIMD8: SumVector where Scalar == Int32 {
    typealias Factors = SIMD8<Float>

    @inline(__always) func plus(_ other: Self) -> Self { self &+ other }
    @inline(__always) func minus(_ other: Self) -> Self { self &- other }
    @inline(__always) func times(_ weight: Int32) -> Self { self &* Self(repeating: weight) }
    @inline(__always) static func factors(_ base: UnsafePointer<Float>) -> Factors { Factors(base, 0) }
    @inline(__always) static func all(_ value: Float) -> Factors { Factors(repeating: value) }
    @inline(__always) static func turned(_ factors: Factors) -> Factors { -factors }

    @inline(__always)
    func adding(_ gain: Float, to sum: Factors, _ factor: Factors, below threshold: Float) -> Factors {
        let isBelow = Factors(self) * factor .< Factors(repeating: threshold)
        #if SIMD_V4
        return sum.replacing(with: sum + Factors(repeating: gain), where: isBelow)
        #else
        return sum + Factors().replacing(with: Factors(repeating: gain), where: isBelow)
        #endif
    }

    @inline(__always)
    static func bits(_ sum: Factors, from limit: Float) -> UInt32 {
        let lanes = Self(1, 2, 4, 8, 16, 32, 64, 128)
        let marked = Self().replacing(with: lanes, where: sum .>= Factors(repeating: limit))
        let four = marked.lowHalf | marked.highHalf
        let two = four.lowHalf | four.highHalf
        return UInt32(bitPattern: two[0] | two[1])
    }
}

#if SIMD_V4
// Two halves: the conversion of 16 lanes is taken apart lane by lane, these become one instruction.
extension SIMD16: SumVector where Scalar == Int32 {
    typealias Factors = SIMD16<Float>

    @inline(__always) func plus(_ other: Self) -> Self { self &+ other }
    @inline(__always) func minus(_ other: Self) -> Self { self &- other }
    @inline(__always) func times(_ weight: Int32) -> Self { self &* Self(repeating: weight) }
    @inline(__always) static func factors(_ base: UnsafePointer<Float>) -> Factors { Factors(base, 0) }
    @inline(__always) static func all(_ value: Float) -> Factors { Factors(repeating: value) }
    @inline(__always) static func turned(_ factors: Factors) -> Factors { -factors }

    @inline(__always)
    func adding(_ gain: Float, to sum: Factors, _ factor: Factors, below threshold: Float) -> Factors {
        let isBelow = Factors(lowHalf: SIMD8<Float>(lowHalf), highHalf: SIMD8<Float>(highHalf)) * factor .< Factors(repeating: threshold)
        #if SIMD_V4
        return sum.replacing(with: sum + Factors(repeating: gain), where: isBelow)
        #else
        return sum + Factors().replacing(with: Factors(repeating: gain), where: isBelow)
        #endif
    }

    @inline(__always)
    static func bits(_ sum: Factors, from limit: Float) -> UInt32 {
        let lanes = Self(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768)
        let marked = Self().replacing(with: lanes, where: sum .>= Factors(repeating: limit))
        let eight = marked.lowHalf | marked.highHalf
        let four = eight.lowHalf | eight.highHalf
        let two = four.lowHalf | four.highHalf
        return UInt32(bitPattern: two[0] | two[1])
    }
}
#endif
