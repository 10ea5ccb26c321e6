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

    /// The two buffers must not overlap.
    @_noLocks @inline(__always)
    func copy(from source: UnsafePointer<Float>, count: Int) {
        for index in 0..<count { self[index] = source[index] }
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
