import Synchronization

/// Hands the newest wish from one writing thread to one reading thread. Of three slots the writer owns one, the reader one,
/// and the third holds the newest complete one; posting and taking swap slots, so neither ever waits or sees half a wish.
///
/// A plain handle, like `RingPositions`: whoever made it calls `deallocate` when both threads have ended.
struct Mailbox: @unchecked Sendable {
    private let slots: UnsafeMutablePointer<Wish>
    private let middle: UnsafeMutablePointer<Atomic<Int>>
    /// The writer's slot and the reader's slot.
    private let own: UnsafeMutablePointer<Int>

    init(_ wish: Wish) {
        slots = .allocate(capacity: 3)
        slots.initialize(repeating: wish, count: 3)
        middle = .allocate(capacity: 1)
        middle.initialize(to: Atomic(1))
        own = .allocate(capacity: 2)
        own[0] = 0
        own[1] = 2
    }

    func deallocate() {
        slots.deallocate()
        middle.deallocate()
        own.deallocate()
    }

    /// Writer's side: replaces whatever was not taken yet.
    func post(_ wish: Wish) {
        slots[own[0]] = wish
        own[0] = middle.pointee.exchange(own[0] | 4, ordering: .acquiringAndReleasing) & 3
    }

    /// Reader's side: copies the newest wish; false when nothing new came since the last call.
    @_noLocks func take(into wish: inout Wish) -> Bool {
        guard middle.pointee.load(ordering: .relaxed) & 4 != 0 else { return false }
        own[1] = middle.pointee.exchange(own[1], ordering: .acquiringAndReleasing) & 3
        wish = slots[own[1]]
        return true
    }
}
