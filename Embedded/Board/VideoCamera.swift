import CBoard

/// A Video4Linux camera whose luma lies plainly in its pictures, streaming into mapped memory; closed on deinit.
final class VideoCamera {
    private static let mostBuffers = 4

    let picture: LumaPicture
    private let descriptor: Int32
    private let step: Int
    private let rowBytes: Int
    private var maps: [UnsafeMutableRawBufferPointer] = []

    /// Asks for the plainest format first.
    init(_ path: UnsafePointer<CChar>, width: Int, height: Int) throws(Failure) {
        let opened = board_open(path, 1)
        guard opened >= 0 else { throw Failure("open camera", path, code: opened, next: "plug it in, or name another with --camera") }
        var answer = v4l2_format()
        for code in [board_grey, board_nv12, board_yuyv] {
            answer = v4l2_format()
            answer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
            answer.fmt.pix.width = UInt32(width)
            answer.fmt.pix.height = UInt32(height)
            answer.fmt.pix.pixelformat = code
            answer.fmt.pix.priv = board_extended_format
            if board_request(opened, board_set_format, &answer) >= 0, answer.fmt.pix.pixelformat == code { break }
            answer.fmt.pix.pixelformat = 0
        }
        let got = answer.fmt.pix
        guard got.pixelformat != 0, 16...4096 ~= got.width, 16...4096 ~= got.height else {
            close(opened)
            throw Failure(
                "open camera", path, "it gives neither GREY, NV12 nor YUYV",
                next: "pipe raw pictures into --camera -, as rpicam-vid and ffmpeg write them")
        }
        descriptor = opened
        step = got.pixelformat == board_yuyv ? 2 : 1
        rowBytes = max(Int(got.bytesperline), step * Int(got.width))
        let saysRange = got.priv == board_extended_format ? got.quantization : 0
        let isLimited =
            switch saysRange {
            case V4L2_QUANTIZATION_FULL_RANGE.rawValue: false
            case V4L2_QUANTIZATION_LIM_RANGE.rawValue: true
            default: got.pixelformat != board_grey && got.colorspace != V4L2_COLORSPACE_JPEG.rawValue
            }
        picture = LumaPicture(width: Int(got.width), height: Int(got.height), isLimitedRange: isLimited)
        let code = start()
        guard code >= 0 else { throw Failure("start camera", path, code: code, next: "end the program that uses it") }
    }

    /// 0 or more, or -errno.
    private func start() -> Int32 {
        var request = v4l2_requestbuffers()
        request.count = UInt32(VideoCamera.mostBuffers)
        request.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        request.memory = V4L2_MEMORY_MMAP.rawValue
        let granted = board_request(descriptor, board_request_buffers, &request)
        guard granted >= 0 else { return granted }
        guard 2...32 ~= request.count else { return -ENOBUFS }
        for index in 0..<request.count {
            var buffer = VideoCamera.buffer(index)
            let code = board_request(descriptor, board_query_buffer, &buffer)
            guard code >= 0 else { return code }
            let map = mmap(nil, Int(buffer.length), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, Int(buffer.m.offset))
            guard let map, map != UnsafeMutableRawPointer(bitPattern: -1) else { return -ENOMEM }
            maps.append(UnsafeMutableRawBufferPointer(start: map, count: Int(buffer.length)))
            let queued = board_request(descriptor, board_queue_buffer, &buffer)
            guard queued >= 0 else { return queued }
        }
        var kind = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        return board_request(descriptor, board_stream_on, &kind)
    }

    private static func buffer(_ index: UInt32) -> v4l2_buffer {
        var buffer = v4l2_buffer()
        buffer.index = index
        buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        buffer.memory = V4L2_MEMORY_MMAP.rawValue
        return buffer
    }

    /// Waits at most so long for a picture, and takes the newest there is into `picture`.
    func wait(milliseconds: Int32) -> PictureWait {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, milliseconds) > 0 else { return .none }
        var newest: v4l2_buffer?
        while true {
            var buffer = VideoCamera.buffer(0)
            let code = board_request(descriptor, board_dequeue_buffer, &buffer)
            guard code >= 0 else {
                // Nothing more in the queue; any other errno without a picture in hand is the end of this camera.
                if newest == nil && code != -EAGAIN { return .ended }
                break
            }
            if var older = newest { _ = board_request(descriptor, board_queue_buffer, &older) }
            newest = buffer
        }
        guard var newest else { return .none }
        defer { _ = board_request(descriptor, board_queue_buffer, &newest) }
        let index = Int(newest.index)
        let needed = (picture.height - 1) * rowBytes + step * picture.width
        guard index < maps.count, newest.flags & UInt32(V4L2_BUF_FLAG_ERROR) == 0, needed <= min(Int(newest.bytesused), maps[index].count)
        else { return .none }
        picture.fill(from: maps[index].baseAddress!.assumingMemoryBound(to: UInt8.self), step: step, rowBytes: rowBytes)
        return .picture
    }

    deinit {
        for map in maps { munmap(map.baseAddress, map.count) }
        close(descriptor)
        picture.free()
    }
}

/// How waiting for a picture ended.
enum PictureWait {
    case picture, none
    /// No more come from here.
    case ended
}
