import Capture
import Glibc
import Synchronization

/// A thread with a name that can be waited for.
final class Worker {
    private final class Body: Sendable {
        let name: String
        let run: @Sendable () -> Void
        let hasEnded = Atomic<Bool>(false)
        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }

    private let body: Body
    private var thread = pthread_t()
    private var isRunning = false

    /// - Parameters:
    ///   - name: at most 15 bytes, as `top -H` shows it.
    ///   - realTimePriority: asks for SCHED_FIFO; without the right to it the thread runs with ordinary scheduling.
    init(_ name: String, realTimePriority: Int32? = nil, run: @escaping @Sendable () -> Void) {
        body = Body(name: name, run: run)
        if let priority = realTimePriority { _ = start(priority) }
        if !isRunning { _ = start(nil) }
        precondition(isRunning, "the kernel refused a thread")
    }

    private func start(_ priority: Int32?) -> Bool {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
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
            Kernel.nameThread(body.name)
            body.run()
            body.hasEnded.store(true, ordering: .releasing)
            return nil
        }, retained.toOpaque())
        if result != 0 { retained.release() }
        isRunning = result == 0
        return isRunning
    }

    /// Waits for the thread's end.
    func join() {
        guard isRunning else { return }
        pthread_join(thread, nil)
        isRunning = false
    }

    /// Waits for the thread's end, but no longer than so many seconds; then it is left to itself, stuck as it is in a read that
    /// nothing will end.
    func join(within seconds: Double) {
        let deadline = Clock.seconds + seconds
        while isRunning, !body.hasEnded.load(ordering: .acquiring) {
            guard Clock.seconds < deadline else {
                pthread_detach(thread)
                isRunning = false
                return
            }
            Clock.sleep(until: Clock.seconds + 0.005)
        }
        join()
    }

    deinit { join() }
}
