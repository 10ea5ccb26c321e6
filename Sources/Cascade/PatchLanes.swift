/// The exchanges of lanes that turn rows into columns. Pairs are exchanged by shifts: the compiler would melt two steps of constant
/// lanes into one of many more instructions.
extension SumLanes {
    @inline(__always)
    func store(_ output: UnsafeMutablePointer<Int32>) { UnsafeMutableRawPointer(output).storeBytes(of: self, as: Self.self) }

    /// Of each two lanes the first, then that of `b`.
    @inline(__always)
    func firsts(_ b: Self) -> Self {
        let (low, high) = (unsafeBitCast(self, to: DoubleSumLanes.self), unsafeBitCast(b, to: DoubleSumLanes.self))
        return unsafeBitCast(low & 0xFFFF_FFFF | high &<< DoubleSumLanes(repeating: 32), to: Self.self)
    }

    /// Of each two lanes the second, then that of `b`.
    @inline(__always)
    func seconds(_ b: Self) -> Self {
        let (low, high) = (unsafeBitCast(self, to: DoubleSumLanes.self), unsafeBitCast(b, to: DoubleSumLanes.self))
        return unsafeBitCast(low &>> DoubleSumLanes(repeating: 32) | high & 0xFFFF_FFFF_0000_0000, to: Self.self)
    }

    /// Of each four lanes the first two, then those of `b`.
    @inline(__always)
    func lows(_ b: Self) -> Self {
        let (a, b) = (unsafeBitCast(self, to: DoubleSumLanes.self), unsafeBitCast(b, to: DoubleSumLanes.self))
        #if SIMD_V4
        return unsafeBitCast(DoubleSumLanes(a[0], b[0], a[2], b[2], a[4], b[4], a[6], b[6]), to: Self.self)
        #else
        return unsafeBitCast(DoubleSumLanes(a[0], b[0], a[2], b[2]), to: Self.self)
        #endif
    }

    /// Of each four lanes the last two, then those of `b`.
    @inline(__always)
    func highs(_ b: Self) -> Self {
        let (a, b) = (unsafeBitCast(self, to: DoubleSumLanes.self), unsafeBitCast(b, to: DoubleSumLanes.self))
        #if SIMD_V4
        return unsafeBitCast(DoubleSumLanes(a[1], b[1], a[3], b[3], a[5], b[5], a[7], b[7]), to: Self.self)
        #else
        return unsafeBitCast(DoubleSumLanes(a[1], b[1], a[3], b[3]), to: Self.self)
        #endif
    }
}

#if SIMD_V4
private typealias DoubleSumLanes = SIMD8<UInt64>
#else
private typealias DoubleSumLanes = SIMD4<UInt64>
#endif
