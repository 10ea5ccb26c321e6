import Capture
import Glibc
import Synchronization

/// A named thread that can be joined. Dropping it joins it: whoever ends it sets its stop first.
public final class Worker: Sendable {
    /// What the thread takes along.
    private final class Body {
        let name: String
        let run: () -> Void
        let progress: Progress

        init(name: String, run: @escaping () -> Void, progress: Progress) {
            self.name = name
            self.run = run
            self.progress = progress
        }
    }

    private final class Progress: Sendable {
        let hasEnded = Atomic<Bool>(false)
    }

    private final class Box<Value: ~Copyable> {
        var value: Value?
        init(_ value: consuming Value) { self.value = consume value }
    }

    /// Enough for every library that runs on our threads, whatever `ulimit -s` says.
    private static let stackBytes = 2 << 20

    private let progress = Progress()
    /// Nil once joined or detached.
    private let thread: Mutex<pthread_t?>

    /// What threads on the way of the sound ask for.
    static let audioPriority: Int32 = 50
    /// Whether it runs at real-time priority.
    public let isRealTime: Bool

    /// - Parameters:
    ///   - name: at most 15 bytes, as `top -H` shows it.
    ///   - realTimePriority: requests SCHED_FIFO; without the privilege the thread runs under normal scheduling.
    ///   - run: handed to the thread with everything that it captures.
    /// - Throws: when the system has no room for another thread.
    public init(
        _ name: String, realTimePriority: Int32? = nil, run: sending @escaping () -> Void
    ) throws(LeitmotifError) {
        let body = Body(name: name, run: run, progress: progress)
        // As high as is asked for, else as high as a limit allows.
        let wanted = realTimePriority ?? 0
        for priority in [wanted, min(wanted, Kernel.realTimeLimit)] where priority > 0 {
            guard case .success(let started) = Worker.start(body, priority) else { continue }
            thread = Mutex(started)
            isRealTime = true
            return
        }
        thread = Mutex(try Worker.start(body, nil).get())
        isRealTime = false
    }

    /// - Parameter state: moves into the thread, its only owner from then on.
    public convenience init<State: ~Copyable>(
        _ name: String, realTimePriority: Int32? = nil, moving state: consuming sending State,
        run: @escaping @Sendable (consuming State) -> Void
    ) throws(LeitmotifError) {
        let box = Box(state)
        try self.init(name, realTimePriority: realTimePriority) {
            if let state = box.value.take() { run(state) }
        }
    }

    private static func start(_ body: Body, _ priority: Int32?) -> Result<pthread_t, LeitmotifError> {
        var thread = pthread_t()
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackBytes)
        if let priority {
            var parameters = sched_param()
            parameters.sched_priority = priority
            pthread_attr_setinheritsched(&attributes, Int32(PTHREAD_EXPLICIT_SCHED))
            pthread_attr_setschedpolicy(&attributes, SCHED_FIFO)
            pthread_attr_setschedparam(&attributes, &parameters)
        }
        let retained = Unmanaged.passRetained(body)
        let result = pthread_create(&thread, &attributes, { argument in
            let body = Unmanaged<Body>.fromOpaque(argument!).takeRetainedValue()
            StopFlag.blockSignalsInThisThread()
            TerminalModes.useSignalStack()
            Kernel.nameThread(body.name)
            body.run()
            body.progress.hasEnded.store(true, ordering: .releasing)
            return nil
        }, retained.toOpaque())
        if result == 0 { return .success(thread) }
        retained.release()
        return .failure(
            LeitmotifError(
                .full, "start thread", body.name, String(cString: strerror(result)),
                next: "raise the limits on processes and memory (ulimit -u, ulimit -v) or close other programs"))
    }

    /// Makes the calling thread, started by a library, as one of ours: named, and left alone by what a person or a shell sends.
    public static func adoptThread(name: String) {
        StopFlag.blockSignalsInThisThread()
        TerminalModes.useSignalStack()
        Kernel.nameThread(name)
    }

    /// What it was to run has come to its end.
    var hasEnded: Bool { progress.hasEnded.load(ordering: .acquiring) }

    /// Waits for the thread's end.
    public func join() {
        if let thread = thread.withLock({ $0.take() }) { pthread_join(thread, nil) }
    }

    /// Waits for the thread's end, but no longer than `seconds`; then detaches it, stuck as it is in a read that nothing will
    /// end.
    /// - Returns: false when it was left.
    @discardableResult
    public func join(within seconds: Double) -> Bool {
        let deadline = Clock.seconds + seconds
        while !progress.hasEnded.load(ordering: .acquiring) {
            // Left to itself before: waiting again would only take as long again.
            guard thread.withLock({ $0 != nil }) else { return false }
            guard Clock.seconds < deadline else {
                if let thread = thread.withLock({ $0.take() }) { pthread_detach(thread) }
                return false
            }
            Clock.sleep(until: Clock.seconds + 0.005)
        }
        join()
        return true
    }

    deinit { join() }
}
