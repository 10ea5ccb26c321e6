// Capture: the kernel's doors. Cameras, pictures, videos and songs come in here; sound and sound files go out.
// May import Glibc, Tensor (planes, errors) and the C shims; no Foundation. It owns no threads and no policy.
// Data comes from devices, files and child processes, all hostile until parsed, and goes to Session as luma and floats.
import CSystem
import CV4L2
import Glibc
import Tensor

/// A Video4Linux2 camera, streaming into mapped memory. Delivers the newest frame and drops older ones. Belongs to one thread at
/// a time.
public final class Camera: FrameSource {
    /// The name that the driver gives.
    public let name: String
    /// Finds the same camera again after it was unplugged, whatever its number is then.
    public let stableID: String
    /// What the driver granted, not what was requested. Frames may be delivered smaller: see `FrameDetail`.
    public let format: CameraFormat
    /// Nil: frames arrive by themselves.
    public let frameSeconds: Double? = nil
    /// False.
    public let isRewindable = false

    /// A camera that delivers nothing for this long counts as lost.
    private static let silentSeconds = 5.0
    /// When waiting for a frame started; nil after one has come.
    private var waitingSince: Double?

    private let device: OwnedDescriptor
    private let buffers: CameraBuffers
    private let layout: CameraPixels
    private var clock = CaptureClock()

    private let detail: FrameDetail

    /// Opens the camera and starts streaming, in the format that suits faces best.
    /// - Parameter name: a number, a path, a stable id, or part of a name.
    /// - Throws: when it is missing, busy, forbidden, or delivers no format that we read.
    public init(named name: String, detail: FrameDetail = .faces) throws(LeitmotifError) {
        let info = try CameraList.find(name)
        guard let wanted = CameraFormat.best(of: info.formats) else {
            let known = CameraFormat.Pixels.allCases.map(\.rawValue).joined(separator: ", ")
            throw LeitmotifError(.unsupported, "open camera", info.path, "it offers none of \(known)", next: "use another camera")
        }
        self.name = info.name
        stableID = info.stableID
        self.detail = detail
        device = OwnedDescriptor(try CameraList.open(info.path))
        layout = try device.negotiate(wanted, detail, path: info.path)
        format = CameraFormat(
            pixels: layout.pixels, width: layout.width, height: layout.height,
            framesPerSecond: device.setRate(wanted.framesPerSecond) ?? wanted.framesPerSecond)
        buffers = try CameraBuffers(descriptor: device.descriptor, path: info.path)
        var kind = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        let code = v4l2_request(device.descriptor, v4l2_stream_on, &kind)
        guard code >= 0 else {
            let next = -code == ENOSPC ? "plug it into another USB socket: this bus is full" : "unplug it and plug it in again"
            throw LeitmotifError(.system(code), "start camera", info.path, systemText(code), next: next)
        }
    }

    /// Waits up to five seconds, which some cameras need to start; throws after that, or when it is unplugged.
    public func next(into plane: inout LumaPlane) throws(LeitmotifError) -> FrameStamp? {
        while true {
            if case .frame(let stamp) = try wait(milliseconds: 1000, into: &plane) { return stamp }
        }
    }

    /// Always throws.
    public func rewind() throws(LeitmotifError) {
        throw LeitmotifError(.unsupported, "rewind", stableID, "a camera has no beginning", next: "use a file")
    }

    /// Waits up to `milliseconds` for a frame newer than the last one, and delivers the newest. Throws when the camera was
    /// unplugged or is stuck; no more frames come from this object then: open another by `stableID`.
    public func wait(milliseconds: Int32, into plane: inout LumaPlane) throws(LeitmotifError) -> FrameWait {
        let begin = monotonicSeconds()
        let deadline = begin + Double(milliseconds) / 1000
        let waitingSince = waitingSince ?? begin
        self.waitingSince = waitingSince
        var isFresh = false
        while true {
            var waiting = pollfd(fd: device.descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, max(0, Int32((deadline - monotonicSeconds()) * 1000)))
            if ready < 0 && errno != EINTR { throw lost(errno) }
            if ready > 0 {
                var newest = v4l2_buffer()
                var taken = 0
                let code = takeNewest(&newest, &taken)
                if code == 0 {
                    defer { buffers.giveBack(newest.index) }
                    // All buffers were full: the driver had stalled, and even the newest is old. Take the next one.
                    if taken >= buffers.count && !isFresh {
                        isFresh = true
                    } else if decode(buffers.contents(newest), into: &plane) {
                        self.waitingSince = nil
                        return .frame(clock.stamp(driver: newest.timestamp, flags: newest.flags, now: monotonicSeconds()))
                    }
                } else if code != -EAGAIN || Int32(waiting.revents) & (POLLERR | POLLHUP | POLLNVAL) != 0 {
                    throw lost(code)
                }
                if buffers.queued < 1 { throw lost(ENOBUFS) }
            }
            if monotonicSeconds() >= waitingSince + Camera.silentSeconds {
                throw LeitmotifError(
                    .lost, "read camera", name, "no picture for five seconds", next: "unplug it and plug it in again")
            }
            if monotonicSeconds() >= deadline { return .timeout }
        }
    }

