import CKernel
import Glibc

/// A program started without a shell, whose standard output we read; killed and reaped on deinit, and killed by the kernel when
/// the thread that started it ends, in whatever way.
/// It has its own process group, so that Ctrl-C reaches only us and files can still be completed.
final class ChildProcess {
    /// Its standard output, for reading.
    let output: Int32
    private let complaints: Int32
    /// What it may say on standard error; the rest is refused.
    private static let complaintBytes = 16384
    private var identifier: pid_t = 0

    /// `arguments` without the program's name. `package` is what to install when the program is missing.
    init(
        _ program: String, _ arguments: [String], package: String, for operation: String, of value: String
    ) throws(LeitmotifError) {
        func failure(_ code: Int32, _ step: String) -> LeitmotifError {
            LeitmotifError(
                .system(code), operation, value, "\(program) cannot be started: \(step): \(systemText(code))",
                next: "close other programs and try again")
        }
        var ends: (Int32, Int32) = (-1, -1)
        let piped = withUnsafeMutableBytes(of: &ends) { system_pipe($0.assumingMemoryBound(to: Int32.self).baseAddress) }
        guard piped == 0 else { throw failure(piped, "pipe") }
        let complaints = system_sealed_memory("complaints", Self.complaintBytes)
        guard complaints >= 0 else {
            close(ends.0)
            close(ends.1)
            throw failure(complaints, "memfd_create")
        }
        output = ends.0
        self.complaints = complaints
        let code = Self.spawn(program, arguments, output: ends.1, complaints: complaints, &identifier)
        close(ends.1)
        guard code == 0 else {
            identifier = 0
            guard code != ENOENT else {
                throw LeitmotifError(
                    .missingProgram, operation, value, "\(program) is not installed", next: "install it: apt install \(package)")
            }
            throw failure(code, "spawn")
        }
    }

    private static func spawn(
        _ program: String, _ arguments: [String], output: Int32, complaints: Int32, _ identifier: inout pid_t
    ) -> Int32 {
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { FileName.bytes(of: $0, strdup) }
        defer { words.forEach { free($0) } }
        words.append(nil)
        return system_spawn(program, words, output, complaints, &identifier)
    }

    /// The first line of its standard error; empty when it had no complaint.
    var complaint: String { String(complaintText.prefix { !$0.isNewline }) }

    /// The beginning of its standard error.
    var complaintText: String {
        var text = [UInt8](repeating: 0, count: Self.complaintBytes)
        let got = pread(complaints, &text, text.count, 0)
        return String(decoding: text.prefix(max(0, got)).prefix { $0 != 0 }, as: UTF8.self)
    }

    /// Waits for its end, once it has closed its output; its exit status, or −1 when a signal ended it.
    func waitForEnd() -> Int32 {
        guard identifier > 0 else { return -1 }
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0 { guard errno == EINTR else { return -1 } }
        identifier = 0
        return status & 0x7f == 0 ? status >> 8 & 0xff : -1
    }

    deinit {
        close(output)
        if identifier > 0 {
            kill(-identifier, SIGKILL)
            var status: Int32 = 0
            while waitpid(identifier, &status, 0) < 0 && errno == EINTR {}
        }
        close(complaints)
    }
}
