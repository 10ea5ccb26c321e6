import Capture
import Synchronization

/// Writes what is played to a sound file, on its own thread: the player only copies into a ring.
final class Recorder: Sendable {
    /// Shared by both threads.
    fileprivate final class Shared: Sendable {
        enum Ending: Sendable { case finish, discard }
        let ending = Mutex<Ending?>(nil)
        let failure = Mutex<LeitmotifError?>(nil)
    }

    /// Everything the writing thread owns.
    fileprivate struct Work: ~Copyable {
        var samples: Consumer<Float>
        let writer: SoundFileWriter
        let shared: Shared
    }

    /// How long a disk is waited for at the end; one that hangs may not keep the program from ending.
    private static let patienceSeconds = 10.0

    let path: String
    private let shared = Shared()
    private let gauges = RecorderGauges(isOn: true)
    private let worker: Worker

    /// - Parameters:
    ///   - sampleRate: of the interleaved stereo to be written.
    ///   - taps: receives the player's end of the ring.
    init(path: String, sampleRate: Double, taps: inout RecorderTaps) throws(LeitmotifError) {
        self.path = path
        let writer = try SoundFileWriter(path: path, sampleRate: sampleRate, channels: 2)
        let ring = Ring<Float>(capacity: RecorderTap.capacity(sampleRate: sampleRate))
        taps.add(RecorderTap(samples: ring.producer, gauges: gauges))
        let work = Work(samples: ring.consumer, writer: writer, shared: shared)
        worker = try Worker("recorder", moving: work) { (work: consuming Work) in work.write() }
    }

    /// Writes the rest, completes the file and gives it its final name.
    func finish() throws(LeitmotifError) {
        end(.finish)
        if let error { throw error }
    }

    deinit { end(.discard) }

    /// Ends and leaves no file.
    func discard() { end(.discard) }

    private func end(_ ending: Shared.Ending) {
        shared.ending.withLock { $0 = $0 ?? ending }
        if worker.join(within: Recorder.patienceSeconds) { return }
        let stuck = LeitmotifError(
            .lost, "write sound", path, "the disk has not answered for \(Int(Recorder.patienceSeconds)) seconds",
            next: "the sound is in .part beside it")
        shared.failure.withLock { $0 = $0 ?? stuck }
    }

    /// What went wrong while writing, if anything.
    var error: LeitmotifError? { shared.failure.withLock { $0 } }
    var droppedFrames: Int { gauges.droppedFrames.load(ordering: .relaxed) }
}

extension Recorder.Work {
    fileprivate consuming func write() {
        let frames = 4096
        let buffer = UnsafeMutablePointer<Float>.allocate(capacity: frames * 2)
        defer { buffer.deallocate() }
        while true {
            let ending = shared.ending.withLock { $0 }
            if case .discard = ending { return writer.discard() }
            let count = samples.pop(into: buffer, count: frames * 2)
            if count > 0, error == nil {
                do throws(LeitmotifError) { try writer.write(interleaved: buffer, frames: count / 2) } catch { fail(error) }
            } else if count == 0 {
                if ending != nil { break }
                Clock.sleep(until: Clock.seconds + 0.02)
            }
        }
        // What was written before a failure is worth keeping.
        do throws(LeitmotifError) { try writer.finish() } catch { fail(error) }
    }

    private var error: LeitmotifError? { shared.failure.withLock { $0 } }
    private func fail(_ error: LeitmotifError) { shared.failure.withLock { $0 = $0 ?? error } }
}
