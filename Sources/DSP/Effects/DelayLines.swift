/// Several delay lines of one size, read and written sixteen frames at a time.
///
/// A line must be read at least 16 frames behind where it is written; then a block holds no feedback onto itself and
/// all arithmetic runs along time in vectors. Lanes past a block's end are written too, and overwritten by the next block.
struct DelayLines: ~Copyable {
    private let capacity: Int
    private let stride: Int
    private let count: Int
    private let base: UnsafeMutablePointer<Float>

    /// `maximumFrames`: the longest delay that will be read.
    init(count: Int, maximumFrames: Int) {
        var frames = 64
        while frames < maximumFrames + 48 { frames *= 2 }
        capacity = frames
        stride = frames + 64
        self.count = count
        base = .zeroed(count * stride)
    }

    deinit { base.deallocate() }

    /// A line from `frame` on; 32 frames may be read there.
    @_noLocks @inline(__always)
    func window(_ line: Int, at frame: Int) -> UnsafePointer<Float> {
        UnsafePointer(base + (line &* stride &+ 16 &+ (frame & (capacity &- 1))))
    }

    @_noLocks @inline(__always)
    func load(_ line: Int, at frame: Int) -> Lanes { window(line, at: frame).lanes }

    /// Keeps 32 frames past the end and 16 before the beginning in step, so that a read never has to wrap.
    @_noLocks @inline(__always)
    func store(_ line: Int, at frame: Int, _ vector: Lanes) {
        let place = frame & (capacity &- 1)
        let start = base + (line &* stride &+ 16 &+ place)
        start.store(vector)
        if place < 32 { (start + capacity).store(vector) }
        if place > capacity &- 16 { (start - capacity).store(vector) }
    }

    @_noLocks
    func reset() { base.clear(count * stride) }
}
