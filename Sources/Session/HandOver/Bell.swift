import Glibc

/// Wakes a thread that sleeps until a certain time: ringing never waits, and a ring before the wait is not lost.
///
/// Invariant: mutex and condition live as long as the bell and are touched through pthread calls alone, `hasRung` only with the
/// mutex held.
final class Bell: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var hasRung = false

    init() {
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        // Swift's own condition variables wait by the date, which may jump.
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// From any thread but the player's: it locks.
    func ring() {
        pthread_mutex_lock(mutex)
        hasRung = true
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    /// Sleeps until the bell rings, or has rung since the last call, or the monotonic clock reaches `seconds`. One thread waits.
    func wait(until seconds: Double) {
        let whole = seconds.rounded(.down)
        var end = timespec(tv_sec: Int(whole), tv_nsec: Int((seconds - whole) * 1e9))
        pthread_mutex_lock(mutex)
        while !hasRung, pthread_cond_timedwait(condition, mutex, &end) == 0 {}
        hasRung = false
        pthread_mutex_unlock(mutex)
    }
}
