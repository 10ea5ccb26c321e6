/// As many windows at a time as a vector has lanes.
#if SIMD_V4
typealias SumLanes = SIMD16<Int32>
#else
typealias SumLanes = SIMD8<Int32>
#endif

/// Runs of windows that are still alive are shorter: most of a longer one would be dead.
typealias RunLanes = SIMD8<Int32>

extension SIMD {
    /// The numbers from base + place on.
    @inline(__always)
    init(_ base: UnsafePointer<Scalar>, _ place: Int32) {
        self = UnsafeRawPointer(base + Int(place)).loadUnaligned(as: Self.self)
    }
}
