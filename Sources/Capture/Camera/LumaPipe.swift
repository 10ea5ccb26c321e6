import Glibc

/// Pictures of one size out of a pipe, planar YUV 4:2:0 one behind the other with nothing between them; only their luma is kept. Reads
/// never wait. Does not close the descriptor.
final class LumaPipe {
    /// What a reading of what there was has led to.
    enum Outcome: Equatable {
        /// `luma` holds a picture.
        case whole
        /// The rest of the picture has not come yet.
        case part
        /// The other end was closed, or reading failed with this errno, 0 for a proper end.
        case ended(Int32)
    }

    private let descriptor: Int32
    /// Behind the luma lie two planes of a quarter of its size.
    private let frameBytes: Int
    private let picture: UnsafeMutableRawBufferPointer
    private let colour: UnsafeMutableRawBufferPointer
    /// Bytes of the present picture that have come, colour included.
    private var position = 0

    /// - Parameters:
    ///   - descriptor: becomes non-blocking.
    ///   - rowBytes: from one row of luma to the next, even.
    ///   - height: rows, even.
    init(descriptor: Int32, rowBytes: Int, height: Int) {
        self.descriptor = descriptor
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        frameBytes = rowBytes * height * 3 / 2
        picture = .allocate(byteCount: rowBytes * height, alignment: 16)
        colour = .allocate(byteCount: 65536, alignment: 16)
    }

    /// The newest luma, once a reading was `whole` and until the next one.
    var luma: UnsafeRawBufferPointer { UnsafeRawBufferPointer(picture) }

    /// Whether bytes, or the end, come within some milliseconds.
    func waits(milliseconds: Int32) -> Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, milliseconds) > 0
    }

    /// Whether nothing is in it any more and the other end is closed.
    var isAtEnd: Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, 0) > 0 && Int32(waiting.revents) & POLLIN == 0
    }

    /// Takes what there is, up to the end of the present picture.
    func take() -> Outcome {
        while position < frameBytes {
            let space =
                position < picture.count
                ? UnsafeMutableRawBufferPointer(rebasing: picture[position...])
                : UnsafeMutableRawBufferPointer(rebasing: colour[..<min(colour.count, frameBytes - position)])
            let got = read(descriptor, space.baseAddress, space.count)
            if got == 0 { return .ended(0) }
            if got > 0 {
                position += got
            } else if errno == EAGAIN {
                return .part
            } else if errno != EINTR {
                return .ended(errno)
            }
        }
        position = 0
        return .whole
    }

    deinit {
        picture.deallocate()
        colour.deallocate()
    }
}
