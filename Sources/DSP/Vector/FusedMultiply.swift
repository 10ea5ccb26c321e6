/// self += a·b for the vectors that the kernels use. `@_noLocks` cannot see into `addProduct`, which is one instruction: hence
/// `no_performance_analysis`, and functions that are not generic, which a build of one file at a time could not look into.
extension SIMD16<Float> {
    @_semantics("no_performance_analysis") @inline(__always)
    mutating func mad(_ a: Self, _ b: Self) { fuse(a, b) }
}

extension SIMD8<Double> {
    @_semantics("no_performance_analysis") @inline(__always)
    mutating func mad(_ a: Self, _ b: Self) { fuse(a, b) }
}

extension SIMD2<Double> {
    @_semantics("no_performance_analysis") @inline(__always)
    mutating func mad(_ a: Self, _ b: Self) { fuse(a, b) }
}

extension SIMD where Scalar: FloatingPoint {
    /// Fused where the processor fuses; `addProduct` without FMA would call libm once a lane.
    @inline(__always)
    fileprivate mutating func fuse(_ a: Self, _ b: Self) {
        #if SIMD_V4 || SIMD_V3 || arch(arm64)
            addProduct(a, b)
        #else
            self += a * b
        #endif
    }
}
