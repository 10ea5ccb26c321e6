import Glibc

/// What a short program of the system prints.
public enum ProgramOutput {
    private static let mostBytes = 1 << 20

    /// Starts it and waits for its end.
    /// - Parameter arguments: without the program's name, which is looked up in PATH.
    /// - Returns: nil when it is not installed, fails, prints what is not UTF-8 or more than a megabyte.
    public static func text(_ program: String, _ arguments: [String]) -> String? {
        guard let child = try? ChildProcess(program, arguments, package: program, for: "run", of: program) else { return nil }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(child.output, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0, bytes.count + count <= mostBytes else { return nil }
            if count == 0 { break }
            bytes += piece.prefix(count)
        }
        return child.waitForEnd() == 0 ? String(validating: bytes, as: UTF8.self) : nil
    }
}
