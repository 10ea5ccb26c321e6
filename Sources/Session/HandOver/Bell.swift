import Capture
import Synchronization

/// Wakes a thread that sleeps until a certain time: ringing never waits, and a ring before the wait is not lost. Many rings before
/// a wait are one; now and then it ends too early, for nothing.
final class Bell: Sendable {
    private let hasRung = Atomic<Bool>(false)
    private let semaphore = Semaphore()

    /// From any thread.
    func ring() { if !hasRung.exchange(true, ordering: .acquiringAndReleasing) { semaphore.signal() } }

    /// Sleeps until the bell rings, or has rung since the last call, or the monotonic clock reaches `seconds`. One thread waits.
    func wait(until seconds: Double) {
        semaphore.wait(seconds: seconds - Clock.seconds)
        // Whoever rings before this has reported what the caller looks at next.
        _ = hasRung.exchange(false, ordering: .acquiringAndReleasing)
    }
}
