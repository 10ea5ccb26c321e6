import Synchronization

/// The event queue of one reader. A reader that falls behind misses the newest events and is told how many; there is no back
/// pressure on the session.
public final class Subscription: Sendable {
    private struct State: Sendable {
        /// Before it began; these take no room from what comes.
        var past: [SessionEvent] = []
        var events: [SessionEvent] = []
        var missed = 0
        var isOver = false
    }

    private let capacity: Int
    private let state: Mutex<State>

    /// - Parameters:
    ///   - capacity: events held while the reader is busy.
    ///   - past: what it is told first, however much.
    init(capacity: Int, past: [SessionEvent] = []) {
        self.capacity = capacity
        state = Mutex(State(past: past))
    }

    /// Events since the last call, oldest first, and how many were dropped meanwhile; any thread.
    public func take() -> (events: [SessionEvent], missed: Int) {
        state.withLock { state in
            defer { (state.past, state.events, state.missed) = ([], [], 0) }
            return (state.past + state.events, state.missed)
        }
    }

    /// Nothing more will come; what waits may still be taken.
    public var isOver: Bool { state.withLock { $0.isOver } }

    func publish(_ events: [SessionEvent]) {
        state.withLock { state in
            guard !state.isOver else { return }
            let room = max(capacity - state.events.count, 0)
            state.events += events.prefix(room)
            state.missed += max(events.count - room, 0)
        }
    }

    func end() { state.withLock { $0.isOver = true } }
}
