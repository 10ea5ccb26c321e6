import Capture
import FoundationEssentials
import Glibc

/// Key presses from the terminal, without waiting, echo or input by lines, as long as this is its foreground job: the shell may
/// move it to the background and back at any time, with and without a signal.
final class Keys {
    /// An open file of our own can be read without waiting even where the terminal is not in our modes; standard input's is
    /// shared with the shell.
    private let input = open("/proc/self/fd/0", O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    private var isTaken = false
    private var hasBeenAway = false

    /// The keys pressed since the last call.
    func pressed() -> [UInt8] {
        follow()
        let input = self.input >= 0 ? self.input : STDIN_FILENO
        var waiting = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
        guard isTaken, poll(&waiting, 1, 0) > 0, waiting.revents & Int16(POLLIN) != 0 else { return [] }
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = read(input, &buffer, buffer.count)
        return Array(buffer[..<max(0, count)])
    }

    /// Whether the terminal was the shell's since the last call: what we had drawn is not where it was.
    func takeAbsence() -> Bool {
        follow()
        defer { hasBeenAway = false }
        return hasBeenAway
    }

    /// Takes the terminal whenever it has become ours.
    private func follow() {
        let wasContinued = TerminalModes.wasContinued()
        let isOurs = TerminalModes.isInForeground(STDIN_FILENO)
        if wasContinued || !isOurs { hasBeenAway = true }
        guard isOurs else { return end() }
        if wasContinued || !isTaken { isTaken = TerminalModes.take(STDIN_FILENO) }
    }

    func end() {
        TerminalModes.giveBack()
        isTaken = false
    }

    deinit {
        end()
        if input >= 0 { close(input) }
    }
}
