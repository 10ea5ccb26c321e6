import Glibc
import Synchronization

/// Set once, by anyone, from any thread or signal handler; read by every loop.
public final class StopFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    public init() {}

    public var isSet: Bool { flag.load(ordering: .relaxed) }
    public func set() { flag.store(true, ordering: .relaxed) }

    /// Sleeps until the monotonic clock shows `seconds`, looking at the flag every 20 ms; false when it was set meanwhile.
    func sleep(until seconds: Double) -> Bool {
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

    /// A signal asks every loop to finish its files; another one, more than a second later, ends the program the hard way.
    /// (Supervisors signal a process and its group at once: that is one wish, not two.) What nohup asked to ignore stays ignored.
    /// Blocked calls are interrupted, not started again.
    public static func catchSignals() {
        _ = signalled
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var before = sigaction()
            sigaction(number, nil, &before)
            if unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { continue }
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                let now = Int(Clock.seconds) + 1
                let (isFirst, first) = StopFlag.firstSignalSeconds.compareExchange(
                    expected: 0, desired: now, ordering: .relaxed)
                if !isFirst, now > first + 1 {
                    signal(number, SIG_DFL)
                    raise(number)
                }
                StopFlag.signalled.set()
            }
            sigaction(number, &action, nil)
        }
    }

    /// A reader that went away becomes an error of write(2), not the program's end.
    public static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

    /// Leaves the three signals to the thread that calls `catchSignals`, so that no device call of another is interrupted.
    static func blockSignalsInThisThread() {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
