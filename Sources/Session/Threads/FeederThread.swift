import Capture
import Synchronization

/// Keeps the song's blocks filled while a session plays.
final class FeederThread: @unchecked Sendable {
    private let failure: Mutex<CaptureError?> = Mutex(nil)
    private var worker: Worker?

    init(feeder: SongFeeder, stop: StopFlag) {
        worker = Worker("feeder") { [self] in
            do throws(CaptureError) {
                repeat { try feeder.fill() } while stop.sleep(until: Clock.seconds + 0.01)
            } catch {
                failure.withLock { $0 = error }
            }
        }
    }

    /// Why the song cannot be read on, nil as long as it can.
    var error: CaptureError? { failure.withLock { $0 } }

    func join() { worker?.join() }
}
