import Synchronization

/// Passes the newest value from one writing thread to one reading thread. Of three slots the writer owns one, the reader one, and
/// the third holds the newest complete value; posting and taking swap slots, so neither side ever waits or sees a torn value.
struct Mailbox<Value: BitwiseCopyable & Sendable>: ~Copyable {
    var writer: MailboxWriter<Value>
    var reader: MailboxReader<Value>

    /// - Parameter value: fills the slots; it does not count as posted.
    init(_ value: Value) {
        let slots = MailboxSlots(value)
        writer = MailboxWriter(slots: slots)
        reader = MailboxReader(slots: slots)
    }

    /// Gives away both ends; outside this module a noncopyable value cannot be taken apart.
    consuming func split<Result, Failure: Error>(
        _ body: (consuming MailboxWriter<Value>, consuming MailboxReader<Value>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(writer, reader)
    }
}

/// Invariant, maintained by the two ends: the writer's slot, the reader's slot and the one in `newest` are always distinct, and
/// each end touches only its own.
final class MailboxSlots<Value: BitwiseCopyable & Sendable>: @unchecked Sendable {
    fileprivate let values: UnsafeMutablePointer<Value>
    /// Index of the slot that neither end owns; bit 2 is set while it holds a value that has not been taken.
    fileprivate let newest = Atomic<Int>(1)

    fileprivate init(_ value: Value) {
        values = .allocate(capacity: 3)
        values.initialize(repeating: value, count: 3)
    }

    deinit { values.deallocate() }
}

/// The writing end.
struct MailboxWriter<Value: BitwiseCopyable & Sendable>: ~Copyable, Sendable {
    fileprivate let slots: MailboxSlots<Value>
    private var own = 0

    fileprivate init(slots: MailboxSlots<Value>) { self.slots = slots }

    /// Replaces a value that has not been taken.
    mutating func post(_ value: Value) {
        slots.values[own] = value
        own = slots.newest.exchange(own | 4, ordering: .acquiringAndReleasing) & 3
    }
}

/// The reading end.
struct MailboxReader<Value: BitwiseCopyable & Sendable>: ~Copyable, Sendable {
    fileprivate let slots: MailboxSlots<Value>
    private var own = 2

    fileprivate init(slots: MailboxSlots<Value>) { self.slots = slots }

    /// Copies the newest value; false when nothing was posted since the last call.
    @inline(__always)
    mutating func take(into value: inout Value) -> Bool {
        guard slots.newest.load(ordering: .relaxed) & 4 != 0 else { return false }
        own = slots.newest.exchange(own, ordering: .acquiringAndReleasing) & 3
        value = slots.values[own]
        return true
    }
}