    /// Drains the driver's queue, keeping the newest intact frame; `taken` is how many were in it.
    /// 0, or -errno; -EAGAIN when there is none.
    private func takeNewest(_ newest: inout v4l2_buffer, _ taken: inout Int) -> Int32 {
        var found = false
        while true {
            var buffer = v4l2_buffer()
            let code = buffers.take(&buffer)
            guard code == 0 else {
                // A frame in hand is worth more than an error that will recur.
                return found ? 0 : code
            }
            taken += 1
            if buffer.flags & UInt32(V4L2_BUF_FLAG_ERROR) != 0 {
                buffers.giveBack(buffer.index)
                continue
            }
            if found { buffers.giveBack(newest.index) }
            newest = buffer
            found = true
        }
    }

    private func decode(_ frame: UnsafeRawBufferPointer, into plane: inout LumaPlane) -> Bool {
        guard layout.pixels == .mjpeg else { return layout.luma(of: frame, into: &plane) }
        // An occasional damaged picture is normal on a busy bus; the next one comes in 33 ms.
        return (try? decodeJPEG(frame, name: stableID, colour: .lumaOnly(detail), into: &plane)) != nil
    }

    private func lost(_ code: Int32) -> LeitmotifError {
        let cause = abs(code) == ENODEV ? "it was unplugged" : "it stopped: \(systemText(code))"
        return LeitmotifError(.lost, "read camera", stableID, cause, next: "plug it in again")
    }

    deinit {
        var kind = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        _ = v4l2_request(device.descriptor, v4l2_stream_off, &kind)
    }
}

extension OwnedDescriptor {
    /// Requests a format and checks the answer: a driver may substitute another without an error.
    fileprivate func negotiate(
        _ wanted: CameraFormat, _ detail: FrameDetail, path: String
    ) throws(LeitmotifError) -> CameraPixels {
        var request = v4l2_format()
        request.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        request.fmt.pix.width = UInt32(wanted.width)
        request.fmt.pix.height = UInt32(wanted.height)
        request.fmt.pix.pixelformat = wanted.pixels.code
        request.fmt.pix.priv = v4l2_extended_format
        let code = v4l2_request(descriptor, v4l2_set_format, &request)
        guard code >= 0 else {
            let next = -code == EBUSY ? "end \(CameraList.holder(of: path) ?? "the program that uses it")" : "use another camera"
            throw LeitmotifError(.system(code), "set up camera", path, "\(wanted): \(systemText(code))", next: next)
        }
        let got = request.fmt.pix
        let (width, height) = (Int(got.width), Int(got.height))
        guard let pixels = CameraFormat.Pixels(code: got.pixelformat), PictureLimits.allow(width: width, height: height) else {
            throw LeitmotifError(
                .unsupported, "set up camera", path, "it was asked for \(wanted) and gives something unknown, \(width)×\(height)",
                next: "use another camera")
        }
        let quantization = got.priv == v4l2_extended_format ? got.quantization : V4L2_QUANTIZATION_DEFAULT.rawValue
        return CameraPixels(
            pixels: pixels, width: width, height: height, rowBytes: Int(got.bytesperline),
            isLimitedRange: CameraPixels.isLimitedRange(pixels, quantization: quantization, colourSpace: got.colorspace),
            detail: detail)
    }

    /// Requests a rate and returns what was granted, nil when the driver does not support it. Also stops the camera from halving
    /// its rate in a dim room: a darker picture now is better than a brighter one too late.
    fileprivate func setRate(_ framesPerSecond: Double?) -> Double? {
        var control = v4l2_control(id: v4l2_exposure_dynamic_framerate, value: 0)
        _ = v4l2_request(descriptor, v4l2_set_control, &control)
        var parameters = v4l2_streamparm()
        parameters.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        let rate = min(framesPerSecond ?? 30, 60)
        parameters.parm.capture.timeperframe = v4l2_fract(numerator: 1000, denominator: UInt32((rate * 1000).rounded()))
        guard v4l2_request(descriptor, v4l2_set_parameters, &parameters) >= 0 else { return nil }
        return CameraFormat.framesPerSecond(parameters.parm.capture.timeperframe)
    }
}

private func monotonicSeconds() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
}
