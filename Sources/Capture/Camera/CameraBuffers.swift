import CV4L2
import Glibc

/// The mapped buffers that the driver writes frames into; unmapped on deinit.
final class CameraBuffers {
    private let descriptor: Int32
    private var maps: [UnsafeMutableRawBufferPointer] = []
    /// Buffers queued with the driver; one that could not be requeued is gone until the camera is reopened.
    private(set) var queued = 0
    var count: Int { maps.count }

    /// Requests four buffers (one being filled, one being read, two so that a late reader finds a newer frame); two suffice.
    init(descriptor: Int32, path: String) throws(LeitmotifError) {
        self.descriptor = descriptor
        func failure(_ step: String, _ code: Int32) -> LeitmotifError {
            LeitmotifError(
                .system(code), "start camera", path, "\(step): \(systemText(code))", next: "unplug it and plug it in again")
        }
        var request = v4l2_requestbuffers()
        request.count = 4
        request.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        request.memory = V4L2_MEMORY_MMAP.rawValue
        let granted = v4l2_request(descriptor, v4l2_request_buffers, &request)
        guard granted >= 0 else { throw failure("it grants no buffers", granted) }
        guard (2...32).contains(request.count) else { throw failure("it grants \(request.count) buffers", ENOBUFS) }
        for index in 0..<request.count {
            var buffer = Self.buffer(index)
            let code = v4l2_request(descriptor, v4l2_query_buffer, &buffer)
            guard code >= 0 else { throw failure("a buffer is missing", code) }
            let map = mmap(nil, Int(buffer.length), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, off_t(buffer.m.offset))
            guard let map, map != MAP_FAILED else { throw failure("a buffer cannot be mapped", errno) }
            maps.append(UnsafeMutableRawBufferPointer(start: map, count: Int(buffer.length)))
            giveBack(index)
        }
        guard queued >= 2 else { throw failure("it takes no buffers", ENOBUFS) }
    }

    private static func buffer(_ index: UInt32) -> v4l2_buffer {
        var buffer = v4l2_buffer()
        buffer.index = index
        buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        buffer.memory = V4L2_MEMORY_MMAP.rawValue
        return buffer
    }

    /// A filled buffer, or -errno; -EAGAIN when there is none yet.
    func take(_ buffer: inout v4l2_buffer) -> Int32 {
        buffer = Self.buffer(0)
        let code = v4l2_request(descriptor, v4l2_dequeue_buffer, &buffer)
        guard code >= 0 else { return code }
        queued -= 1
        return Int(buffer.index) < maps.count ? 0 : -EIO
    }

    func giveBack(_ index: UInt32) {
        var buffer = Self.buffer(index)
        if v4l2_request(descriptor, v4l2_queue_buffer, &buffer) >= 0 { queued += 1 }
    }

    /// The contents of a dequeued buffer, never more than was mapped.
    func contents(_ buffer: v4l2_buffer) -> UnsafeRawBufferPointer {
        let map = maps[Int(buffer.index)]
        return UnsafeRawBufferPointer(rebasing: map[..<min(Int(buffer.bytesused), map.count)])
    }

    deinit {
        for map in maps { munmap(map.baseAddress, map.count) }
    }
}
