import ArgumentParser
import Capture
import Foundation
import Session

/// The whole program as one function, so that tests can run it.
public enum Program {
    /// Runs one command line, on the main thread.
    /// - Returns: the exit code: 0; 1 when the work failed; 2 for wrong use.
    public static func run(_ arguments: [String]) -> Int32 {
        guard isBuiltForThisProcessor() else { return 1 }
        StopFlag.ignoreBrokenPipes()
        do {
            var command = try Leitmotif.parseAsRoot(arguments)
            try command.run()
            return 0
        } catch let error as LeitmotifError {
            say("app: \(error.description)")
            return 1
        } catch {
            let code = Leitmotif.exitCode(for: error).rawValue
            if code == 0 {
                print(Leitmotif.fullMessage(for: error))
                return 0
            }
            let message = Leitmotif.message(for: error)
            if !message.isEmpty { say("app: \(message); app --help explains") }
            return code == 64 ? 2 : code
        }
    }

    /// Writes one line to standard error; a reader that went away is no reason to stop.
    static func say(_ line: String) { try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8)) }

    /// An instruction that the processor lacks would kill the program without a message.
    private static func isBuiltForThisProcessor() -> Bool {
        guard Kernel.processorLevel < levelBuiltFor else { return true }
        say(
            "app: built for x86-64-v\(levelBuiltFor), this processor has v\(Kernel.processorLevel); build it here, or with "
                + "LEITMOTIF_SIMD=v2")
        return false
    }

    private static var levelBuiltFor: Int {
        #if SIMD_V4
            4
        #elseif SIMD_V3
            3
        #elseif SIMD_V2
            2
        #else
            0
        #endif
    }
}

extension LeitmotifError {
    /// A signal stopped work that leaves nothing behind.
    init(stopped operation: String, _ value: String) {
        self.init(.interrupted, operation, value, "stopped by a signal", next: "nothing was written")
    }
}
