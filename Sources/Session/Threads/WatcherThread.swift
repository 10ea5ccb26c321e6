import Capture
import Cascade
import Synchronization
import Tensor

/// Watches a source in real time: a camera as its pictures arrive, a video by its time stamps, a still picture for as long as the
/// source says. A lost source is reopened.
struct WatcherThread: ~Copyable {
    /// From one attempt to reopen a lost source to the next.
    static let reopenSeconds = 1.0

    /// Shared by both threads.
    fileprivate final class Shared: Sendable {
        let facts: FactQueue
        let ignoredFaces = Mutex<Set<Int>>([])
        let reliefs = Mutex<[Relief]>([])

        init(bell: Bell) { facts = FactQueue(bell: bell) }
    }

    /// Everything the thread owns.
    fileprivate struct Work: ~Copyable {
        let watcher: Watcher
        var source: (any FrameSource)?
        let open: @Sendable () throws(LeitmotifError) -> any FrameSource
        let shared: Shared
        let stop: StopFlag
        /// A loss was reported, and nothing has come since.
        var isLost = false
        /// The picture before was left out.
        var hasLeftOut = false
        /// Processor time of this thread when the last picture had been examined: what is spent until the next is decoding.
        var examinedSeconds = 0.0
    }

    private let shared: Shared
    private let worker: Worker

    /// - Parameters:
    ///   - source: already open; `open` reopens it after a loss.
    ///   - bell: rung at every sight.
    init(
        watcher: consuming HandOver<Watcher>, source: consuming HandOver<any FrameSource>, stop: StopFlag, bell: Bell,
        open: @escaping @Sendable () throws(LeitmotifError) -> any FrameSource
    ) throws(LeitmotifError) {
        let shared = Shared(bell: bell)
        self.shared = shared
        let work = Work(watcher: watcher.take(), source: source.take(), open: open, shared: shared, stop: stop)
        worker = try Worker("watcher", moving: work) { (work: consuming Work) in work.watch() }
    }

    /// Sights, losses and recoveries since the last call.
    func takeFacts() -> [Fact] { shared.facts.take() }

    func ignore(faces: Set<Int>) { shared.ignoredFaces.withLock { $0 = faces } }

    func relieve(_ reliefs: [Relief]) { shared.reliefs.withLock { $0 = reliefs } }

    /// Waits for the watcher to end, but not for long: a source that blocks (standard input without a writer) must not keep the
    /// program alive.
    func join() { worker.join(within: 0.5) }
}

extension WatcherThread.Work {
    fileprivate mutating func watch() {
        examinedSeconds = Clock.threadSeconds
        while !stop.isSet {
            if let current = source {
                do throws(LeitmotifError) {
                    try watchOnce(current)
                    if stop.isSet { return }
                    if let damage = current.damage { shared.facts.report(.sourceDamaged("the source: \(damage.words)")) }
                    if current.isRewindable {
                        try current.rewind()
                    } else {
                        shared.facts.report(.sourceEnded)
                        source = nil
                    }
                } catch {
                    lose(error)
                    source = nil
                }
            } else if stop.sleep(until: Clock.seconds + WatcherThread.reopenSeconds) {
                do throws(LeitmotifError) {
                    source = try open()
                } catch {
                    // That it is still unplugged goes without saying.
                    if error.kind != .notFound, isLost { shared.facts.report(.stillLost(.camera, cause: error.description)) }
                }
            }
        }
    }

    /// A source that delivered nothing since it was lost has not been back.
    private mutating func lose(_ error: LeitmotifError) {
        let cause = error.description
        shared.facts.report(isLost ? .stillLost(.camera, cause: cause) : .lost(.camera, cause: cause))
        isLost = true
    }

    /// One pass through the source, until its end or the stop.
    private mutating func watchOnce(_ source: any FrameSource) throws(LeitmotifError) {
        var plane = LumaPlane(width: 1, height: 1)
        var epoch = Clock.seconds
        var end = epoch
        var lastExamined = epoch
        while !stop.isSet, let stamp = try nextPicture(of: source, into: &plane) {
            if let lasts = source.frameSeconds {
                let due = epoch + stamp.seconds
                end = due + lasts
                // A late picture is skipped, so that the next one can be on time; for a source that stays late (a paused
                // pipe, a slow decoder) the clock is resynchronised.
                if stamp.name == nil, Clock.seconds > due + 0.1 {
                    guard Clock.seconds > lastExamined + 0.3 else { continue }
                    epoch = Clock.seconds - stamp.seconds
                }
                guard stop.sleep(until: due) else { return }
            }
            if isLost {
                isLost = false
                shared.facts.report(.back(.camera))
            }
            let reliefs = shared.reliefs.withLock { $0 }
            let leavesOut = stamp.name == nil && reliefs.contains(.fewerPictures)
            hasLeftOut = leavesOut && !hasLeftOut
            if hasLeftOut { continue }
            lastExamined = Clock.seconds
            watcher.relieve(reliefs)
            let lasting = (leavesOut ? 2 : 1) * (source.frameSeconds ?? stamp.nextWithin ?? 0)
            try examine(plane.view, stamp, lasting: lasting, taken: lastExamined)
        }
        // The last picture is shown for its full time before the source starts over.
        _ = stop.sleep(until: end)
    }

    private mutating func examine(_ picture: LumaView, _ stamp: FrameStamp, lasting: Double, taken: Double) throws(LeitmotifError) {
        watcher.ignoredFaces = shared.ignoredFaces.withLock { $0 }
        let decoding = Clock.threadSeconds - examinedSeconds
        defer { examinedSeconds = Clock.threadSeconds }
        do throws(ModelError) {
            var sight = try watcher.examine(picture, stamp)
            sight.decodeMilliseconds = 1000 * decoding
            sight.lasting = lasting
            sight.times = PictureTimes(captured: stamp.capturedAt ?? taken, taken: taken, examined: Clock.seconds)
            shared.facts.report(.saw(sight))
        } catch {
            throw LeitmotifError("look at picture", stamp.name ?? "of the camera", error, next: "choose another source")
        }
    }

    /// Waits in short steps, so that the stop is noticed.
    private func nextPicture(of source: any FrameSource, into plane: inout LumaPlane) throws(LeitmotifError) -> FrameStamp? {
        while !stop.isSet {
            switch try source.wait(milliseconds: 200, into: &plane) {
            case .frame(let stamp): return stamp
            case .ended: return nil
            case .timeout: continue
            }
        }
        return nil
    }
}
