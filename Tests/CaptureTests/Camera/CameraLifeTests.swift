import Glibc
import Testing

@testable import Capture

/// Every transition in virtual time: answers of a driver go in, each at its second.
@Suite struct CameraLifeTests {
    private static let waiting = CameraLife.Step.wait(seconds: CameraLife.waitSeconds)

    /// A camera of four buffers that has delivered pictures, `interval` apart, until second `end`.
    private func running(every interval: Double = 1.0 / 32, until end: Double = 4) -> CameraLife {
        var life = CameraLife(grantedInterval: 1.0 / 30, at: 0)
        var now = 0.0
        while now + interval <= end {
            now += interval
            show(&life, at: now)
        }
        return life
    }

    private func show(_ life: inout CameraLife, at now: Double) {
        // Slower than half a second: waits in between come back without anything.
        life.waited(.ready, at: now)
        #expect(life.step == .take)
        life.took(.picture, at: now)
        life.queued(4, of: 4)
        #expect(life.step == Self.waiting)
    }

    /// Nothing comes for a while; the second at which the camera is lost, and why.
    private func silence(_ life: inout CameraLife, from begin: Double, for seconds: Double = 30) -> (Double, CameraLoss)? {
        var now = begin
        while now < begin + seconds {
            now += CameraLife.waitSeconds
            life.waited(.quiet, at: now)
            if case .lose(let loss) = life.step { return (now - begin, loss) }
        }
        return nil
    }

    @Test func aCameraMayTakeSecondsToStart() throws {
        var life = CameraLife(grantedInterval: 1.0 / 30, at: 0)
        for now in stride(from: 0.5, through: 4.5, by: 0.5) {
            life.waited(.quiet, at: now)
            #expect(life.step == Self.waiting)
        }
        show(&life, at: 4.75)
        life = CameraLife(grantedInterval: 1.0 / 30, at: 0)
        let (seconds, loss) = try #require(silence(&life, from: 0))
        #expect(seconds == 5 && loss == CameraLoss(cause: .silent(seconds: 5), absence: nil))
    }

    @Test func aRunningCameraIsSilentAfterTwoSeconds() throws {
        var life = running()
        let (seconds, loss) = try #require(silence(&life, from: 4))
        #expect(seconds == 2 && loss == CameraLoss(cause: .silent(seconds: 2), absence: nil))
        #expect(loss.error("camera").description == "read camera camera: no picture for 2 seconds; plug it in again if it does not come back")
    }

    @Test(arguments: [1.0, 2.0, 4.0]) func aSlowCameraIsGivenFourOfItsIntervals(_ interval: Double) throws {
        var life = CameraLife(grantedInterval: 1.0 / 30, at: 0)
        for picture in 1...3 {
            let due = Double(picture) * interval
            for now in stride(from: due - interval + 0.5, to: due, by: 0.5) {
                life.waited(.quiet, at: now)
                #expect(life.step == Self.waiting)
            }
            show(&life, at: due)
        }
        #expect(life.interval == interval)
        let (seconds, _) = try #require(silence(&life, from: 3 * interval))
        #expect(seconds == 4 * interval)
    }

    @Test func theIntervalIsMeasuredAndNotBelieved() throws {
        #expect(CameraLife(grantedInterval: nil, at: 0).interval == nil)
        #expect(CameraLife(grantedInterval: 0.25, at: 0).interval == 0.25)
        #expect(running(every: 0.125).interval == 0.125)
        // A faster one than promised is found out within some pictures.
        let interval = try #require(running(every: 1.0 / 64).interval)
        #expect(abs(interval - 1.0 / 64) < 0.0001)
    }

    @Test func aRefusedBufferIsOfferedAgainAtOnce() {
        var life = running()
        life.waited(.ready, at: 4.1)
        life.took(.picture, at: 4.1)
        life.queued(3, of: 4)
        #expect(life.step == .queue)
        life.queued(4, of: 4)
        #expect(life.step == Self.waiting)
    }

    @Test func aBufferThatStaysAwayIsLeftAndTriedWithThePictureAfter() {
        var life = running()
        for now in [4.1, 4.2] {
            life.waited(.ready, at: now)
            life.took(.picture, at: now)
            life.queued(3, of: 4)
            #expect(life.step == .queue)
            life.queued(3, of: 4)
            #expect(life.step == Self.waiting, "three are enough")
        }
    }

    @Test func withoutBuffersTheStreamIsRestartedAtOnce() {
        var life = running()
        life.waited(.ready, at: 4.1)
        life.took(.picture, at: 4.1)
        life.queued(1, of: 4)
        #expect(life.step == .queue)
        life.queued(1, of: 4)
        #expect(life.step == .restart)
        life.restarted(0, at: 4.2)
        life.queued(4, of: 4)
        #expect(life.step == Self.waiting)
        show(&life, at: 4.3)
    }

    @Test func aCameraThatIsUnpluggedIsLostAtOnce() {
        for code in [ENODEV, -ENODEV, ENXIO] {
            var life = running()
            life.waited(.trouble, at: 4.1)
            #expect(life.step == .take)
            life.took(.failed(code), at: 4.1)
            life.queued(4, of: 4)
            #expect(life.step == .lose(CameraLoss(cause: .gone, absence: nil)))
        }
        var life = running()
        life.waited(.failed(ENODEV), at: 4.1)
        #expect(life.step == .lose(CameraLoss(cause: .gone, absence: nil)))
        #expect(CameraLoss(cause: .gone, absence: nil).error("c").description == "read camera c: it was unplugged; plug it in again")
    }

