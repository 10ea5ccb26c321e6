import Capture
import Foundation

/// Key presses from the terminal, read without blocking, line by line input or echo.
final class Keys {
    private var before = termios()
    private var isRaw = false

    /// The kernel stops a background job that touches its terminal.
    private var isInForeground: Bool { tcgetpgrp(STDIN_FILENO) == getpgrp() }

    func begin() {
        guard isInForeground, tcgetattr(STDIN_FILENO, &before) == 0 else { return }
        var raw = before
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
        // VMIN and VTIME 0: read(2) returns at once. The array c_cc is imported as a tuple.
        withUnsafeMutableBytes(of: &raw.c_cc) { bytes in
            bytes[Int(VMIN)] = 0
            bytes[Int(VTIME)] = 0
        }
        isRaw = tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0
    }

    /// The keys pressed since the last call.
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
