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

    /// A first signal asks every loop to finish its files; a second one ends the program the hard way.
    /// A reader that went away (SIGPIPE) becomes an error of write(2).
    public static func catchSignals() {
        _ = signalled
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number) { number in
                StopFlag.signalled.set()
                signal(number, SIG_DFL)
            }
        }
        signal(SIGPIPE, SIG_IGN)
    }
}
