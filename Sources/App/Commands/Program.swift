import ArgumentParser
import Capture
import FoundationEssentials
import Glibc
import Session
import Tensor

/// The whole program as one function, so that tests can run it.
public enum Program {
    /// Address space for the largest pictures and every thread; a session's own use is a fifth of it.
    private static let neededBytes = 512 << 20

    /// Runs one command line, on the main thread.
    /// - Returns: the exit code: 0; 1 when the work failed; 2 for wrong use.
    public static func run(_ arguments: [String]) -> Int32 {
        guard isBuiltForThisProcessor() else { return 1 }
        StopFlag.ignoreFailedWrites()
        do {
            do {
                var command = try Leitmotif.parseAsRoot(arguments)
                if let open = command as? any CompletedBySettings {
                    try EffectiveSettings.run(open, arguments)
                } else {
                    try command.run()
                }
            } catch where Leitmotif.exitCode(for: error) == .success {
                try Output.line(ProgramName.spoken(Leitmotif.fullMessage(for: error)))
            }
            return 0
        } catch let error as LeitmotifError {
            say("\(ProgramName.own): \(error.description)")
            return 1
        } catch is Output.ReaderLeft {
            return 0
        } catch {
            let code = Leitmotif.exitCode(for: error).rawValue
            let message = Leitmotif.message(for: error)
            if !message.isEmpty { say("\(ProgramName.own): \(message); \(ProgramName.own) --help explains") }
            return code == 64 ? 2 : code
        }
    }

    /// Runs the command line of this process, whose terminal stays usable whatever kills it.
    public static func main(_ arguments: [String]) -> Int32 {
        openStandardDescriptors()
        TerminalModes.giveBackWhenKilled()
        do {
            try Kernel.checkMemoryLimit(needed: neededBytes)
        } catch {
            say("\(ProgramName.own): \(error.description)")
            return 1
        }
        return run(arguments)
    }

    /// Writes one line to standard error; a reader that went away is no reason to stop.
    static func say(_ line: String) { _ = Output.write(line + "\n", to: STDERR_FILENO) { StopFlag.signalled.isSet } }

    /// A program may be started without standard input, output or error; a file of ours would then get that number, and lines
    /// meant for people would land in it.
    private static func openStandardDescriptors() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            if open("/dev/null", O_RDWR) < 0 { _ = open("/", O_RDONLY) }
        }
    }

    /// An instruction that the processor lacks would kill the program without a message.
    private static func isBuiltForThisProcessor() -> Bool {
        guard Kernel.processorLevel < ProcessorLevel.number else { return true }
        say(
            "\(ProgramName.own): built for \(ProcessorLevel.words), this processor has v\(Kernel.processorLevel); build it here, or with "
                + "LEITMOTIF_SIMD=v2")
        return false
    }
}

extension LeitmotifError {
    /// A signal stopped work that leaves nothing behind.
    init(stopped operation: String, _ value: String) {
        self.init(.interrupted, operation, value, "stopped by a signal", next: "nothing was written")
    }
}
