import Capture
import FoundationEssentials
import Glibc
import Session

/// Shows the progress of long work, in a terminal only, and only when that can be done at once: not on one that is stopped, nor
/// from the background.
struct Progress {
    let path: String
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var shown = 0.0

    init(path: String) { self.path = path }

    /// Seconds written so far.
    mutating func show(_ seconds: Double) { show(words: String(printf: "%.1f s", seconds)) }

    mutating func show(words: String) {
        guard isTerminal, Clock.seconds - shown > 0.1 else { return }
        shown = Clock.seconds
        draw("\r\(path): \(words)\u{1B}[K")
    }

    func clear() { if isTerminal, shown > 0 { draw("\r\u{1B}[K") } }

    private func draw(_ text: String) {
        var waiting = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        guard TerminalModes.isInForeground(STDERR_FILENO), poll(&waiting, 1, 0) > 0 else { return }
        _ = Output.write(text, to: STDERR_FILENO) { true }
    }
}
