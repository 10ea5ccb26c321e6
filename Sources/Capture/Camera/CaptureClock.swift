import CV4L2
import Glibc

/// Turns the driver's time stamps into a time line that never runs backwards. Drivers stamp frames by the monotonic clock, by
/// another one, not at all, or somewhat in the future.
struct CaptureClock {
    /// A monotonic stamp may be this far in the future, where a driver counts frames instead of reading its clock.
    private static let aheadSeconds = 0.1
    /// And this old: a program that was stopped finds old frames. An older stamp is no time of this clock.
    private static let behindSeconds = 10.0

    private var last = -Double.infinity

    /// - Parameters:
    ///   - driver: the buffer's time stamp.
    ///   - flags: the buffer's flags, which say by which clock it was stamped.
    ///   - now: when the frame was taken, on the monotonic clock.
    mutating func stamp(driver: timeval, flags: UInt32, now: Double) -> FrameStamp {
        let seconds = Double(driver.tv_sec) + Double(driver.tv_usec) * 1e-6
        let isMonotonic = flags & v4l2_stamp_mask == v4l2_stamp_monotonic
        let isPlausible = (now - CaptureClock.behindSeconds...now + CaptureClock.aheadSeconds).contains(seconds)
        let captured = isMonotonic && isPlausible ? min(seconds, now) : nil
        last = max(last, captured ?? now)
        return FrameStamp(seconds: last, capturedAt: captured)
    }
}
