import Capture
import Synchronization

/// Reads the song ahead of the player while a session plays.
struct FeederThread: ~Copyable {
    private final class Shared: Sendable {
        let failure = Mutex<LeitmotifError?>(nil)
        let damage = Mutex<String?>(nil)
    }

    private let shared: Shared
    private let worker: Worker

    init(feeder: consuming sending SongFeeder, stop: StopFlag) throws(LeitmotifError) {
        let shared = Shared()
        self.shared = shared
        worker = try Worker("feeder", moving: feeder) { (feeder: consuming SongFeeder) in
            // A decoder that stalls makes a pause; only the session's end ends the waiting.
            feeder.wait { stop.isSet }
            do throws(LeitmotifError) {
                repeat {
                    try feeder.fill()
                    shared.damage.withLock { $0 = feeder.damage }
                } while stop.sleep(until: Clock.seconds + 0.01)
            } catch {
                if !stop.isSet { shared.failure.withLock { $0 = error } }
            }
        }
    }

    /// Why the song cannot be read any further; nil while it can.
    var error: LeitmotifError? { shared.failure.withLock { $0 } }

    /// What of the song cannot be heard, as far as it is known.
    var damage: String? { shared.damage.withLock { $0 } }

    /// Waits for the feeder's end; one that hangs in a read is left behind.
    func join() { worker.join(within: LiveSession.patienceSeconds) }
}
