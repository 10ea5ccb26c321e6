import Capture
import Cascade
import Synchronization
import Tensor

/// Watches a source in the background at the pace of the wall clock: a camera as its pictures come, a video by its timestamps,
/// every still picture for as long as the source says. Keeps only the newest sight.
final class WatcherThread: @unchecked Sendable {
    /// A sight older than this says nothing about now, unless its source is slower still.
    static let freshSeconds = 0.5
    /// How often a lost source is opened again.
    static let reopenSeconds = 1.0
    /// A camera that gives nothing for so long counts as lost.
    static let silentSeconds = 5.0

    private struct Newest {
        var sight: Sight?
        var seenAt = 0.0
        var freshSeconds = WatcherThread.freshSeconds
        var looks = 0
        var notice: String?
    }

    private let watcher: Watcher
    private let open: @Sendable () throws(CaptureError) -> any FrameSource
    private let stop: StopFlag
    private let newest: Mutex<Newest> = Mutex(Newest())
    private var worker: Worker?

    /// - Parameters:
    ///   - source: opened already; `open` opens it again after it was lost.
    init(
        watcher: Watcher, source: HandOver<any FrameSource>, stop: StopFlag,
        open: @escaping @Sendable () throws(CaptureError) -> any FrameSource
    ) {
        self.watcher = watcher
        self.open = open
        self.stop = stop
        worker = Worker("watcher") { [self] in watch(source) }
    }

    /// The newest sight if it still speaks of now, and how many pictures have been looked at.
    func latest() -> (sight: Sight?, looks: Int) {
        newest.withLock { state in
            guard let sight = state.sight else { return (nil, state.looks) }
            let isFresh = sight.name != nil || Clock.seconds - state.seenAt < state.freshSeconds
            return (isFresh ? sight : nil, state.looks)
        }
    }

    /// One line about the source being lost or back, once.
    func takeNotice() -> String? {
        newest.withLock { state in
            defer { state.notice = nil }
            return state.notice
        }
    }

    /// Waits for the watcher's end. A source that blocks (standard input without a writer) may not keep the program from ending.
    func join() { worker?.join(within: 0.5) }

    private func watch(_ first: HandOver<any FrameSource>) {
        var source = first.take()
        while !stop.isSet {
            if let current = source {
                do throws(CaptureError) {
                    try watchOnce(current)
                    if stop.isSet { return }
                    if current.isRewindable { try current.rewind() } else { source = nil }
                } catch {
                    say(error.description)
                    forget()
                    source = nil
                }
            } else if stop.sleep(until: Clock.seconds + WatcherThread.reopenSeconds) {
                source = try? open()
                if source != nil { say("the source is back") }
            }
        }
    }

    /// One pass of the source, until its end or the stop.
    private func watchOnce(_ source: any FrameSource) throws(CaptureError) {
        var plane = LumaPlane(width: 1, height: 1)
        var epoch = Clock.seconds
        var end = epoch
        var lastLook = epoch
        while !stop.isSet, let stamp = try nextPicture(of: source, into: &plane) {
            if let lasts = source.frameSeconds {
                let due = epoch + stamp.seconds
                end = due + lasts
                // A picture that is late already is passed over, so that the next one can be on time; a source that
                // stays late (a pipe that paused, a slow decoder) has its clock set anew.
                if stamp.name == nil, Clock.seconds > due + 0.1 {
                    guard Clock.seconds > lastLook + 0.3 else { continue }
                    epoch = Clock.seconds - stamp.seconds
                }
                guard stop.sleep(until: due) else { return }
            }
            do throws(DetectionError) {
                lastLook = Clock.seconds
                publish(try watcher.look(at: plane.view, stamp), lasting: source.frameSeconds ?? 0)
            } catch {
                throw CaptureError("look at picture", stamp.name ?? "of the camera", error.description, next: "choose another source")
            }
        }
        // The last picture stays for its own time before the source begins again.
        _ = stop.sleep(until: end)
    }

    /// A camera is asked in short waits, so that the stop is heard; it counts as lost after some seconds without a picture.
    private func nextPicture(of source: any FrameSource, into plane: inout LumaPlane) throws(CaptureError) -> FrameStamp? {
        guard let camera = source as? Camera else { return try source.next(into: &plane) }
        let deadline = Clock.seconds + WatcherThread.silentSeconds
        while !stop.isSet {
            switch camera.wait(milliseconds: 200, into: &plane) {
            case .frame(let stamp): return stamp
            case .lost(let error): throw error
            case .timeout:
                guard Clock.seconds < deadline else {
                    throw CaptureError("read camera", camera.name, "no picture for five seconds", next: "unplug it and plug it in again")
                }
            }
        }
        return nil
    }

    private func publish(_ sight: Sight, lasting seconds: Double) {
        newest.withLock { state in
            state.freshSeconds = max(WatcherThread.freshSeconds, 1.5 * seconds)
            state.sight = sight
            state.seenAt = Clock.seconds
            state.looks += 1
        }
    }

    private func forget() { newest.withLock { $0.sight = nil } }
    private func say(_ line: String) { newest.withLock { $0.notice = line } }
}
