import Capture
import FoundationEssentials
import Glibc
import Session

/// What a command has to say on standard output. Every line is written at once and checked: a full disk must not look like an
/// answer.
enum Output {
    /// The reader of a pipe wants no more, as `head` does: no reason to complain.
    struct ReaderLeft: Error {}

    /// Writes one line of results.
    /// - Throws: `ReaderLeft`, or why it cannot be written.
    static func line(_ text: String) throws {
        let failure = write(text + "\n", to: STDOUT_FILENO) { StopFlag.signalled.isSet }
        switch failure {
        case 0: return
        case EPIPE: throw ReaderLeft()
        case EINTR: throw LeitmotifError(stopped: "write results", "to standard output")
        default: throw problem(failure)
        }
    }

    /// Why standard output cannot be written.
    static func problem(_ code: Int32) -> LeitmotifError {
        let isFull = [ENOSPC, EDQUOT, EFBIG].contains(code)
        return LeitmotifError(
            .system(code), "write results", "to standard output", String(cString: strerror(code)),
            next: isFull ? "make room on the disk or write elsewhere" : "give it another place to write to")
    }

    /// Writes the whole text, however long the reader takes.
    /// - Parameter stop: asked when a signal interrupts the wait; true gives up.
    /// - Returns: 0, or errno.
    static func write(_ text: String, to descriptor: Int32, stop: () -> Bool = { false }) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            var done = 0
            while done < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
                let reason = errno
                if count > 0 {
                    done += count
                } else if count < 0, reason == EAGAIN {
                    // Somebody who shares the descriptor made it non-blocking.
                    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    if poll(&waiting, 1, -1) < 0, stop() { return EINTR }
                } else if count == 0 || reason != EINTR || stop() {
                    return count == 0 ? EIO : reason
                }
            }
            return 0
        }
    }
}
