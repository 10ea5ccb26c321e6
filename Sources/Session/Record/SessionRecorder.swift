import Capture
import Synchronization

/// Writes a session's events to a file as they happen, on its own thread: a slow disk never blocks the session.
public final class SessionRecorder {
    private static let passSeconds = 0.05

    /// Everything the writing thread owns.
    fileprivate struct Work: ~Copyable {
        var file: RecordFile
        let subscription: Subscription
        let head: RecordHead
        let shared: Shared
        /// Those whose hash is written.
        var songs: Set<String> = []
        /// Of the newest change of the music.
        var lastFrame: Int64 = 0

        init(file: consuming RecordFile, subscription: Subscription, head: RecordHead, shared: Shared) {
            self.file = file
            (self.subscription, self.head, self.shared) = (subscription, head, shared)
        }
    }

    /// What both threads know.
    fileprivate final class Shared: Sendable {
        let error = Mutex<LeitmotifError?>(nil)
        /// Frames played when the record was stopped while the session goes on.
        let stoppedAt = Mutex<Int64?>(nil)
    }

    private let shared = Shared()
    private var hasReported = false
    private let subscription: Subscription
    private let worker: Worker

    /// Opens the file and starts the thread.
    /// - Parameters:
    ///   - subscription: to a session from its start, else one of `subscribeForRecord`.
    ///   - head: how the session was made. Files are read for their hashes on the recorder's thread.
    /// - Throws: when the file cannot be written, or holds something other than a record.
    public init(path: String, subscription: Subscription, head: RecordHead) throws(LeitmotifError) {
        self.subscription = subscription
        let work = Work(file: try RecordFile(path: path), subscription: subscription, head: head, shared: shared)
        worker = try Worker("session record", moving: work) { (work: consuming Work) in
            do throws(LeitmotifError) { try work.write() } catch { work.shared.error.withLock { $0 = error } }
        }
    }

    /// A session that never started ends its record.
    deinit { subscription.end() }

    /// Why nothing more is written, once; nil as long as all is well.
    public func takeError() -> LeitmotifError? {
        guard !hasReported, let error = shared.error.withLock({ $0 }) else { return nil }
        hasReported = true
        return error
    }

    /// Ends the record while the session goes on, and throws what went wrong meanwhile.
    /// - Parameter frames: played so far.
    public func stop(frames: Int64) throws(LeitmotifError) {
        shared.stoppedAt.withLock { $0 = frames }
        subscription.end()
        try finish()
    }

    /// Waits until everything is written, and throws what went wrong meanwhile; call it when the session is over.
    public func finish() throws(LeitmotifError) {
        worker.join()
        if let error = shared.error.withLock({ $0 }) { throw error }
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
                text += lines(event)
                last = event.seconds
            }
            if missed > 0 {
                text += SessionText.missed(missed, at: last) + SessionText.inexact(lastFrame, "\(missed) events are missing from the record")
            }
            try file.write(text)
            if isOver { break }
            Clock.sleep(until: Clock.seconds + SessionRecorder.passSeconds)
        }
        guard let frames = shared.stoppedAt.withLock({ $0 }) else { return }
        try file.write(SessionText.lines(SessionEvent(.ended(frames: frames), at: last)) ?? "")
    }

    private mutating func lines(_ event: SessionEvent) -> String {
        let lines = SessionText.lines(event) ?? ""
        switch event.kind {
        case .began(let song, _, _, _): return lines + SessionText.lines(head) + hash(song)
        case .turned(_, _, let song): return hash(song) + lines
        case .applied(let frame, _, _):
            lastFrame = frame
            return lines
        default: return lines
        }
    }

    /// Where a song is first named.
    private mutating func hash(_ song: String) -> String {
        guard songs.insert(song).inserted, let digest = RecordedFile.digest(ofSong: song) else { return "" }
        return SessionText.line(RecordedFile(.song, name: song, digest: digest))
    }
}
