import Synchronization

/// A bounded queue for one writing and one reading thread: no lock, no allocation after `init`; full and empty are return values.
///
/// Each end exists once and moves into the thread that uses it, so the compiler refuses a second writer or reader:
/// ```
/// let ring = Ring<Float>(capacity: 1024)
/// let producer = ring.producer, consumer = ring.consumer
/// ```
/// Generic methods cannot carry `@_noLocks`; they are inlined, and their callers on the audio path are checked.
struct Ring<Element: BitwiseCopyable & Sendable>: ~Copyable {
    var producer: Producer<Element>
    var consumer: Consumer<Element>

    /// - Parameter capacity: elements it holds, a power of two.
    init(capacity: Int) {
        let storage = RingStorage<Element>(capacity: capacity)
        producer = Producer(storage: storage)
        consumer = Consumer(storage: storage)
    }

    /// Gives away both ends; outside this module a noncopyable value cannot be taken apart.
    consuming func split<Result, Failure: Error>(
        _ body: (consuming Producer<Element>, consuming Consumer<Element>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(producer, consumer)
    }
}

/// `read` counts all elements taken, `written` all elements put in. Invariant, maintained by the two ends: slots from `read` up
/// to `written` belong to the consumer, all others to the producer; the releasing store of a count and the acquiring load on the
/// other side order the copies between them.
final class RingStorage<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    let capacity: Int
    let slots: UnsafeMutablePointer<Element>
    let read = Atomic<Int>(0)
    let written = Atomic<Int>(0)

    init(capacity: Int) {
        precondition(capacity > 0 && capacity & (capacity - 1) == 0, "a ring's capacity is a power of two")
        self.capacity = capacity
        slots = .allocate(capacity: capacity)
    }

    deinit { slots.deallocate() }
}

/// The writing end.
struct Producer<Element: BitwiseCopyable & Sendable>: ~Copyable, Sendable {
    fileprivate let storage: RingStorage<Element>

    /// False when the ring is full.
    @inline(__always)
    mutating func push(_ element: Element) -> Bool {
        let end = storage.written.load(ordering: .relaxed)
        guard end &- storage.read.load(ordering: .acquiring) < storage.capacity else { return false }
        storage.slots[end & (storage.capacity &- 1)] = element
        storage.written.store(end &+ 1, ordering: .releasing)
        return true
    }

    /// All `count` elements, or none and false when they do not fit.
    @inline(__always)
    mutating func push(_ source: UnsafePointer<Element>, count: Int) -> Bool {
        let end = storage.written.load(ordering: .relaxed)
        guard storage.capacity &- (end &- storage.read.load(ordering: .acquiring)) >= count else { return false }
        var index = 0
        while index < count {
            storage.slots[(end &+ index) & (storage.capacity &- 1)] = source[index]
            index &+= 1
        }
        storage.written.store(end &+ count, ordering: .releasing)
        return true
    }
}

/// The reading end.
struct Consumer<Element: BitwiseCopyable & Sendable>: ~Copyable, Sendable {
    fileprivate let storage: RingStorage<Element>

    /// False when the ring is empty.
    @inline(__always)
    mutating func pop(into element: inout Element) -> Bool {
        let start = storage.read.load(ordering: .relaxed)
        guard storage.written.load(ordering: .acquiring) != start else { return false }
        element = storage.slots[start & (storage.capacity &- 1)]
        storage.read.store(start &+ 1, ordering: .releasing)
        return true
    }

    /// Nil when the ring is empty.
    @inline(__always)
    mutating func pop() -> Element? {
        let start = storage.read.load(ordering: .relaxed)
        guard storage.written.load(ordering: .acquiring) != start else { return nil }
        defer { storage.read.store(start &+ 1, ordering: .releasing) }
        return storage.slots[start & (storage.capacity &- 1)]
    }

    /// Up to `count` elements; returns how many.
    @inline(__always)
    mutating func pop(into target: UnsafeMutablePointer<Element>, count: Int) -> Int {
        let start = storage.read.load(ordering: .relaxed)
        let waiting = storage.written.load(ordering: .acquiring) &- start
        let taken = waiting < count ? waiting : count
        var index = 0
        while index < taken {
            target[index] = storage.slots[(start &+ index) & (storage.capacity &- 1)]
            index &+= 1
        }
        storage.read.store(start &+ taken, ordering: .releasing)
        return taken
    }
}
