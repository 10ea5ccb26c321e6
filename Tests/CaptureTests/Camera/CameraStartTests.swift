import Glibc
import Testing

@testable import Capture

@Suite struct CameraStartTests {
    private static let large = CameraFormat(pixels: .raw(.yuyv), width: 640, height: 480, framesPerSecond: 30)
    private static let other = CameraFormat(pixels: .raw(.uyvy), width: 640, height: 480, framesPerSecond: 30)
    private static let jpeg = CameraFormat(pixels: .mjpeg, width: 640, height: 480, framesPerSecond: 30)
    private static let small = CameraFormat(pixels: .raw(.yuyv), width: 320, height: 240, framesPerSecond: 30)
    private let formats = CameraFormat.ranked([large, other, jpeg, small])

    /// What is tried when every attempt fails with `code`: formats and pauses.
    private func attempts(_ code: Int32, _ formats: [CameraFormat]) -> [(CameraFormat, Double)] {
        var start = CameraStart(formats)
        var attempts: [(CameraFormat, Double)] = []
        while case .attempt(let format, let pause) = start.step {
            attempts.append((format, pause))
            start.failed(code)
        }
        #expect(start.attempts == attempts.count)
        return attempts
    }

    @Test func theBestFormatIsTriedFirstAndAtOnce() {
        #expect(CameraStart(formats).step == .attempt(Self.large, afterSeconds: 0))
        #expect(CameraStart([]).step == .giveUp)
    }

    @Test func aFullBusGetsWhatNeedsLessOfIt() {
        // Another format of the same size is no use.
        let tried = attempts(ENOSPC, formats)
        #expect(tried.map { $0.0 } == [Self.large, Self.small, Self.jpeg, Self.jpeg, Self.jpeg])
        #expect(tried.map { $0.1 } == [0, 0.1, 0.1, 0.1, 0.3])
    }

    @Test(arguments: [EPROTO, EIO, ETIMEDOUT, EPIPE]) func aHiccupIsTriedAgainAndThenWithLess(_ code: Int32) {
        let tried = attempts(code, formats)
        #expect(tried.map { $0.0 } == [Self.large, Self.large, Self.large, Self.small, Self.small, Self.small, Self.jpeg, Self.jpeg])
        #expect(tried.map { $0.1 } == [0, 0.1, 0.3, 0.1, 0.1, 0.3, 0.1, 0.1])
        #expect(tried.count == CameraStart.mostAttempts)
    }

    @Test func aRefusedFormatIsFollowedByTheNextBest() {
        #expect(attempts(EINVAL, formats).map { $0.0 } == formats)
    }

    @Test func aBusyCameraIsTriedThreeTimesAsItIs() {
        let tried = attempts(-EBUSY, formats)
        #expect(tried.map { $0.0 } == [Self.large, Self.large, Self.large] && tried.map { $0.1 } == [0, 0.1, 0.3])
    }

    @Test(arguments: [ENODEV, ENOENT, EACCES]) func whatIsGoneOrForbiddenIsNotTriedAgain(_ code: Int32) {
        #expect(attempts(code, formats).count == 1)
    }

    @Test func aHundredFormatsAreNotAllTried() {
        #expect(attempts(EINVAL, Array(repeating: Self.large, count: 100)).count == CameraStart.mostAttempts)
    }

    @Test func peopleAreToldWhatIsMissing() {
        let full = CameraRefusal(-ENOSPC, "YUYV 640×480").error("/dev/video0", attempts: 5, holder: nil)
        #expect(full.kind == .full && full.cause.contains("USB bandwidth") && full.cause.contains("after 5 attempts"))
        let busy = CameraRefusal(EBUSY, "YUYV 640×480").error("/dev/video0", attempts: 3, holder: "obs (process 12)")
        #expect(busy.kind == .busy && busy.nextStep == "end obs (process 12)")
        let hiccup = CameraRefusal(EPROTO, "YUYV 640×480").error("/dev/video0", attempts: 1, holder: nil)
        #expect(hiccup.description == "start camera /dev/video0: YUYV 640×480: Protocol error; plug it into another USB socket, without a hub and with a shorter cable")
        #expect(CameraRefusal(EINVAL, "YUYV", "it gives H264").error("v", attempts: 1, holder: nil).kind == .unsupported)
    }
}
