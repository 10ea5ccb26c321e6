// Capture: the kernel's doors. Cameras, pictures, videos and songs come in here; sound and sound files go out.
// May import Glibc, Tensor (planes, errors) and the C shims; no Foundation. It owns no threads and no policy.
// Data comes from devices, files and child processes, all hostile until parsed, and goes to Session as luma and floats.
import CV4L2
import Glibc
import Tensor

/// A Video4Linux2 camera, streaming into mapped memory. Delivers the newest frame and drops older ones. `CameraLife` decides what
/// becomes of errors and silence. Belongs to one thread at a time.
public final class Camera: FrameSource {
    /// The name that the driver gives.
    public let name: String
    /// Finds the same camera again after it was unplugged, whatever its number is then.
    public let stableID: String
    /// Where it is now; tells twins apart.
    public let path: String
    /// What the driver granted, not what was requested. Frames may be delivered smaller: see `FrameDetail`.
    public let format: CameraFormat
    /// Nil: frames arrive by themselves.
    public let frameSeconds: Double? = nil
    /// False.
    public let isRewindable = false

    private let stream: CameraStream
    private let decoder: CameraDecoder
    private var life: CameraLife
    private var clock = CaptureClock()

    /// Opens the camera and starts streaming, in the format that suits faces best or, where the camera refuses it, in the next.
    /// - Parameters:
    ///   - name: a number, a path, a stable id, or part of a name.
    ///   - path: which to take of several with that name; else several are refused.
    /// - Throws: when it is missing, busy, forbidden, or delivers no format that we read.
    public convenience init(named name: String, at path: String? = nil, detail: FrameDetail = .faces) throws(LeitmotifError) {
        try self.init(try CameraList.find(name, at: path), detail: detail)
    }

    /// Opens a camera again that was lost.
    /// - Parameters:
    ///   - id: its stable id, whole.
    ///   - path: where it was; tells twins apart.
    /// - Throws: as the other initialisers.
    public convenience init(again id: String, at path: String) throws(LeitmotifError) {
        try self.init(try CameraList.find(again: id, at: path), detail: .faces)
    }

    /// Opens a camera of the list.
    public init(_ info: CameraInfo, detail: FrameDetail = .faces) throws(LeitmotifError) {
        if let refusal = info.refusal { throw refusal }
        guard !info.formats.isEmpty else {
            let unread = info.unreadFormats.joined(separator: ", ")
            throw LeitmotifError(
                .unsupported, "open camera", info.path,
                unread.isEmpty ? "it offers no format at the moment" : "it offers only \(unread), which is not read",
                next: "use another camera")
        }
        name = info.name
        stableID = info.stableID
        path = info.path
        (stream, decoder) = try Camera.start(info, detail)
        let grant = stream.grant
        format = CameraFormat(
            pixels: grant.pixels, code: grant.code, width: grant.width, height: grant.height,
            framesPerSecond: stream.framesPerSecond)
        life = CameraLife(grantedInterval: stream.framesPerSecond.map { 1 / $0 }, at: awakeAndAsleepSeconds())
    }

    /// Tries formats as `CameraStart` says, until one starts.
    private static func start(
        _ info: CameraInfo, _ detail: FrameDetail
    ) throws(LeitmotifError) -> (CameraStream, CameraDecoder) {
        var start = CameraStart(CameraFormat.ranked(info.formats))
        var refusal = CameraRefusal(EINVAL, "start")
        while case .attempt(let format, let pause) = start.step {
            if pause > 0 { usleep(UInt32(pause * 1e6)) }
            do throws(CameraRefusal) {
                let stream = try CameraStream(info, format)
                return (stream, try CameraDecoder(stream.grant, detail: detail))
            } catch {
                refusal = error
                start.failed(error.code)
            }
        }
        let holder = refusal.code == EBUSY ? CameraList.holder(of: info.path) : nil
        throw refusal.error(info.path, attempts: start.attempts, holder: holder)
    }

    /// Waits some seconds, which cameras need to start; throws after that, or when it is unplugged.
    public func next(into plane: inout LumaPlane) throws(LeitmotifError) -> FrameStamp? {
        while true {
            if case .frame(let stamp) = try wait(milliseconds: 500, into: &plane) { return stamp }
        }
    }

    /// Always throws.
    public func rewind() throws(LeitmotifError) {
        throw LeitmotifError(.unsupported, "rewind", stableID, "a camera has no beginning", next: "use a file")
    }

