/// What kernels are generic over. Implemented in concrete extensions: the standard library's generic operators work lane by lane
/// (measured: max-pool 10 times slower), and its generic load and store, when specialised only inside a large kernel, remain calls,
/// around which every vector register is spilled (measured: a convolution 3 times slower).
protocol FloatLanes: SIMD where Scalar == Float {
    init(from pointer: UnsafePointer<Float>)
    func store(to pointer: UnsafeMutablePointer<Float>)
    /// Stores the first `count` lanes, or all if there are fewer. Memory after them is rewritten with what it held: a loop over lanes
    /// would be a branch for each, or a call.
    func store(to pointer: UnsafeMutablePointer<Float>, count: Int)
    func plus(_ other: Self) -> Self
    func times(_ other: Self) -> Self
    func larger(_ other: Self) -> Self
    /// The bit patterns, ANDed with a mask.
    func masked(_ bits: UInt32) -> Self
}

extension FloatLanes {
    /// self += a · b, fused where the processor fuses.
    @inline(__always)
    mutating func mad(_ a: Self, _ b: Self) {
        if ProcessorLevel.fuses { addProduct(a, b) } else { self = plus(a.times(b)) }
    }
}

extension SIMD8: FloatLanes where Scalar == Float {
    @inline(__always)
    init(from pointer: UnsafePointer<Float>) { self = UnsafeRawPointer(pointer).loadUnaligned(as: Self.self) }

    @inline(__always)
    func store(to pointer: UnsafeMutablePointer<Float>) { UnsafeMutableRawPointer(pointer).storeBytes(of: self, as: Self.self) }

    @inline(__always)
    func store(to pointer: UnsafeMutablePointer<Float>, count: Int) {
        guard count < Self.scalarCount else { return store(to: pointer) }
        let behind = Self(0, 1, 2, 3, 4, 5, 6, 7) .>= Self(repeating: Float(count))
        replacing(with: Self(from: pointer), where: behind).store(to: pointer)
    }

    @inline(__always)
    func plus(_ other: Self) -> Self { self + other }

    @inline(__always)
    func times(_ other: Self) -> Self { self * other }

    @inline(__always)
    func larger(_ other: Self) -> Self { replacing(with: other, where: self .< other) }

    @inline(__always)
    func masked(_ bits: UInt32) -> Self {
        unsafeBitCast(unsafeBitCast(self, to: SIMD8<UInt32>.self) & SIMD8<UInt32>(repeating: bits), to: Self.self)
    }
}

extension SIMD16: FloatLanes where Scalar == Float {
    @inline(__always)
    init(from pointer: UnsafePointer<Float>) { self = UnsafeRawPointer(pointer).loadUnaligned(as: Self.self) }

    @inline(__always)
    func store(to pointer: UnsafeMutablePointer<Float>) { UnsafeMutableRawPointer(pointer).storeBytes(of: self, as: Self.self) }

    @inline(__always)
    func store(to pointer: UnsafeMutablePointer<Float>, count: Int) {
        guard count < Self.scalarCount else { return store(to: pointer) }
        let behind = Self(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) .>= Self(repeating: Float(count))
        replacing(with: Self(from: pointer), where: behind).store(to: pointer)
    }

    @inline(__always)
    func plus(_ other: Self) -> Self { self + other }

    @inline(__always)
    func times(_ other: Self) -> Self { self * other }

    @inline(__always)
    func larger(_ other: Self) -> Self { replacing(with: other, where: self .< other) }

    @inline(__always)
    func masked(_ bits: UInt32) -> Self {
        unsafeBitCast(unsafeBitCast(self, to: SIMD16<UInt32>.self) & SIMD16<UInt32>(repeating: bits), to: Self.self)
    }
}
