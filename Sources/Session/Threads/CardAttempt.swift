import Capture
import Synchronization

/// One attempt to open a sound card, on a thread of its own: `snd_pcm_open` may hang for ever. A card that comes after nobody
/// waits for it any more is closed.
public final class CardAttempt: Sendable {
    /// What has become of it.
    public enum Outcome: ~Copyable, Sendable {
        /// The card, which belongs to whoever takes it.
        case opened(HandOver<SoundCard>)
        /// It could not be opened.
        case failed(LeitmotifError)
    }

    private struct State: ~Copyable, Sendable {
        var outcome: Outcome?
        var isAwaited = true
    }

    private final class Shared: Sendable {
        let state = Mutex(State())
        let hasEnded = Atomic<Bool>(false)
    }

    /// How long a device may take to open.
    public static let patienceSeconds = 5.0

    private let shared = Shared()
    private let worker: Worker
    private let beginSeconds = Clock.seconds

    /// Begins to open.
    /// - Throws: when no thread can be started.
    public init(_ open: @escaping @Sendable () throws(LeitmotifError) -> SoundCard) throws(LeitmotifError) {
        worker = try Worker("card opener") { [shared] in
            var outcome: Outcome?
            do throws(LeitmotifError) { outcome = .opened(HandOver(try open())) } catch { outcome = .failed(error) }
            shared.state.withLock { state in
                if state.isAwaited { state.outcome = outcome.take() }
            }
            shared.hasEnded.store(true, ordering: .releasing)
        }
    }

    /// The outcome, once; nil while there is none.
    public func takeOutcome() -> Outcome? { shared.state.withLock { $0.outcome.take() } }

    /// Waits for the outcome, `patienceSeconds` at most.
    public func wait() -> Outcome? {
        while true {
            if let outcome = takeOutcome() { return outcome }
            if isOverdue { return nil }
            Clock.sleep(until: Clock.seconds + 0.002)
        }
    }

    /// It has taken longer than a device may.
    var isOverdue: Bool { Clock.seconds - beginSeconds > CardAttempt.patienceSeconds }
    /// Its thread has come back.
    var hasEnded: Bool { shared.hasEnded.load(ordering: .acquiring) }

    /// Nobody waits for it any more; its thread is left to itself.
    func abandon() {
        let late = shared.state.withLock { state in
            state.isAwaited = false
            return state.outcome.take()
        }
        worker.join(within: 0)
        if case .opened(let card)? = late { CardAttempt.close(card) }
    }

    /// Elsewhere: closing may hang as well.
    private static func close(_ card: consuming HandOver<SoundCard>) {
        let closer = try? Worker("card closer", moving: card) { (card: consuming HandOver<SoundCard>) in _ = card.take() }
        closer?.join(within: 0)
    }

    deinit { abandon() }
}
