import Synchronization

/// The one interface to a running session, for any thread: commands and facts go in, events and the newest snapshot come out.
/// A terminal, a page, OSC or MIDI is one more reader and one more sender.
public final class SessionPort: Sendable {
    /// What waits for the session's next pass, in order of arrival.
    enum Input: Sendable {
        case command(Command)
        case fact(Fact)
    }

    /// Inputs that may wait for one pass of the session.
    private static let mostInputs = 1024
    private struct Readers: Sendable {
        var subscriptions: [Subscription] = []
        var past = SessionPast()
        var isClosed = false
    }

    private struct Queue: Sendable {
        var inputs: [Input] = []
        var isOpen = true
    }

    private let queue = Mutex(Queue())
    private let readers = Mutex(Readers())
    private let newest = Mutex(Snapshot())

    /// A port without subscribers; give it to one `LiveSession`.
    public init() {}

    /// Queues a command; any thread. False when the queue is full or the session is over, and the command is dropped. The event
    /// `obeyed` or `refused` says what became of it.
    @discardableResult
    public func send(_ command: Command) -> Bool { put(.command(command)) }

    /// Queues a fact from outside the session, such as an edited map; any thread. False when the queue is full.
    @discardableResult
    public func report(_ fact: Fact) -> Bool { put(.fact(fact)) }

    /// Every event from now on; any thread.
    /// - Parameter capacity: events held while the reader is busy.
    public func subscribe(capacity: Int = 4096) -> Subscription {
        readers.withLock { SessionPort.add(Subscription(capacity: capacity), to: &$0) }
    }

    /// The same for a record of a session that plays already: before them come the events that say what has sounded so far, and
    /// what the state is now.
    public func subscribeForRecord(capacity: Int) -> Subscription {
        readers.withLock { readers in
            let beginning = readers.past.beginning(at: snapshot)
            return SessionPort.add(Subscription(capacity: capacity, past: beginning), to: &readers)
        }
    }

    private static func add(_ subscription: Subscription, to readers: inout Readers) -> Subscription {
        readers.subscriptions.removeAll { $0.isOver }
        if readers.isClosed { subscription.end() } else { readers.subscriptions.append(subscription) }
        return subscription
    }

    /// The newest snapshot, renewed at every pass of the session, some fifty times a second; any thread.
    public var snapshot: Snapshot { newest.withLock { $0 } }

    private func put(_ input: Input) -> Bool {
        queue.withLock { queue in
            guard queue.isOpen, queue.inputs.count < SessionPort.mostInputs else { return false }
            queue.inputs.append(input)
            return true
        }
    }

    // MARK: - The session's side

    /// From now on `send` answers false; what waits is still to be taken.
    func refuseInputs() { queue.withLock { $0.isOpen = false } }

    func takeInputs() -> [Input] {
        queue.withLock { queue in
            defer { queue.inputs.removeAll() }
            return queue.inputs
        }
    }

    func publish(_ events: [SessionEvent]) {
        guard !events.isEmpty else { return }
        let subscriptions = readers.withLock { readers in
            readers.past.take(events)
            return readers.subscriptions
        }
        for subscription in subscriptions { subscription.publish(events) }
    }

    func publish(_ snapshot: Snapshot) { newest.withLock { $0 = snapshot } }

    /// Ends every subscription and refuses further input: what waits may still be taken, nothing more will come. Public for a
    /// port whose session never starts.
    public func close() {
        refuseInputs()
        let subscriptions = readers.withLock { readers in
            readers.isClosed = true
            return readers.subscriptions
        }
        for subscription in subscriptions { subscription.end() }
    }
}
