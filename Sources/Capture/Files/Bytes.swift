/// Raw storage, reused from frame to frame; grows, never shrinks.
final class Bytes {
    private(set) var base: UnsafeMutablePointer<UInt8>
    private(set) var capacity: Int
    /// How many bytes are in use; at most `capacity`.
    var count = 0

    init(capacity: Int = 4096) {
        self.capacity = capacity
        base = .allocate(capacity: capacity)
    }

    /// Makes room for at least `capacity` bytes; growing discards the contents.
    func reserve(_ capacity: Int) {
        guard capacity > self.capacity else { return }
        base.deallocate()
        base = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    var raw: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    deinit { base.deallocate() }
}
