/// As many windows at a time as a vector has lanes.
#if SIMD_V4
typealias WindowLanes = SIMD32<UInt16>
typealias SixtyFourWindows = WindowPair<WindowLanes>
#else
typealias WindowLanes = SIMD16<UInt16>
typealias SixtyFourWindows = WindowPair<WindowPair<WindowLanes>>
#endif

/// Runs of windows that are still alive are short: most of a longer one would be dead.
typealias RunLanes = SIMD16<UInt16>
typealias RunGroup = WindowPair<WindowPair<RunLanes>>

extension SIMD {
    /// The numbers from base + place on.
    @inline(__always)
    init(_ base: UnsafePointer<Scalar>, _ place: Int32) {
        self = UnsafeRawPointer(base + Int(place)).loadUnaligned(as: Self.self)
    }
}
