import CV4L2
import Glibc
import Testing

@testable import Capture

@Suite struct CaptureClockTests {
    private func time(_ seconds: Double) -> timeval {
        let whole = seconds.rounded(.down)
        return timeval(tv_sec: Int(whole), tv_usec: Int(((seconds - whole) * 1e6).rounded()))
    }

    @Test func aMonotonicStampIsWhenItWasCaptured() {
        var clock = CaptureClock()
        #expect(clock.stamp(driver: time(99.5), flags: v4l2_stamp_monotonic, now: 100) == FrameStamp(seconds: 99.5, capturedAt: 99.5))
        // A program that was stopped for seconds finds old frames.
        #expect(clock.stamp(driver: time(99.75), flags: v4l2_stamp_monotonic, now: 105).capturedAt == 99.75)
    }

    @Test func aStampSlightlyInTheFutureIsNow() {
        var clock = CaptureClock()
        #expect(clock.stamp(driver: time(100.0625), flags: v4l2_stamp_monotonic, now: 100) == FrameStamp(seconds: 100, capturedAt: 100))
    }

    @Test(arguments: [0, 50, 100.5, 1.7e9]) func aStampOfAnotherClockCountsWhenItArrives(_ driver: Double) {
        var clock = CaptureClock()
        #expect(clock.stamp(driver: time(driver), flags: v4l2_stamp_monotonic, now: 100) == FrameStamp(seconds: 100))
    }

    @Test func aClockThatTheDriverDoesNotNameIsNotTrusted() {
        var clock = CaptureClock()
        #expect(clock.stamp(driver: time(99.5), flags: 0, now: 100) == FrameStamp(seconds: 100))
    }

    @Test func theTimeLineNeverRunsBackwards() {
        var clock = CaptureClock()
        #expect(clock.stamp(driver: time(100), flags: v4l2_stamp_monotonic, now: 100).seconds == 100)
        #expect(clock.stamp(driver: time(99), flags: v4l2_stamp_monotonic, now: 100.5) == FrameStamp(seconds: 100, capturedAt: 99))
        #expect(clock.stamp(driver: time(0), flags: 0, now: 101).seconds == 101)
    }
}
