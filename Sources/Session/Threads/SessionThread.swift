import Capture
import Synchronization

/// A live session on its own thread, so that a blocked terminal cannot hold up the music.
public struct SessionThread: ~Copyable {
    private final class Shared: Sendable {
        let result = Mutex<Result<LiveSession.Outcome, LeitmotifError>?>(nil)
    }

    private let shared: Shared
    private let worker: Worker

    /// Starts the thread, which owns the session from then on.
    /// - Throws: when there is no thread to be had; the session is over then.
    public init(_ session: consuming LiveSession) throws(LeitmotifError) {
        let shared = Shared()
        self.shared = shared
        worker = try Worker("session", moving: session) { (session: consuming LiveSession) in
            let result: Result<LiveSession.Outcome, LeitmotifError>
            do throws(LeitmotifError) { result = .success(try session.run()) } catch { result = .failure(error) }
            shared.result.withLock { $0 = result }
        }
    }

    /// Waits for the end of the session.
    public func finish() throws(LeitmotifError) -> LiveSession.Outcome {
        worker.join()
        guard let result = shared.result.withLock({ $0 }) else { preconditionFailure("a session that ended leaves its outcome") }
        return try result.get()
    }
}
