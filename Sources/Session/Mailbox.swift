// Session: time and threads: the watcher, the player, what passes between them, offline rendering, the session record.
// May import every room below it, Glibc and Synchronization; no Foundation and no packages, so that a board can run it.
// Pictures and songs come from Capture; sound goes back there; App says what is wished and shows what happened.
import Synchronization

/// Hands the newest value from one writing thread to one reading thread. Of three slots the writer owns one, the reader one,
/// and the third holds the newest complete value; posting and taking swap slots, so neither ever waits or sees half a value.
final class Mailbox<Value: BitwiseCopyable>: @unchecked Sendable {
    private let slots: UnsafeMutablePointer<Value>
    private let middle = Atomic<Int>(1)
    private var writerSlot = 0
    private var readerSlot = 2

    init(_ value: Value) {
        slots = .allocate(capacity: 3)
        slots.initialize(repeating: value, count: 3)
    }

    deinit { slots.deallocate() }

    /// Writer's side: replaces whatever was not taken yet.
    func post(_ value: Value) {
        slots[writerSlot] = value
        writerSlot = middle.exchange(writerSlot | 4, ordering: .acquiringAndReleasing) & 3
    }

    /// Reader's side: copies the newest value; false when nothing new came since the last call.
    @_noLocks func take(into value: inout Value) -> Bool {
        guard middle.load(ordering: .relaxed) & 4 != 0 else { return false }
        readerSlot = middle.exchange(readerSlot, ordering: .acquiringAndReleasing) & 3
        value = slots[readerSlot]
        return true
    }
}
