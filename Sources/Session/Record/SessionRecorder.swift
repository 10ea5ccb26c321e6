import Capture
import Glibc
import Synchronization

/// Writes a session's events to a file as they happen, on its own thread: a slow disk never blocks the session.
public final class SessionRecorder {
    private static let passSeconds = 0.05

    /// Everything the writing thread owns.
    fileprivate struct Work: ~Copyable {
        var file: RecordFile
        let subscription: Subscription
        let failure: Failure
    }

    fileprivate final class Failure: Sendable {
        let error = Mutex<LeitmotifError?>(nil)
    }

    private let failure = Failure()
    private var hasReported = false
    private let subscription: Subscription
    private let worker: Worker

    /// Opens the file and starts the thread.
    /// - Parameter subscription: to a session that has not started.
    /// - Throws: when the file cannot be written, or holds something other than a record.
    public init(path: String, subscription: Subscription) throws(LeitmotifError) {
        self.subscription = subscription
        let work = Work(file: try RecordFile(path: path), subscription: subscription, failure: failure)
        worker = try Worker("session record", moving: work) { (work: consuming Work) in
            do throws(LeitmotifError) { try work.write() } catch { work.failure.error.withLock { $0 = error } }
        }
    }

    /// A session that never started ends its record.
    deinit { subscription.end() }

    /// Why nothing more is written, once; nil as long as all is well.
    public func takeError() -> LeitmotifError? {
        guard !hasReported, let error = failure.error.withLock({ $0 }) else { return nil }
        hasReported = true
        return error
    }

    /// Waits until everything is written, and throws what went wrong meanwhile; call it when the session is over.
    public func finish() throws(LeitmotifError) {
        worker.join()
        if let error = failure.error.withLock({ $0 }) { throw error }
    }
}

extension SessionRecorder.Work {
    fileprivate mutating func write() throws(LeitmotifError) {
        var last = 0.0
        while true {
            let isOver = subscription.isOver
            let (events, missed) = subscription.take()
            var text = ""
            for event in events {
                text += SessionText.lines(event) ?? ""
                last = event.seconds
            }
            if missed > 0 { text += SessionText.missed(missed, at: last) }
            try file.write(text)
            if isOver { return }
            Clock.sleep(until: Clock.seconds + SessionRecorder.passSeconds)
        }
    }
}

/// The file of a record; closed on deinit.
private struct RecordFile: ~Copyable {
    private let descriptor: Int32
    private let path: String
    private var isFirst = true

    init(path: String) throws(LeitmotifError) {
        guard RecordFile.mayReplace(path) else {
            throw LeitmotifError(
                .unsupported, "write session", path, "that file is not a session record",
                next: "choose another name or remove it first")
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw LeitmotifError(
                .system(errno), "write session", path, String(cString: strerror(errno)),
                next: "choose a file in a writable folder")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw LeitmotifError(.busy, "write session", path, "another session is writing it", next: "choose another name")
        }
        self.init(descriptor: descriptor, path: path)
    }

    private init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    /// An older record may be overwritten, anything else may not: a song named by mistake would be lost.
    private static func mayReplace(_ path: String) -> Bool {
        let old = open(path, O_RDONLY | O_CLOEXEC)
        guard old >= 0 else { return true }
        defer { close(old) }
        var head = [UInt8](repeating: 0, count: SessionText.head.utf8.count)
        let count = read(old, &head, head.count)
        return count <= 0 || head[..<count].elementsEqual(SessionText.head.utf8)
    }

    mutating func write(_ text: String) throws(LeitmotifError) {
        guard !text.isEmpty else { return }
        // An older record lasts until there is something to replace it with.
        if isFirst { ftruncate(descriptor, 0) }
        isFirst = false
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, bytes.count - done) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw LeitmotifError(
                    .system(errno), "write session", path, String(cString: strerror(errno)), next: "free space on the disk")
            }
            done += count
        }
    }
}
