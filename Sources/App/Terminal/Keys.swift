import Capture
import Foundation

/// Single key presses from the terminal, without waiting for them and without a line being echoed.
final class Keys {
    private var before = termios()
    private var isRaw = false

    /// A job in the background that touches its terminal is stopped by the kernel.
    private var isInForeground: Bool { tcgetpgrp(STDIN_FILENO) == getpgrp() }

    func begin() {
        guard isInForeground, tcgetattr(STDIN_FILENO, &before) == 0 else { return }
        var raw = before
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
        // VMIN and VTIME 0: read(2) answers at once. A tuple stands for the array c_cc.
        withUnsafeMutableBytes(of: &raw.c_cc) { bytes in
            bytes[Int(VMIN)] = 0
            bytes[Int(VTIME)] = 0
        }
        isRaw = tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0
    }

    /// The presses since the last call.
    func pressed() -> [UInt8] {
        guard isRaw, isInForeground else { return [] }
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        return Array(buffer[..<max(0, count)])
    }

    func end() {
        if isRaw { tcsetattr(STDIN_FILENO, TCSANOW, &before) }
        isRaw = false
    }

    deinit { end() }

    /// Width of the terminal.
    static var columns: Int { Kernel.terminalColumns(of: STDOUT_FILENO) ?? 80 }
}
