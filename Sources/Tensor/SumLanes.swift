/// How a register's lanes share a convolution's sums: `depth` inputs go into a step, `Result.scalarCount` channels come out.
protocol SumLanes {
    associatedtype Result: FloatLanes
    static var depth: Int { get }
    init()
    /// Lanes as `PackedWeights` laid them out.
    init(packed: UnsafePointer<Float>)
    /// self += the next `depth` inputs, each repeated over its lanes, · weights.
    mutating func add(_ x: UnsafePointer<Float>, _ weights: Self)
    var result: Result { get }
    #if SIMD_V4
    /// The results of two in one register, where two fit.
    static func joined(_ first: Self, _ second: Self) -> SIMD16<Float>?
    #endif
}

extension SumLanes {
    @inline(__always)
    static var floats: Int { depth * Result.scalarCount }

    /// How many registers one of these takes.
    @inline(__always)
    static var registers: Int { floats / Registers.lanes }
}

/// A lane a channel, one input at a step.
struct WholeLanes<Lanes: FloatLanes>: SumLanes {
    var sums: Lanes

    @inline(__always)
    static var depth: Int { 1 }

    @inline(__always)
    init() { sums = Lanes() }

    @inline(__always)
    init(packed: UnsafePointer<Float>) { sums = Lanes(from: packed) }

    @inline(__always)
    mutating func add(_ x: UnsafePointer<Float>, _ weights: Self) { sums.mad(Lanes(repeating: x[0]), weights.sums) }

    @inline(__always)
    var result: Lanes { sums }

    #if SIMD_V4
    @inline(__always)
    static func joined(_ first: Self, _ second: Self) -> SIMD16<Float>? { nil }
    #endif
}

#if SIMD_V4
/// Eight channels in sixteen lanes: even lanes sum the even inputs, odd lanes the odd ones, and in the end each pair is one
/// channel. Two inputs at a step, repeated by one 64-bit load, so that no lane idles.
struct SplitLanes: SumLanes {
    var sums: SIMD16<Float>

    @inline(__always)
    static var depth: Int { 2 }

    @inline(__always)
    init() { sums = SIMD16() }

    @inline(__always)
    init(packed: UnsafePointer<Float>) { sums = SIMD16(from: packed) }

    @inline(__always)
    mutating func add(_ x: UnsafePointer<Float>, _ weights: Self) {
        let pair = UnsafeRawPointer(x).loadUnaligned(as: Double.self)
        sums.mad(unsafeBitCast(SIMD8<Double>(repeating: pair), to: SIMD16<Float>.self), weights.sums)
    }

    @inline(__always)
    var result: SIMD8<Float> { sums.evenHalf + sums.oddHalf }

    @inline(__always)
    static func joined(_ first: Self, _ second: Self) -> SIMD16<Float>? {
        let both = SIMD32<Float>(lowHalf: first.sums, highHalf: second.sums)
        return both.evenHalf + both.oddHalf
    }
}

typealias NarrowLanes = SplitLanes
#else
typealias NarrowLanes = WholeLanes<SIMD8<Float>>
#endif
