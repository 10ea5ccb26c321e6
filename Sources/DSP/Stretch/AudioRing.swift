/// Two channels of the recent past, addressed by absolute frame number.
///
/// The first `windowFrames` samples are mirrored after the last, so that any window of that length is contiguous. Frames never
/// written (negative numbers too) read as zero until the ring has wrapped once.
struct AudioRing: ~Copyable {
    /// Frames kept, a power of two.
    let capacity: Int
    private let windowFrames: Int
    private let left: UnsafeMutablePointer<Float>
    private let right: UnsafeMutablePointer<Float>
    /// Absolute number of the next frame to be written.
    private(set) var written = 0

    /// `windowFrames`: the longest stretch to be read at once, including vectors past its end; nil: the whole capacity.
    init(minimumFrames: Int, windowFrames window: Int? = nil) {
        var frames = 64
        while frames < minimumFrames { frames *= 2 }
        capacity = frames
        windowFrames = min(frames, window ?? frames)
        left = .zeroed(frames + windowFrames + 64)
        right = .zeroed(frames + windowFrames + 64)
    }

    deinit {
        left.deallocate()
        right.deallocate()
    }

    /// Appends `frames` (at most `capacity`) frames.
    @_noLocks
    mutating func write(left newLeft: UnsafePointer<Float>, right newRight: UnsafePointer<Float>, frames: Int) {
        var done = 0
        while done < frames {
            let start = written & (capacity - 1)
            let run = min(frames - done, capacity - start)
            (left + start).copy(from: newLeft + done, count: run)
            (right + start).copy(from: newRight + done, count: run)
            if start < windowFrames {
                let again = min(run, windowFrames - start)
                (left + start + capacity).copy(from: newLeft + done, count: again)
                (right + start + capacity).copy(from: newRight + done, count: again)
            }
            written += run
            done += run
        }
    }

    @_noLocks
    func left(at frame: Int) -> UnsafePointer<Float> { UnsafePointer(left + (frame & (capacity - 1))) }

    @_noLocks
    func right(at frame: Int) -> UnsafePointer<Float> { UnsafePointer(right + (frame & (capacity - 1))) }

    @_noLocks
    mutating func reset() {
        left.clear(capacity + windowFrames + 64)
        right.clear(capacity + windowFrames + 64)
        written = 0
    }
}
