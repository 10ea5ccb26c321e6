/// As many windows at a time as the registers hold sums for.
#if SIMD_V4
typealias ThirtyTwoWindows = SIMD32<UInt16>
#else
typealias ThirtyTwoWindows = WindowPair<SIMD16<UInt16>>
#endif
typealias SixtyFourWindows = WindowPair<ThirtyTwoWindows>

/// Short runs: in longer ones most windows would be dead.
typealias RunLanes = SIMD16<UInt16>
typealias RunGroup = WindowPair<WindowPair<RunLanes>>

extension SIMD {
    /// Loads from base + place on.
    @inline(__always)
    init(_ base: UnsafePointer<Scalar>, _ place: Int32) {
        self = UnsafeRawPointer(base + Int(place)).loadUnaligned(as: Self.self)
    }
}
