import Synchronization

/// The two positions of a queue between one writing and one reading thread: no lock, no allocation after `init`; full and
/// empty are answers. Whoever keeps one keeps the elements beside it, at the slots that it names.
///
/// A plain handle: copies are the same ring, and whoever made it calls `deallocate` when both threads have ended. (A class
/// would count references on the audio path, and generic elements would need metadata there; both can lock.) `head` counts
/// elements ever read, `tail` elements ever written; the releasing store of one and the acquiring load by the other side order
/// the copies between them.
struct RingPositions: @unchecked Sendable {
    let capacity: Int
    private let head: UnsafeMutablePointer<Atomic<Int>>
    private let tail: UnsafeMutablePointer<Atomic<Int>>

    /// - Parameter capacity: elements it holds, a power of two.
    init(capacity: Int) {
        precondition(capacity > 0 && capacity & (capacity - 1) == 0, "a ring's capacity is a power of two")
        self.capacity = capacity
        head = .allocate(capacity: 1)
        tail = .allocate(capacity: 1)
        head.initialize(to: Atomic(0))
        tail.initialize(to: Atomic(0))
    }

    func deallocate() {
        head.deallocate()
        tail.deallocate()
    }

    /// Writer's side: how many elements find room, and the slot of the first.
    @_noLocks func room() -> (count: Int, slot: Int) {
        let end = tail.pointee.load(ordering: .relaxed)
        return (capacity - (end - head.pointee.load(ordering: .acquiring)), end & (capacity - 1))
    }

    /// Writer's side: `count` elements have been written from that slot on, the ring's end being followed by its beginning.
    @_noLocks func wrote(_ count: Int) {
        tail.pointee.store(tail.pointee.load(ordering: .relaxed) + count, ordering: .releasing)
    }

    /// Reader's side: how many elements wait, and the slot of the first.
    @_noLocks func waiting() -> (count: Int, slot: Int) {
        let start = head.pointee.load(ordering: .relaxed)
        return (tail.pointee.load(ordering: .acquiring) - start, start & (capacity - 1))
    }

    /// Reader's side: `count` elements have been taken.
    @_noLocks func took(_ count: Int) {
        head.pointee.store(head.pointee.load(ordering: .relaxed) + count, ordering: .releasing)
    }
}

/// A ring of song blocks: in to the player, or back to be filled again.
struct SongBlockRing: @unchecked Sendable {
    private let positions: RingPositions
    private let blocks: UnsafeMutablePointer<SongBlock>

    init(capacity: Int) {
        positions = RingPositions(capacity: capacity)
        blocks = .allocate(capacity: capacity)
    }

    func deallocate() {
        positions.deallocate()
        blocks.deallocate()
    }

    /// False when the ring is full.
    @_noLocks func push(_ block: SongBlock) -> Bool {
        let room = positions.room()
        guard room.count > 0 else { return false }
        blocks[room.slot] = block
        positions.wrote(1)
        return true
    }

    /// False when there is nothing.
    @_noLocks func pop(into block: inout SongBlock) -> Bool {
        let waiting = positions.waiting()
        guard waiting.count > 0 else { return false }
        block = blocks[waiting.slot]
        positions.took(1)
        return true
    }
}

/// A ring of what the player tells main.
struct EventRing: @unchecked Sendable {
    private let positions: RingPositions
    private let events: UnsafeMutablePointer<PlayerEvent>

    init(capacity: Int) {
        positions = RingPositions(capacity: capacity)
        events = .allocate(capacity: capacity)
    }

    func deallocate() {
        positions.deallocate()
        events.deallocate()
    }

    /// False when the ring is full: main does not listen, and the event is lost.
    @_noLocks func push(_ event: PlayerEvent) -> Bool {
        let room = positions.room()
        guard room.count > 0 else { return false }
        events[room.slot] = event
        positions.wrote(1)
        return true
    }

    /// Nil when there is nothing.
    func pop() -> PlayerEvent? {
        let waiting = positions.waiting()
        guard waiting.count > 0 else { return nil }
        defer { positions.took(1) }
        return events[waiting.slot]
    }
}

/// A ring of interleaved samples on their way to a file.
struct SampleRing: @unchecked Sendable {
    private let positions: RingPositions
    private let samples: UnsafeMutablePointer<Float>

    init(capacity: Int) {
        positions = RingPositions(capacity: capacity)
        samples = .allocate(capacity: capacity)
    }

    func deallocate() {
        positions.deallocate()
        samples.deallocate()
    }

    /// All `count` samples, or none and false when they do not fit.
    @_noLocks func push(_ source: UnsafePointer<Float>, count: Int) -> Bool {
        let room = positions.room()
        guard room.count >= count else { return false }
        for index in 0..<count { samples[(room.slot + index) & (positions.capacity - 1)] = source[index] }
        positions.wrote(count)
        return true
    }

    /// Up to `count` samples; answers how many.
    func pop(into target: UnsafeMutablePointer<Float>, count: Int) -> Int {
        let waiting = positions.waiting()
        let taken = min(waiting.count, count)
        for index in 0..<taken { target[index] = samples[(waiting.slot + index) & (positions.capacity - 1)] }
        positions.took(taken)
        return taken
    }
}
