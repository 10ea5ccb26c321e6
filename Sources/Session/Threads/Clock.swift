import Glibc

/// The monotonic clock, which never jumps and ignores changes of the date. Every function may be called from any thread.
public enum Clock {
    /// The monotonic clock, in seconds.
    public static var seconds: Double { Double(nanoseconds(CLOCK_MONOTONIC)) * 1e-9 }

    /// Processor time of the calling thread, in seconds.
    public static var threadSeconds: Double { Double(nanoseconds(CLOCK_THREAD_CPUTIME_ID)) * 1e-9 }

    /// Sleeps until the monotonic clock reaches `seconds`; returns at once when that is past.
    public static func sleep(until seconds: Double) {
        let whole = seconds.rounded(.down)
        var target = timespec(tv_sec: Int(whole), tv_nsec: Int((seconds - whole) * 1e9))
        while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &target, nil) == EINTR {}
    }

    private static func nanoseconds(_ clock: clockid_t) -> Int64 {
        var now = timespec()
        clock_gettime(clock, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }
}
