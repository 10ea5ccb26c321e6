import Glibc

/// Buffered reading from a descriptor that need not be a file: a pipe, standard input. Does not close it.
final class ByteStream {
    private let descriptor: Int32
    private let buffer: UnsafeMutablePointer<UInt8>
    private static let capacity = 65536
    private var position = 0
    private var filled = 0
    /// The error number that ended the stream, 0 for a proper end; ETIMEDOUT when patience ran out, ECANCELED when it was over.
    private(set) var failure: Int32 = 0
    /// How long to wait for the next byte; nil as long as it takes.
    var patience: Patience?

    init(descriptor: Int32, patience: Patience? = nil) {
        self.descriptor = descriptor
        self.patience = patience
        buffer = .allocate(capacity: Self.capacity)
    }

    /// Whether there is another byte; blocks until that is known.
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

    /// Fills `target` and returns how many bytes came; fewer than `count` only at the end.
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

    /// Skips `count` bytes; false when the end came first.
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

    /// A line without its line feed, at most `limit` bytes; nil at the end, and for a longer one.
    func line(limit: Int) -> [UInt8]? {
        var line: [UInt8] = []
        while let next = byte() {
            if next == UInt8(ascii: "\n") { return line }
            guard line.count < limit else { return nil }
            line.append(next)
        }
        return nil
    }

    /// Discards what was read ahead, after a seek.
    func restart() {
        position = 0
        filled = 0
        failure = 0
    }

    private func receive(_ target: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
        while true {
            if let reason = impatience() {
                failure = reason
                return 0
            }
            let got = Glibc.read(descriptor, target, count)
            if got >= 0 { return got }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                // Another program on the same terminal may have left standard input non-blocking.
                var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                poll(&waiting, 1, -1)
            default:
                failure = errno
                return 0
            }
        }
    }

    /// Waits for bytes in short steps; why it stopped waiting, or nil when a read will not block.
    private func impatience() -> Int32? {
        guard let patience else { return nil }
        var waited = 0.0
        while true {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, 50)
            // A signal is no byte: a read would wait without end.
            if ready > 0 || (ready < 0 && errno != EINTR) { return nil }
            if patience.isOver() { return ECANCELED }
            waited += 0.05
            if waited >= patience.seconds { return ETIMEDOUT }
        }
    }

    deinit { buffer.deallocate() }
}
