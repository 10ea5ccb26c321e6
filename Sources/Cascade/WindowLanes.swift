/// As many windows at a time as a vector has lanes.
#if SIMD_V4
typealias WindowLanes = SIMD16<Float>
typealias SumLanes = SIMD16<Int32>
#else
typealias WindowLanes = SIMD8<Float>
typealias SumLanes = SIMD8<Int32>
#endif

extension SIMD {
    /// The numbers from base + place on.
    @inline(__always)
    init(_ base: UnsafePointer<Scalar>, _ place: Int32) {
        self = UnsafeRawPointer(base + Int(place)).loadUnaligned(as: Self.self)
    }
}

extension WindowLanes {
    /// Whole numbers as Float. From halves: the conversion of 16 lanes is taken apart lane by lane, these become one instruction.
    @inline(__always)
    init(whole: SumLanes) {
        #if SIMD_V4
        self.init(lowHalf: SIMD8<Float>(whole.lowHalf), highHalf: SIMD8<Float>(whole.highHalf))
        #else
        self.init(whole)
        #endif
    }

    /// Adds `gain` to the lanes where value · factor, rounded to Float, is below the threshold.
    @inline(__always)
    mutating func add(_ gain: Float, where value: SumLanes, _ factor: Self, isBelow threshold: Float) {
        let isBelow = Self(whole: value) * factor .< Self(repeating: threshold)
        #if SIMD_V4
        replace(with: self + Self(repeating: gain), where: isBelow)
        #else
        self += Self().replacing(with: Self(repeating: gain), where: isBelow)
        #endif
    }

    /// One bit per lane that is at least `limit`, lane 0 lowest.
    @inline(__always)
    func bits(from limit: Float) -> UInt64 {
        var lanes = SumLanes()
        for lane in 0..<SumLanes.scalarCount { lanes[lane] = 1 << Int32(lane) }
        let marked = SumLanes().replacing(with: lanes, where: self .>= Self(repeating: limit))
        #if SIMD_V4
        let eight = marked.lowHalf | marked.highHalf
        #else
        let eight = marked
        #endif
        let four = eight.lowHalf | eight.highHalf
        let two = four.lowHalf | four.highHalf
        return UInt64(UInt32(bitPattern: two[0] | two[1]))
    }
}
