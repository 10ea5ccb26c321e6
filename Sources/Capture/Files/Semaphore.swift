import CKernel
import Glibc

/// Counts wake-ups between two threads. Neither side takes a lock: signalling is one atomic operation, and a system call when
/// somebody sleeps.
public final class Semaphore: @unchecked Sendable {
    /// The kernel's, which any thread may use.
    private let semaphore: UnsafeMutablePointer<sem_t>

    /// Nothing is signalled yet.
    public init() {
        semaphore = .allocate(capacity: 1)
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    /// Wakes the thread that waits, or the next one that will.
    public func signal() { sem_post(semaphore) }

    /// Waits for a signal, `seconds` at most.
    public func wait(seconds: Double) { _ = system_wait_for(semaphore, Int(max(0, min(seconds, 3600)) * 1e9)) }
}
