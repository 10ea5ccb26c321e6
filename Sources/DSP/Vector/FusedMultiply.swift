extension SIMD where Scalar: FloatingPoint {
    /// self += a·b, fused where the processor fuses; `addProduct` without FMA would call libm once a lane.
    /// The analysis of `@_noLocks` cannot see into `addProduct`, which is one instruction: hence `no_performance_analysis`.
    @_semantics("no_performance_analysis") @inline(__always)
    mutating func mad(_ a: Self, _ b: Self) {
        #if HAS_FMA || arch(arm64)
            addProduct(a, b)
        #else
            self += a * b
        #endif
    }
}
