import CKernel

/// Whose terminal it is: ours, where keys arrive at once and without echo, or the shell's.
public enum TerminalModes {
    /// Takes the terminal behind a descriptor, again after it was lost too; one thread. Ctrl-Z then gives it back before it stops
    /// the process. False when there is none.
    public static func take(_ descriptor: Int32) -> Bool { system_take_terminal(descriptor) == 0 }

    /// Gives it back as it was, if it was taken and this is the foreground job. Any thread, and any signal handler.
    public static func giveBack() { system_give_terminal_back() }

    /// Whether this is the terminal's foreground job, which may read from it and set its modes.
    public static func isInForeground(_ descriptor: Int32) -> Bool { system_is_in_foreground(descriptor) != 0 }

    /// Whether the process was stopped and continued since the last call: the modes may be others now.
    public static func wasContinued() -> Bool { system_was_continued() != 0 }

    /// Whatever kills the process from now on, a crash too, gives the terminal back first. The runtime's backtrace, which would
    /// ask questions on the terminal, only comes when SWIFT_BACKTRACE is set.
    public static func giveBackWhenKilled() { system_give_terminal_back_when_killed() }

    /// Gives the calling thread a stack for that, as its own may have overflowed.
    public static func useSignalStack() { system_use_signal_stack() }
}
