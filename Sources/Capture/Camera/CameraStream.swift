import CKernel
import CV4L2
import Glibc
import Tensor

/// A camera that streams in one format into mapped memory; ends on deinit.
final class CameraStream {
    let descriptor: Int32
    let grant: CameraGrant
    /// Frames a second, as granted; nil when the driver does not say.
    let framesPerSecond: Double?
    let buffers: CameraBuffers
    private let device: OwnedDescriptor
    private let kind: UInt32

    /// Requests a format, settles a rate, queues buffers and starts.
    init(_ camera: CameraInfo, _ wanted: CameraFormat) throws(CameraRefusal) {
        kind = camera.kind
        let opened = system_open(camera.path, O_RDWR | O_NONBLOCK, 0)
        guard opened >= 0 else { throw CameraRefusal(opened, "open") }
        device = OwnedDescriptor(opened)
        descriptor = opened
        grant = try CameraGrant(asking: opened, kind: kind, for: wanted)
        framesPerSecond = CameraStream.setRate(opened, kind, wanted.framesPerSecond) ?? wanted.framesPerSecond
        buffers = try CameraBuffers(descriptor: opened, kind: kind, planes: grant.planes)
        let code = turn(on: true)
        guard code >= 0 else { throw CameraRefusal(code, "\(wanted)") }
    }

    /// Stops, queues every buffer again and starts: 0, or the errno of what failed.
    func restart() -> Int32 {
        // A driver in trouble may refuse to stop as well; what counts is whether it starts.
        _ = turn(on: false)
        buffers.queueAll()
        return -min(turn(on: true), 0)
    }

    private func turn(on: Bool) -> Int32 {
        var kind = kind
        return v4l2_request(descriptor, on ? v4l2_stream_on : v4l2_stream_off, &kind)
    }

    /// Requests a rate and returns what was granted, nil when the driver does not support it. Also stops the camera from halving
    /// its rate in a dim room: a darker picture now is better than a brighter one too late.
    private static func setRate(_ descriptor: Int32, _ kind: UInt32, _ framesPerSecond: Double?) -> Double? {
        var control = v4l2_control(id: v4l2_exposure_dynamic_framerate, value: 0)
        _ = v4l2_request(descriptor, v4l2_set_control, &control)
        var parameters = v4l2_streamparm()
        parameters.type = kind
        let rate = min(max(framesPerSecond ?? 30, 0.001), 60)
        parameters.parm.capture.timeperframe = v4l2_fract(numerator: 1000, denominator: UInt32((rate * 1000).rounded()))
        guard v4l2_request(descriptor, v4l2_set_parameters, &parameters) >= 0 else { return nil }
        return CameraOffer.framesPerSecond(parameters.parm.capture.timeperframe)
    }

    deinit { _ = turn(on: false) }
}
