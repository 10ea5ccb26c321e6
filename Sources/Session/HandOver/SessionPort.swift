import Synchronization

/// Where everything outside meets a running session, from any thread: commands and facts go in, events and the newest snapshot come
/// out. A terminal, a page, OSC or MIDI is one more reader and one more sender of the same.
public final class SessionPort: Sendable {
    /// What waits for the session's next turn, in the order in which it came.
    enum Input: Sendable {
        case command(Command)
        case fact(Fact)
    }

    /// The most inputs that wait; more in a fiftieth of a second is no person.
    private static let mostInputs = 1024
    private let inputs = Mutex<[Input]>([])
    private let subscriptions = Mutex<[Subscription]>([])
    private let newest = Mutex(Snapshot())

    public init() {}

    /// False when too many wait: the command is lost.
    @discardableResult
    public func send(_ command: Command) -> Bool { put(.command(command)) }

    /// Something that changed outside the session: an edited map.
    @discardableResult
    public func report(_ fact: Fact) -> Bool { put(.fact(fact)) }

    /// Every event from now on.
    /// - Parameter capacity: events that may wait while the reader is busy.
    public func subscribe(capacity: Int = 4096) -> Subscription {
        let subscription = Subscription(capacity: capacity)
        subscriptions.withLock { $0.append(subscription) }
        return subscription
    }

    public func unsubscribe(_ subscription: Subscription) {
        subscriptions.withLock { $0.removeAll { $0 === subscription } }
    }

    /// Not older than a tenth of a second.
    public var snapshot: Snapshot { newest.withLock { $0 } }

    private func put(_ input: Input) -> Bool {
        inputs.withLock { inputs in
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
        for subscription in subscriptions.withLock({ $0 }) { subscription.publish(events) }
    }

    func publish(_ snapshot: Snapshot) { newest.withLock { $0 = snapshot } }

    /// Whatever waits may still be taken, nothing will come any more. For whoever made the port, should no session come of it.
    public func close() { for subscription in subscriptions.withLock({ $0 }) { subscription.end() } }
}