    @Test(arguments: [EIO, EPIPE, EINVAL, ENOMEM]) func anErrorEndsWithTheStream(_ code: Int32) {
        var life = running()
        life.waited(.trouble, at: 4.1)
        life.took(.failed(code), at: 4.1)
        #expect(life.step == .restart)
        life.restarted(0, at: 4.2)
        show(&life, at: 4.3)
    }

    @Test func troubleWithoutAnErrorEndsWithTheStreamToo() {
        var life = running()
        life.waited(.trouble, at: 4.1)
        life.took(.nothing, at: 4.1)
        #expect(life.step == .restart)
        // Ready, and yet nothing: another reader was faster, or the driver changed its mind.
        life = running()
        life.waited(.ready, at: 4.1)
        life.took(.nothing, at: 4.1)
        #expect(life.step == Self.waiting)
    }

    @Test func restartsInVainAreFew() {
        var life = running()
        var restarts = 0
        life.waited(.trouble, at: 4.1)
        life.took(.failed(EIO), at: 4.1)
        while life.step == .restart {
            restarts += 1
            life.restarted(EIO, at: 4.1)
        }
        #expect(restarts == CameraLife.mostRestarts && life.step == .lose(CameraLoss(cause: .stopped(EIO), absence: nil)))
        #expect(CameraLoss(cause: .stopped(EIO), absence: nil).error("c").cause == "it stopped: Input/output error")
        // Gone while it was restarted.
        life = running()
        life.waited(.trouble, at: 4.1)
        life.took(.failed(EIO), at: 4.1)
        life.restarted(ENODEV, at: 4.1)
        #expect(life.step == .lose(CameraLoss(cause: .gone, absence: nil)))
    }

    @Test func anErrorNowAndThenIsNoLoss() {
        var life = running()
        var now = 4.0
        for _ in 0..<20 {
            life.waited(.trouble, at: now + 0.1)
            life.took(.failed(EIO), at: now + 0.1)
            #expect(life.step == .restart)
            life.restarted(0, at: now + 0.2)
            // Four seconds of pictures.
            for picture in 1...16 { show(&life, at: now + 0.2 + Double(picture) * 0.25) }
            now += 4.5
        }
    }

    @Test func damagedPicturesAreSkippedForAWhile() throws {
        var life = running()
        for now in stride(from: 4.25, through: 5.75, by: 0.25) {
            life.waited(.ready, at: now)
            life.took(.damaged, at: now)
            life.queued(4, of: 4)
            #expect(life.step == Self.waiting)
        }
        show(&life, at: 5.8)
        for now in stride(from: 6.0, through: 8.0, by: 0.25) {
            life.waited(.ready, at: now)
            life.took(.damaged, at: now)
            life.queued(4, of: 4)
        }
        guard case .lose(let loss) = life.step else { return #expect(Bool(false), "\(life.step)") }
        #expect(loss == CameraLoss(cause: .damaged(seconds: 2), absence: nil))
        #expect(loss.error("c").description == "read camera c: only damaged pictures for 2 seconds; try another cable or USB socket")
    }

    @Test func anOldPictureIsASignOfLife() {
        var life = running()
        for now in stride(from: 4.5, through: 20, by: 0.5) {
            life.waited(.ready, at: now)
            life.took(.old, at: now)
            life.queued(4, of: 4)
            #expect(life.step == Self.waiting)
        }
    }

    @Test(arguments: [3.0, 60, 100_000]) func anAbsenceIsNoSilence(_ absence: Double) throws {
        // The program was stopped, or the machine slept, in the middle of a wait.
        var life = running()
        life.waited(.quiet, at: 4 + absence)
        #expect(life.step == Self.waiting)
        show(&life, at: 4.25 + absence)
        #expect(try #require(life.interval) < 0.1, "the absence is no interval between pictures")
        // A camera that wakes up has as long as one that starts; nobody advises to unplug it.
        life = running()
        life.waited(.quiet, at: 4 + absence)
        let (seconds, loss) = try #require(silence(&life, from: 4 + absence))
        #expect(seconds == 5 && loss == CameraLoss(cause: .silent(seconds: 5), absence: absence))
    }

    @Test func whatIsLostAfterAnAbsenceWasNotUnplugged() {
        var life = running()
        life.waited(.trouble, at: 14)
        life.took(.failed(ENODEV), at: 14)
        guard case .lose(let loss) = life.step else { return #expect(Bool(false), "\(life.step)") }
        #expect(loss == CameraLoss(cause: .gone, absence: 10))
        let line = loss.error("c").description
        #expect(line == "read camera c: it is gone, after the program or the machine was stopped for 10 seconds; wait until it is back, or start again")
        #expect(!line.contains("plug"))
        // A minute later it is an ordinary loss.
        life = running()
        life.waited(.quiet, at: 14)
        for now in stride(from: 14.5, through: 74, by: 0.5) { show(&life, at: now) }
        life.waited(.trouble, at: 74.1)
        life.took(.failed(ENODEV), at: 74.1)
        #expect(life.step == .lose(CameraLoss(cause: .gone, absence: nil)))
    }

    @Test func aSlowLookAtAPictureIsNoSilence() {
        var life = running()
        // The next answer comes only after the picture was examined.
        for now in stride(from: 5.5, through: 20.5, by: 1.5) { show(&life, at: now) }
    }
}
