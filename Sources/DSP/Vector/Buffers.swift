/// Raw float buffers, aligned for the widest vectors. Whoever calls `zeroed` deallocates in its deinit.
extension UnsafeMutablePointer where Pointee == Float {
    static func zeroed(_ count: Int) -> UnsafeMutablePointer<Float> {
        let raw = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * 4, alignment: 64)
        let pointer = raw.bindMemory(to: Float.self, capacity: max(count, 1))
        pointer.initialize(repeating: 0, count: max(count, 1))
        return pointer
    }

    @_noLocks @inline(__always)
    func clear(_ count: Int) {
        for index in 0..<count { self[index] = 0 }
    }

    /// The two buffers must not overlap. The last vector overlaps the one before it: lengths are mostly a little above a vector's, and
    /// a scalar remainder would cost more than the vectors.
    @_noLocks @inline(__always)
    func copy(from source: UnsafePointer<Float>, count: Int) {
        if count < 16 {
            for index in 0..<count { self[index] = source[index] }
            return
        }
        var index = 0
        while index < count &- 16 {
            (self + index).store((source + index).lanes)
            index &+= 16
        }
        (self + (count &- 16)).store((source + (count &- 16)).lanes)
    }

    /// Copies samples, with zeros for those beyond ±1000, for NaN and for what is below −300 dB: denormals, in which some fades end,
    /// cost a hundred times as much as normal numbers. Returns the largest magnitude.
    /// The buffers must not overlap.
    @_noLocks
    func copyClean(from source: UnsafePointer<Float>, count: Int) -> Float {
        let highest = Lanes(repeating: 1000)
        let lowest = Lanes(repeating: 1e-15)
        var peaks = Lanes()
        var index = 0
        while index + 16 <= count {
            let samples = (source + index).lanes
            let magnitudes = samples.magnitudes
            let clean = Lanes().replacing(with: samples, where: (magnitudes .< highest) .& (magnitudes .> lowest))
            (self + index).store(clean)
            peaks = peaks.larger(clean.magnitudes)
            index += 16
        }
        var peak = peaks.largest
        while index < count {
            let magnitude = abs(source[index])
            self[index] = magnitude < 1000 && magnitude > 1e-15 ? source[index] : 0
            peak = max(peak, abs(self[index]))
            index += 1
        }
        return peak
    }

    @_noLocks @inline(__always)
    func store(_ vector: Lanes) {
        UnsafeMutableRawPointer(self).storeBytes(of: vector, as: Lanes.self)
    }

    @inline(__always)
    var lanes: Lanes { @_noLocks get { UnsafeRawPointer(self).loadUnaligned(as: Lanes.self) } }
}

extension UnsafePointer where Pointee == Float {
    @inline(__always)
    var lanes: Lanes { @_noLocks get { UnsafeRawPointer(self).loadUnaligned(as: Lanes.self) } }
}
