import Synchronization

/// Where everything outside meets a running session, from any thread: commands and facts go in, events and the newest snapshot come
/// out. A terminal, a page, OSC or MIDI is one more reader and one more sender of the same.
public final class SessionPort: Sendable {
    /// What waits for the session's next turn, in the order in which it came.
    enum Input: Sendable {
        case command(Command)
        case fact(Fact)
    }

    /// The most inputs that wait for one turn of the session.
    private static let mostInputs = 1024
    private let inputs = Mutex<[Input]>([])
    private struct Readers: Sendable {
        var subscriptions: [Subscription] = []
        var isClosed = false
    }

    private let readers = Mutex(Readers())
    private let newest = Mutex(Snapshot())

    public init() {}

    /// False when too many wait or the session is over: the command is lost. What became of it is an event, `obeyed` or `refused`.
    @discardableResult
    public func send(_ command: Command) -> Bool { put(.command(command)) }

    /// Something that changed outside the session: an edited map.
    @discardableResult
    public func report(_ fact: Fact) -> Bool { put(.fact(fact)) }

    /// Every event from now on.
    /// - Parameter capacity: events that may wait while the reader is busy.
    public func subscribe(capacity: Int = 4096) -> Subscription {
        let subscription = Subscription(capacity: capacity)
        readers.withLock { readers in
            if readers.isClosed { subscription.end() } else { readers.subscriptions.append(subscription) }
        }
        return subscription
    }

    public func unsubscribe(_ subscription: Subscription) {
        readers.withLock { $0.subscriptions.removeAll { $0 === subscription } }
    }

    /// Renewed about ten times a second.
    public var snapshot: Snapshot { newest.withLock { $0 } }

    private func put(_ input: Input) -> Bool {
        guard !readers.withLock({ $0.isClosed }) else { return false }
        return inputs.withLock { inputs in
            guard inputs.count < SessionPort.mostInputs else { return false }
            inputs.append(input)
            return true
        }
    }

    // MARK: - The session's side

    func takeInputs() -> [Input] {
        inputs.withLock { inputs in
            defer { inputs.removeAll() }
            return inputs
        }
    }

    func publish(_ events: [SessionEvent]) {
        guard !events.isEmpty else { return }
        for subscription in readers.withLock({ $0.subscriptions }) { subscription.publish(events) }
    }

    func publish(_ snapshot: Snapshot) { newest.withLock { $0 = snapshot } }

    /// Nothing will come any more; whatever waits may still be taken, and no input is accepted. For whoever made the port, should no
    /// session come of it.
    public func close() {
        let subscriptions = readers.withLock { readers in
            readers.isClosed = true
            return readers.subscriptions
        }
        for subscription in subscriptions { subscription.end() }
    }
}
