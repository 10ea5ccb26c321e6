import Glibc

/// Buffered reading of a descriptor that need not be a file: a pipe, standard input. It does not close it.
final class ByteStream {
    private let descriptor: Int32
    private let buffer: UnsafeMutablePointer<UInt8>
    private static let capacity = 65536
    private var position = 0
    private var filled = 0
    /// The error number that ended the stream, 0 for a proper end.
    private(set) var failure: Int32 = 0

    init(descriptor: Int32) {
        self.descriptor = descriptor
        buffer = .allocate(capacity: Self.capacity)
    }

    /// Whether another byte will come; waits to find out.
    func hasMore() -> Bool {
        guard position == filled else { return true }
        position = 0
        filled = receive(buffer, Self.capacity)
        return filled > 0
    }

    /// The next byte, nil at the end.
    func byte() -> UInt8? {
        guard hasMore() else { return nil }
        position += 1
        return buffer[position - 1]
    }

    /// Fills `target` and answers how many bytes came; less than `count` only at the end.
    func read(_ count: Int, into target: UnsafeMutablePointer<UInt8>) -> Int {
        var done = min(count, filled - position)
        target.update(from: buffer + position, count: done)
        position += done
        while done < count {
            let got = receive(target + done, count - done)
            guard got > 0 else { break }
            done += got
        }
        return done
    }

    /// Drops `count` bytes; false when the end came first.
    func skip(_ count: Int) -> Bool {
        var left = count
        while left > 0 {
            guard hasMore() else { return false }
            let step = min(left, filled - position)
            position += step
            left -= step
        }
        return true
    }

    /// A line without its line feed, at most `limit` bytes; nil at the end and when it is longer.
    func line(limit: Int) -> [UInt8]? {
        var line: [UInt8] = []
        while let next = byte() {
            if next == UInt8(ascii: "\n") { return line }
            guard line.count < limit else { return nil }
            line.append(next)
        }
        return nil
    }

    /// Forgets what was read ahead, for a descriptor whose position has been set anew.
    func restart() {
        position = 0
        filled = 0
        failure = 0
    }

    private func receive(_ target: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
        while true {
            let got = Glibc.read(descriptor, target, count)
            if got >= 0 { return got }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                // Standard input may have been left non-blocking by another program on the same terminal.
                var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                poll(&waiting, 1, -1)
            default:
                failure = errno
                return 0
            }
        }
    }

    deinit { buffer.deallocate() }
}
