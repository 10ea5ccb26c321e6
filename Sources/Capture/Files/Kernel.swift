import CKernel
import Glibc

/// Small queries to the kernel, for the rooms above, which import no C. Any thread.
public enum Kernel {
    /// The x86-64 level of this processor, 1 … 4; 0 on any other architecture.
    public static var processorLevel: Int { Int(system_cpu_level()) }

    /// Columns and rows of the terminal behind a descriptor, 0 where it does not know them; nil when it is not a terminal.
    public static func terminalSize(of descriptor: Int32) -> (columns: Int, rows: Int)? {
        var columns: Int32 = 0
        var rows: Int32 = 0
        guard system_terminal_size(descriptor, &columns, &rows) == 0 else { return nil }
        return (Int(columns), Int(rows))
    }

    /// Whether something keeps the clock of the day right; nil where the kernel does not say.
    public static var isClockSynchronised: Bool? {
        let answer = system_clock_is_synchronised()
        return answer < 0 ? nil : answer == 1
    }

    /// Refuses to start where the system would grant too little memory: later every allocation could be the one that fails. Call it
    /// first of all, on the main thread.
    public static func checkMemoryLimit(needed bytes: Int) throws(LeitmotifError) {
        let limit = system_memory_limit()
        guard limit < 0 || limit >= bytes else {
            throw LeitmotifError(
                .full, "start", "with \(limit >> 20) MB of memory", "at least \(bytes >> 20) MB are needed",
                next: "raise the limit (ulimit -v, ulimit -d) or remove it")
        }
    }

    /// Names the calling thread, as `top -H` shows it; at most 15 bytes are used.
    public static func nameThread(_ name: String) { _ = system_name_thread(name) }

    /// Keeps what this process has touched and will touch in memory, so that no block waits for a disk. False where that is not
    /// permitted: then nothing changes.
    public static func lockMemory() -> Bool {
        // Within a limit, memory asked for later would be refused.
        guard system_locked_memory_limit() == Int.max || geteuid() == 0 else { return false }
        return system_lock_memory() == 0
    }

    /// The highest real-time priority that this process may ask for without a privilege; 0 for none.
    public static var realTimeLimit: Int32 { Int32(min(system_priority_limit(), 99)) }

    /// Processor time of the calling thread, in nanoseconds.
    @_noLocks public static func threadNanoseconds() -> Int { Int(system_thread_nanoseconds()) }

    /// The clock that never jumps, in nanoseconds.
    @_noLocks public static func nanoseconds() -> Int { Int(system_nanoseconds()) }
}
