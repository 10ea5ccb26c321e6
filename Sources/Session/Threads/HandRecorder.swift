import Capture
import Synchronization

/// Records what is played from one command to another, on its own thread: the player only copies into a ring while it is on.
final class HandRecorder: Sendable {
    fileprivate enum Order: Sendable {
        case record(path: String)
        case stop
        case end
    }

    /// Shared by both threads.
    fileprivate final class Shared: Sendable {
        let order = Mutex<Order>(.stop)
        let facts = Mutex<[Fact]>([])
        let bell = Semaphore()
        let gauges = RecorderGauges(isOn: false)
    }

    /// Everything the writing thread owns.
    fileprivate struct Work: ~Copyable {
        var samples: Consumer<Float>
        let sampleRate: Double
        let shared: Shared
    }

    /// How long a disk is waited for at the end.
    private static let patienceSeconds = 10.0

    private let shared = Shared()
    private let worker: Worker

    /// - Parameters:
    ///   - sampleRate: of the interleaved stereo to be written.
    ///   - taps: receives the player's end of the ring.
    init(sampleRate: Double, taps: inout RecorderTaps) throws(LeitmotifError) {
        let ring = Ring<Float>(capacity: RecorderTap.capacity(sampleRate: sampleRate))
        taps.add(RecorderTap(samples: ring.producer, gauges: shared.gauges))
        let work = Work(samples: ring.consumer, sampleRate: sampleRate, shared: shared)
        worker = try Worker("hand recorder", moving: work) { (work: consuming Work) in work.obey() }
    }

    deinit { end() }

    /// Begins a file; the fact `recording` says when it has begun.
    func record(path: String) { give(.record(path: path)) }

    /// Completes the file.
    func stop() { give(.stop) }

    /// Completes a file that is being written, in a limited time.
    func end() {
        give(.end)
        worker.join(within: HandRecorder.patienceSeconds)
    }

    private func give(_ order: Order) {
        shared.order.withLock { if case .end = $0 {} else { $0 = order } }
        shared.bell.signal()
    }

    /// What has become of the orders since the last call.
    func takeFacts() -> [Fact] {
        shared.facts.withLock { facts in
            defer { facts.removeAll() }
            return facts
        }
    }

    var droppedFrames: Int { shared.gauges.droppedFrames.load(ordering: .relaxed) }
}

extension HandRecorder.Work {
    fileprivate consuming func obey() {
        while true {
            switch shared.order.withLock({ $0 }) {
            case .end: return
            case .stop: shared.bell.wait(seconds: 3600)
            case .record(let path):
                do throws(LeitmotifError) { try record(to: path) } catch {
                    report(.recordingFailed(error.description))
                }
                shared.gauges.isOn.store(false, ordering: .relaxed)
                report(.recording(.sound, path: nil))
                // The same order is not obeyed twice.
                shared.order.withLock { if case .record(path) = $0 { $0 = .stop } }
            }
        }
    }

    private mutating func record(to path: String) throws(LeitmotifError) {
        let frames = 4096
        let buffer = UnsafeMutablePointer<Float>.allocate(capacity: frames * 2)
        defer { buffer.deallocate() }
        let writer = try SoundFileWriter(path: path, sampleRate: sampleRate, channels: 2)
        // What the recording before left.
        while samples.pop(into: buffer, count: frames * 2) > 0 {}
        shared.gauges.isOn.store(true, ordering: .relaxed)
        report(.recording(.sound, path: path))
        while true {
            if !isWanted(path) { shared.gauges.isOn.store(false, ordering: .relaxed) }
            let count = samples.pop(into: buffer, count: frames * 2)
            if count > 0 {
                try writer.write(interleaved: buffer, frames: count / 2)
            } else {
                guard isWanted(path) else { break }
                Clock.sleep(until: Clock.seconds + 0.02)
            }
        }
        try writer.finish()
    }

    private func isWanted(_ path: String) -> Bool {
        shared.order.withLock { if case .record(path) = $0 { true } else { false } }
    }

    private func report(_ fact: Fact) { shared.facts.withLock { $0.append(fact) } }
}
