import Capture
import Glibc
import Synchronization

/// Set once, from any thread or signal handler; polled by every loop.
public final class StopFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    /// A flag that is not set.
    public init() {}

    /// Whether it was set; from any thread.
    public var isSet: Bool { flag.load(ordering: .relaxed) }
    /// Sets it for good; from any thread, and from a signal handler.
    public func set() { flag.store(true, ordering: .relaxed) }

    /// Sleeps until the monotonic clock reaches `seconds`, polling the flag every 20 ms; false when it was set meanwhile.
    public func sleep(until seconds: Double) -> Bool {
        while !isSet {
            let now = Clock.seconds
            if now >= seconds { return true }
            Clock.sleep(until: min(seconds, now + 0.02))
        }
        return false
    }

    /// The flag that SIGINT, SIGTERM and SIGHUP set once `catchSignals` was called.
    public static let signalled = StopFlag()
    private static let firstSignalSeconds = Atomic<Int>(0)

    /// The first SIGINT, SIGTERM or SIGHUP asks every loop to finish its files; another, more than a second later, kills the
    /// program. (Supervisors signal a process and its group at once: that is one request, not two.) What nohup ignores stays
    /// ignored. Blocking calls are interrupted, not restarted. Call it on the main thread.
    public static func catchSignals() {
        _ = signalled
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var before = sigaction()
            sigaction(number, nil, &before)
            let handler = unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self)
            if handler == unsafeBitCast(SIG_IGN, to: Int.self) { continue }
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                let now = Int(Clock.seconds) + 1
                let (isFirst, first) = StopFlag.firstSignalSeconds.compareExchange(
                    expected: 0, desired: now, ordering: .relaxed)
                if !isFirst, now > first + 1 {
                    TerminalModes.giveBack()
                    signal(number, SIG_DFL)
                    raise(number)
                }
                StopFlag.signalled.set()
            }
            sigaction(number, &action, nil)
        }
    }

    /// A reader that went away, or a file that reached `ulimit -f`, becomes an error of write(2) instead of ending the program.
    public static func ignoreFailedWrites() { for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) } }

    /// Leaves what a person or a shell may send to the main thread, so that device calls on this one are not interrupted.
    static func blockSignalsInThisThread() {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT] { sigaddset(&signals, number) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
