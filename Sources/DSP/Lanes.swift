/// One control period of one channel. One register with AVX-512, two with AVX2, four with SSE or NEON.
typealias Lanes = SIMD16<Float>

extension SIMD16<Float> {
    /// self += a·b, fused where the processor fuses; `addProduct` without FMA would call libm once a lane.
    /// The analysis of `@_noLocks` cannot see into `addProduct`, which is one instruction: hence `no_performance_analysis`.
    @_semantics("no_performance_analysis") @inline(__always)
    mutating func mad(_ a: Lanes, _ b: Lanes) {
        #if HAS_FMA || arch(arm64)
            addProduct(a, b)
        #else
            self += a * b
        #endif
    }

    @inline(__always)
    var magnitudes: Lanes {
        @_noLocks get {
            let mask = SIMD16<UInt32>(repeating: 0x7fff_ffff)
            return unsafeBitCast(unsafeBitCast(self, to: SIMD16<UInt32>.self) & mask, to: Lanes.self)
        }
    }

    /// Denormal numbers cost a hundred times a normal one: what a loop feeds back is cut to zero under −300 dB.
    @inline(__always)
    var flushed: Lanes {
        @_noLocks get { replacing(with: Lanes(repeating: 0), where: magnitudes .< Lanes(repeating: 1e-15)) }
    }

    @_noLocks @inline(__always)
    func larger(_ other: Lanes) -> Lanes { replacing(with: other, where: self .< other) }

    @_noLocks @inline(__always)
    func smaller(_ other: Lanes) -> Lanes { replacing(with: other, where: self .> other) }
}
