import Synchronization

/// Events on their way to one reader. A reader that is too slow misses the newest ones and learns how many; the session never waits.
public final class Subscription: Sendable {
    private struct State: Sendable {
        var events: [SessionEvent] = []
        var missed = 0
        var isOver = false
    }

    private let capacity: Int
    private let state = Mutex(State())

    /// - Parameter capacity: events that may wait.
    init(capacity: Int) { self.capacity = capacity }

    /// What happened since the last call, oldest first, and how many events found no room meanwhile.
    public func take() -> (events: [SessionEvent], missed: Int) {
        state.withLock { state in
            defer { (state.events, state.missed) = ([], 0) }
            return (state.events, state.missed)
        }
    }

    /// Nothing will come any more; what waits may still be taken.
    public var isOver: Bool { state.withLock { $0.isOver } }

    func publish(_ events: [SessionEvent]) {
        state.withLock { state in
            let room = max(capacity - state.events.count, 0)
            state.events += events.prefix(room)
            state.missed += max(events.count - room, 0)
        }
    }

    func end() { state.withLock { $0.isOver = true } }
}
