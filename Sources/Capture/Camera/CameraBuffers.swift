import CV4L2
import Glibc

/// The mapped buffers that the driver writes frames into; unmapped on deinit. Of a frame with several planes only the first is
/// mapped: luma is there.
final class CameraBuffers {
    private let descriptor: Int32
    private let kind: UInt32
    private let planes: Int
    private var maps: [UnsafeMutableRawBufferPointer] = []
    /// Which of them the driver has.
    private var isQueued: [Bool] = []
    /// What the driver says of each plane; an ioctl fills it in.
    private let planeAnswers = UnsafeMutablePointer<v4l2_plane>.allocate(capacity: Int(VIDEO_MAX_PLANES))

    /// How many there are.
    var count: Int { maps.count }
    /// How many of them the driver has.
    var queued: Int { isQueued.count { $0 } }

    /// Requests four buffers (one being filled, one being read, two so that a late reader finds a newer frame); two suffice.
    init(descriptor: Int32, kind: UInt32, planes: Int) throws(CameraRefusal) {
        self.descriptor = descriptor
        self.kind = kind
        self.planes = planes
        var request = v4l2_requestbuffers()
        request.count = 4
        request.type = kind
        request.memory = V4L2_MEMORY_MMAP.rawValue
        let granted = v4l2_request(descriptor, v4l2_request_buffers, &request)
        guard granted >= 0 else { throw CameraRefusal(granted, "memory for pictures") }
        guard (2...32).contains(request.count) else { throw CameraRefusal(ENOBUFS, "memory for pictures") }
        for index in 0..<request.count {
            var buffer = empty(index)
            let code = v4l2_request(descriptor, v4l2_query_buffer, &buffer)
            guard code >= 0 else { throw CameraRefusal(code, "memory for picture \(index)") }
            let (length, offset) =
                isMultiplanar ? (planeAnswers[0].length, planeAnswers[0].m.mem_offset) : (buffer.length, buffer.m.offset)
            let map = mmap(nil, Int(length), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, off_t(offset))
            guard let map, map != MAP_FAILED else { throw CameraRefusal(errno, "memory for picture \(index)") }
            maps.append(UnsafeMutableRawBufferPointer(start: map, count: Int(length)))
            isQueued.append(false)
        }
        queueMissing()
        guard queued >= CameraLife.leastQueued else { throw CameraRefusal(ENOBUFS, "memory for pictures") }
    }

    private var isMultiplanar: Bool { kind == V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE.rawValue }

    private func empty(_ index: UInt32) -> v4l2_buffer {
        var buffer = v4l2_buffer()
        buffer.index = index
        buffer.type = kind
        buffer.memory = V4L2_MEMORY_MMAP.rawValue
        if isMultiplanar {
            planeAnswers.initialize(repeating: v4l2_plane(), count: Int(VIDEO_MAX_PLANES))
            buffer.length = UInt32(planes)
            buffer.m.planes = planeAnswers
        }
        return buffer
    }

    /// Where a filled buffer's picture lies.
    struct Filled {
        let index: Int
        let flags: UInt32
        let stamp: timeval
        fileprivate let start: Int
        fileprivate let end: Int
    }

    /// A filled buffer, or an errno; EAGAIN when there is none yet.
    func take() -> Result<Filled, CameraRefusal> {
        var buffer = empty(0)
        let code = v4l2_request(descriptor, v4l2_dequeue_buffer, &buffer)
        guard code >= 0 else { return .failure(CameraRefusal(code, "picture")) }
        let index = Int(buffer.index)
        guard index < maps.count else { return .failure(CameraRefusal(EIO, "picture")) }
        isQueued[index] = false
        let end = Int(isMultiplanar ? planeAnswers[0].bytesused : buffer.bytesused)
        let start = isMultiplanar ? Int(planeAnswers[0].data_offset) : 0
        return .success(Filled(index: index, flags: buffer.flags, stamp: buffer.timestamp, start: start, end: end))
    }

    /// Gives a buffer back to the driver, which may refuse it; `queueMissing` offers it again.
    func giveBack(_ index: Int) {
        var buffer = empty(UInt32(index))
        if v4l2_request(descriptor, v4l2_queue_buffer, &buffer) >= 0 { isQueued[index] = true }
    }

    /// Offers the driver every buffer that it does not have.
    func queueMissing() { for index in maps.indices where !isQueued[index] { giveBack(index) } }

    /// Offers the driver every buffer: a stream that stops gives all of them back.
    func queueAll() {
        for index in maps.indices { isQueued[index] = false }
        queueMissing()
    }

    /// The contents of a taken buffer, never more than was mapped.
    func contents(_ filled: Filled) -> UnsafeRawBufferPointer {
        let map = maps[filled.index]
        let end = min(filled.end, map.count)
        return UnsafeRawBufferPointer(rebasing: map[min(filled.start, end)..<end])
    }

    deinit {
        for map in maps { munmap(map.baseAddress, map.count) }
        planeAnswers.deallocate()
    }
}
