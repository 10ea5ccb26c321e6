import Capture
import Synchronization

/// Writes what is played into a file, on a thread of its own: the player only copies into a ring.
final class Recorder: @unchecked Sendable {
    private let ring: SampleRing
    private let writer: SoundFileWriter
    private let isClosing = Atomic<Bool>(false)
    /// Frames that found no room because the disk stood still longer than the ring lasts.
    let droppedFrames = Atomic<Int>(0)
    private let failure: Mutex<CaptureError?> = Mutex(nil)
    private var worker: Worker?

    deinit { ring.deallocate() }

    /// - Parameter sampleRate: of the interleaved stereo that will come.
    init(path: String, sampleRate: Double) throws(CaptureError) {
        writer = try SoundFileWriter(path: path, sampleRate: sampleRate, channels: 2)
        // Three to six seconds of stereo.
        var capacity = 1 << 16
        while Double(capacity) < sampleRate * 2 * 3 { capacity *= 2 }
        ring = SampleRing(capacity: capacity)
        worker = Worker("recorder") { [self] in drain() }
    }

    /// Player's side.
    @_noLocks func take(interleaved: UnsafePointer<Float>, frames: Int) {
        if !ring.push(interleaved, count: frames * 2) {
            droppedFrames.wrappingAdd(frames, ordering: .relaxed)
        }
    }

    /// Writes the rest, completes the file and gives it its final name.
    func finish() throws(CaptureError) {
        isClosing.store(true, ordering: .releasing)
        worker?.join()
        worker = nil
        // What was written before a failure is worth keeping.
        try writer.finish()
        if let error { throw error }
    }

    /// Ends without a file.
    func discard() {
        isClosing.store(true, ordering: .releasing)
        worker?.join()
        worker = nil
        writer.discard()
    }

    /// What went wrong while writing, nil as long as all is well.
    var error: CaptureError? { failure.withLock { $0 } }

    private func drain() {
        let frames = 4096
        let buffer = UnsafeMutablePointer<Float>.allocate(capacity: frames * 2)
        defer { buffer.deallocate() }
        while true {
            let closes = isClosing.load(ordering: .acquiring)
            let count = ring.pop(into: buffer, count: frames * 2)
            if count > 0 {
                do throws(CaptureError) {
                    try writer.write(interleaved: buffer, frames: count / 2)
                } catch {
                    failure.withLock { $0 = error }
                    return
                }
            } else if closes {
                return
            } else {
                Clock.sleep(until: Clock.seconds + 0.02)
            }
        }
    }
}
