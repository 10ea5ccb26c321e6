/// How a convolution's accumulators are laid out in lanes: a step consumes `depth` inputs, `Result.scalarCount` channels come out.
protocol SumLanes {
    associatedtype Result: FloatLanes
    static var depth: Int { get }
    init()
    /// Lanes in the order of `PackedWeights`.
    init(packed: UnsafePointer<Float>)
    /// self += next `depth` inputs, each broadcast to its lanes, · weights.
    mutating func add(_ x: UnsafePointer<Float>, _ weights: Self)
    mutating func join(_ other: Self)
    var result: Result { get }
    /// Stores two neighbouring pixels.
    static func store(_ first: Self, _ second: Self, pixel: Int, _ epilogue: Epilogue)
}

extension SumLanes {
    @inline(__always)
    static var floats: Int { depth * Result.scalarCount }

    /// Registers that one of these takes.
    @inline(__always)
    static var registers: Int { floats / Registers.lanes }
}

/// One lane per channel, one input per step.
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
    mutating func join(_ other: Self) { sums = sums.plus(other.sums) }

    @inline(__always)
    var result: Lanes { sums }

    @inline(__always)
    static func store(_ first: Self, _ second: Self, pixel: Int, _ epilogue: Epilogue) {
        epilogue.store(first.result, pixel: pixel)
        epilogue.store(second.result, pixel: pixel + 1)
    }
}

/// Eight channels in sixteen lanes: even lanes accumulate even inputs, odd lanes odd ones, and at the end each pair is added up.
/// Two inputs per step, broadcast by one 64-bit load, so that no lane idles.
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
    mutating func join(_ other: Self) { sums += other.sums }

    /// Even lanes + odd lanes, by way of 64-bit integers: written plainly it compiles to a horizontal addition, whose instruction
    /// addresses only half of the registers, and all accumulators crowd there.
    @inline(__always)
    var result: SIMD8<Float> {
        let pairs = unsafeBitCast(sums, to: SIMD8<UInt64>.self)
        let even = unsafeBitCast(SIMD8<UInt32>(truncatingIfNeeded: pairs), to: SIMD8<Float>.self)
        return even + unsafeBitCast(SIMD8<UInt32>(truncatingIfNeeded: pairs &>> 32), to: SIMD8<Float>.self)
    }

    /// With exactly eight channels, two pixels fill a register.
    @inline(__always)
    static func store(_ first: Self, _ second: Self, pixel: Int, _ epilogue: Epilogue) {
        guard epilogue.channels == 8, epilogue.pixelFloats == 8 else {
            epilogue.store(first.result, pixel: pixel)
            return epilogue.store(second.result, pixel: pixel + 1)
        }
        let both = SIMD32<Float>(lowHalf: first.sums, highHalf: second.sums)
        epilogue.storeAll(both.evenHalf + both.oddHalf, pixel: pixel)
    }
}
