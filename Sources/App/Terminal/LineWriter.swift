import Capture
import Dispatch
import Glibc
import Session
import Synchronization

/// Writes text to a descriptor on a thread of its own: a stopped terminal or a full pipe holds up nothing else. Any thread.
final class LineWriter: Sendable {
    fileprivate struct State: Sendable {
        var waiting: [String] = []
        var dropped = 0
        var isWriting = false
        var hasEnded = false
        var failure: Int32 = 0
    }

    fileprivate final class Shared: Sendable {
        let state = Mutex(State())
        let wake = DispatchSemaphore(value: 0)
    }

    /// Texts that wait before the oldest is dropped.
    static let capacity = 256

    private let shared = Shared()
    private let worker: Worker

    /// - Parameter name: of the thread.
    init(_ name: String, descriptor: Int32) throws(LeitmotifError) {
        worker = try Worker(name) { [shared] in
            while let text = shared.next() {
                let failure = Output.write(text, to: descriptor)
                shared.state.withLock { state in
                    state.isWriting = false
                    if failure != 0 { state.failure = failure }
                }
            }
        }
    }

    /// Whether everything was written: whatever may be dropped is worth making only then.
    var isIdle: Bool { shared.state.withLock { $0.waiting.isEmpty && !$0.isWriting } }

    /// Why the newest text that failed could not be written, as errno; 0 when all is well.
    var failure: Int32 { shared.state.withLock { $0.failure } }

    /// Queues whole lines. When too many wait, the oldest is dropped, and how many were is written in its place.
    func write(_ text: String) {
        shared.state.withLock { state in
            guard !state.hasEnded else { return }
            if state.waiting.count == LineWriter.capacity {
                state.waiting.removeFirst()
                state.dropped += 1
            }
            state.waiting.append(text)
        }
        shared.wake.signal()
    }

    /// Takes no more, and waits for what is queued until the monotonic clock reaches `deadline`.
    /// - Returns: false when the reader was too slow for that.
    @discardableResult
    func end(by deadline: Double) -> Bool {
        shared.state.withLock { $0.hasEnded = true }
        shared.wake.signal()
        return worker.join(within: max(0, deadline - Clock.seconds))
    }

    deinit { end(by: 0) }
}

extension LineWriter.Shared {
    /// Waits for the next text; nil at the end.
    fileprivate func next() -> String? {
        while true {
            wake.wait()
            let (text, isOver) = state.withLock { state -> (String?, Bool) in
                guard !state.waiting.isEmpty else { return (nil, state.hasEnded) }
                state.isWriting = true
                let text = state.waiting.removeFirst()
                guard state.dropped > 0 else { return (text, false) }
                defer { state.dropped = 0 }
                return ("leitmotif: \(state.dropped) lines were dropped: nobody read them\n" + text, false)
            }
            if let text { return text }
            if isOver { return nil }
        }
    }
}
