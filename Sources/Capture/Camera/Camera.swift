// Capture: the kernel's doors. Cameras, pictures, videos and songs come in here, sound and sound files go out.
// May import Glibc, Tensor (planes, errors) and the C shims; no Foundation. It owns no threads and no policy.
// Data comes from devices, files and child processes, all hostile until parsed, and goes to Session as luma and floats.
import CSystem
import CV4L2
import Glibc
import Tensor

/// A camera by Video4Linux2, streaming into mapped memory. Hands out the newest frame, whatever has piled up meanwhile.
/// Belongs to one thread at a time.
public final class Camera: FrameSource {
    public let name: String
    /// Opens the same camera again after it was unplugged, wherever its number has gone.
    public let stableID: String
    /// What the driver granted, not what was asked. Frames may be handed out smaller: see `FrameDetail`.
    public let format: CameraFormat
    public let frameSeconds: Double? = nil
    public let isRewindable = false

    /// A camera that gives nothing for so long counts as lost.
    private static let silentSeconds = 5.0
    /// Since when a frame is waited for; nil after one came.
    private var waitingSince: Double?

    private let device: OwnedDescriptor
    private let buffers: CameraBuffers
    private let layout: CameraPixels

    private let detail: FrameDetail

    /// - Parameter name: a number, a path, a stable id, or a part of a name.
    public init(named name: String, detail: FrameDetail = .faces) throws(LeitmotifError) {
        let info = try CameraList.find(name)
        guard let wish = CameraFormat.best(of: info.formats) else {
            let known = CameraFormat.Pixels.allCases.map(\.rawValue).joined(separator: ", ")
            throw LeitmotifError(.unsupported, "open camera", info.path, "it offers none of \(known)", next: "use another camera")
        }
        self.name = info.name
        stableID = info.stableID
        self.detail = detail
        device = OwnedDescriptor(try CameraList.open(info.path))
        layout = try device.negotiate(wish, detail, path: info.path)
        format = CameraFormat(
            pixels: layout.pixels, width: layout.width, height: layout.height,
            framesPerSecond: device.setRate(wish.framesPerSecond) ?? wish.framesPerSecond)
        buffers = try CameraBuffers(descriptor: device.descriptor, path: info.path)
        var kind = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        let code = v4l2_request(device.descriptor, v4l2_stream_on, &kind)
        guard code >= 0 else {
            let next = -code == ENOSPC ? "plug it into another USB socket: this bus is full" : "unplug it and plug it in again"
            throw LeitmotifError(.system(code), "start camera", info.path, systemText(code), next: next)
        }
    }

    /// Waits up to five seconds, as some cameras need at their start; then, or when it is unplugged, throws.
    public func next(into plane: inout LumaPlane) throws(LeitmotifError) -> FrameStamp? {
        while true {
            if case .frame(let stamp) = try wait(milliseconds: 1000, into: &plane) { return stamp }
        }
    }

    public func rewind() throws(LeitmotifError) {
        throw LeitmotifError(.unsupported, "rewind", stableID, "a camera has no beginning", next: "use a file")
    }

    /// Waits for a frame newer than the last one, at most so long, and hands out the newest. Throws when the camera was unplugged or
    /// is stuck: this object gives no more frames then; open another by `stableID`.
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
                    // All buffers were full: the driver had stopped, and even the newest is old. The next one comes within a frame.
                    if taken >= buffers.count && !isFresh {
                        isFresh = true
                    } else if decode(buffers.contents(newest), into: &plane) {
                        self.waitingSince = nil
                        return .frame(FrameStamp(seconds: seconds(newest.timestamp)))
                    }
                } else if code != -EAGAIN || Int32(waiting.revents) & (POLLERR | POLLHUP | POLLNVAL) != 0 {
                    throw lost(code)
                }
                if buffers.queued < 1 { throw lost(ENOBUFS) }
            }
            if monotonicSeconds() >= waitingSince + Camera.silentSeconds {
                throw LeitmotifError(.lost, "read camera", name, "no picture for five seconds", next: "unplug it and plug it in again")
            }
            if monotonicSeconds() >= deadline { return .timeout }
        }
    }

    /// Empties the driver's queue but for the newest whole frame; `taken` is how many were in it.
    /// 0, or -errno; -EAGAIN when there is none.
    private func takeNewest(_ newest: inout v4l2_buffer, _ taken: inout Int) -> Int32 {
        var found = false
        while true {
            var buffer = v4l2_buffer()
            let code = buffers.take(&buffer)
            guard code == 0 else {
                // A frame in hand counts for more than an error that will come again.
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
        // A damaged picture now and then is normal on a busy bus; the next one comes in 33 ms.
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
    /// Asks for a format and checks the answer: a driver may give anything else without an error.
    fileprivate func negotiate(_ wish: CameraFormat, _ detail: FrameDetail, path: String) throws(LeitmotifError) -> CameraPixels {
        var request = v4l2_format()
        request.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        request.fmt.pix.width = UInt32(wish.width)
        request.fmt.pix.height = UInt32(wish.height)
        request.fmt.pix.pixelformat = wish.pixels.code
        request.fmt.pix.priv = v4l2_extended_format
        let code = v4l2_request(descriptor, v4l2_set_format, &request)
        guard code >= 0 else {
            let next = -code == EBUSY ? "end \(CameraList.holder(of: path) ?? "the program that uses it")" : "use another camera"
            throw LeitmotifError(.system(code), "set up camera", path, "\(wish): \(systemText(code))", next: next)
        }
        let got = request.fmt.pix
        let (width, height) = (Int(got.width), Int(got.height))
        guard let pixels = CameraFormat.Pixels(code: got.pixelformat), PictureLimits.allow(width: width, height: height) else {
            throw LeitmotifError(
                .unsupported, "set up camera", path, "it was asked for \(wish) and gives something unknown, \(width)×\(height)",
                next: "use another camera")
        }
        let quantization = got.priv == v4l2_extended_format ? got.quantization : V4L2_QUANTIZATION_DEFAULT.rawValue
        return CameraPixels(
            pixels: pixels, width: width, height: height, rowBytes: Int(got.bytesperline),
            isLimitedRange: CameraPixels.isLimitedRange(pixels, quantization: quantization, colourSpace: got.colorspace),
            detail: detail)
    }

    /// Asks for a rate and answers what was granted, nil when the driver has no say in it. Also forbids the camera to halve
    /// its rate in a dim room: a darker picture now is better than a bright one too late.
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

private func seconds(_ stamp: timeval) -> Double { Double(stamp.tv_sec) + Double(stamp.tv_usec) * 1e-6 }
