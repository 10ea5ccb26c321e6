import Glibc

/// Seconds of the monotonic clock, which neither jumps nor follows a change of date. In nanoseconds below, because a Double
/// of seconds is what people calculate with and an Int of nanoseconds what sleeping exactly needs.
public enum Clock {
    public static var seconds: Double { Double(nanoseconds(CLOCK_MONOTONIC)) * 1e-9 }

    /// Processor time of the calling thread, in seconds.
    public static var threadSeconds: Double { Double(nanoseconds(CLOCK_THREAD_CPUTIME_ID)) * 1e-9 }

    /// Sleeps until the monotonic clock shows `seconds`; returns at once when that is past.
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
