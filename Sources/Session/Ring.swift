import Synchronization

/// A queue between one writing and one reading thread: no lock, no allocation after `init`, full and empty are answers.
///
/// `head` counts elements ever read, `tail` elements ever written; the release store of one and the acquire load by the
/// other side order the copies between them.
final class Ring<Element: BitwiseCopyable>: @unchecked Sendable {
    let capacity: Int
    private let storage: UnsafeMutablePointer<Element>
    private let head = Atomic<Int>(0)
    private let tail = Atomic<Int>(0)

    /// - Parameter capacity: elements it holds, a power of two.
    init(capacity: Int) {
        precondition(capacity > 0 && capacity & (capacity - 1) == 0, "a ring's capacity is a power of two")
        self.capacity = capacity
        storage = .allocate(capacity: capacity)
    }

    deinit { storage.deallocate() }

    /// Elements that wait to be read.
    var count: Int { tail.load(ordering: .acquiring) - head.load(ordering: .acquiring) }

    /// Writer's side. False when the ring is full.
    @_noLocks func push(_ element: Element) -> Bool {
        let end = tail.load(ordering: .relaxed)
        guard end - head.load(ordering: .acquiring) < capacity else { return false }
        storage[end & (capacity - 1)] = element
        tail.store(end + 1, ordering: .releasing)
        return true
    }

    /// Writer's side: all `count` elements, or none and false when they do not fit.
    @_noLocks func push(_ elements: UnsafePointer<Element>, count: Int) -> Bool {
        let end = tail.load(ordering: .relaxed)
        guard capacity - (end - head.load(ordering: .acquiring)) >= count else { return false }
        for index in 0..<count { storage[(end + index) & (capacity - 1)] = elements[index] }
        tail.store(end + count, ordering: .releasing)
        return true
    }

    /// Reader's side. False when there is nothing.
    @_noLocks func pop(into element: inout Element) -> Bool {
        let start = head.load(ordering: .relaxed)
        guard tail.load(ordering: .acquiring) > start else { return false }
        element = storage[start & (capacity - 1)]
        head.store(start + 1, ordering: .releasing)
        return true
    }

    /// Reader's side: up to `count` elements; answers how many.
    @_noLocks func pop(into elements: UnsafeMutablePointer<Element>, count: Int) -> Int {
        let start = head.load(ordering: .relaxed)
        let available = tail.load(ordering: .acquiring) - start
        let taken = available < count ? available : count
        for index in 0..<taken { elements[index] = storage[(start + index) & (capacity - 1)] }
        head.store(start + taken, ordering: .releasing)
        return taken
    }
}