    /// Waits up to `milliseconds` for a frame newer than the last one, and delivers the newest. Throws when the camera was
    /// unplugged or is stuck; no more frames come from this object then: open another by `stableID`.
    public func wait(milliseconds: Int32, into plane: inout LumaPlane) throws(LeitmotifError) -> FrameWait {
        let deadline = awakeAndAsleepSeconds() + Double(milliseconds) / 1000
        var hasWaited = false
        var skipsOld = true
        while true {
            switch life.step {
            case .wait(let seconds):
                let left = deadline - awakeAndAsleepSeconds()
                if left <= 0 && hasWaited { return .timeout }
                hasWaited = true
                life.waited(driverAnswer(within: max(0, min(seconds, left))), at: awakeAndAsleepSeconds())
            case .take:
                if let stamp = take(into: &plane, skippingOld: &skipsOld) { return .frame(stamp) }
            case .queue:
                stream.buffers.queueMissing()
                life.queued(stream.buffers.queued, of: stream.buffers.count)
            case .restart:
                life.restarted(stream.restart(), at: awakeAndAsleepSeconds())
                life.queued(stream.buffers.queued, of: stream.buffers.count)
            case .lose(let loss): throw loss.error(stableID)
            }
        }
    }

    private func driverAnswer(within seconds: Double) -> CameraLife.Waited {
        var waiting = pollfd(fd: stream.descriptor, events: Int16(POLLIN), revents: 0)
        // Rounded up, so that a wait of less than a millisecond does not spin.
        let ready = poll(&waiting, 1, Int32((seconds * 1000).rounded(.up)))
        guard ready >= 0 else { return errno == EINTR ? .quiet : .failed(errno) }
        if ready == 0 { return .quiet }
        return Int32(waiting.revents) & (POLLERR | POLLHUP | POLLNVAL) != 0 ? .trouble : .ready
    }

    /// Takes the newest frame out of the driver's queue and decodes it.
    private func take(into plane: inout LumaPlane, skippingOld skipsOld: inout Bool) -> FrameStamp? {
        let (outcome, newest, taken) = takeNewest()
        var stamp: FrameStamp?
        var result = outcome
        if let newest {
            // All buffers were full: the driver had stalled, and even the newest is old. Wait for the next one.
            if taken >= stream.buffers.count && skipsOld {
                skipsOld = false
                result = .old
            } else if decoder.luma(of: stream.buffers.contents(newest), into: &plane) {
                stamp = clock.stamp(driver: newest.stamp, flags: newest.flags, now: monotonicSeconds())
            } else {
                result = .damaged
            }
            stream.buffers.giveBack(newest.index)
        }
        life.took(result, at: awakeAndAsleepSeconds())
        life.queued(stream.buffers.queued, of: stream.buffers.count)
        stamp?.nextWithin = life.nextWithin
        return stamp
    }

    /// Drains the driver's queue, keeping the newest intact frame; `taken` is how many were in it.
    private func takeNewest() -> (CameraLife.Taken, CameraBuffers.Filled?, taken: Int) {
        var newest: CameraBuffers.Filled?
        var taken = 0
        while true {
            switch stream.buffers.take() {
            case .success(let filled):
                taken += 1
                if filled.flags & UInt32(V4L2_BUF_FLAG_ERROR) != 0 {
                    stream.buffers.giveBack(filled.index)
                    continue
                }
                if let newest { stream.buffers.giveBack(newest.index) }
                newest = filled
            case .failure(let error):
                // A frame in hand is worth more than an error that will recur.
                if newest != nil { return (.picture, newest, taken) }
                if taken > 0 { return (.damaged, nil, taken) }
                return (error.code == EAGAIN ? .nothing : .failed(error.code), nil, taken)
            }
            // A driver that hands buffers out faster than they can be given back must not hold us here.
            if taken >= 2 * stream.buffers.count { return (newest == nil ? .damaged : .picture, newest, taken) }
        }
    }
}

/// The clock of `CameraLife`, which runs on while the machine sleeps.
func awakeAndAsleepSeconds() -> Double { seconds(CLOCK_BOOTTIME) }

func monotonicSeconds() -> Double { seconds(CLOCK_MONOTONIC) }

private func seconds(_ clock: clockid_t) -> Double {
    var now = timespec()
    clock_gettime(clock, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
}
