import Synchronization

/// The memory in which song blocks travel from feeder to player and back.
///
/// Invariant: the frames of a block belong to whoever holds its `SongBlock`; the two rings of a `SongStream` pass each one on
/// exactly once.
final class SongBuffer: @unchecked Sendable {
    static let blockCount = 32
    /// Length of the song in frames, 0 until its end has been reached.
    let songFrames = Atomic<Int>(0)
    /// Planar stereo: each block's left frames, then its right ones.
    let memory: UnsafeMutablePointer<Float>

    init() {
        let samples = SongBuffer.blockCount * SongBlock.capacityFrames * 2
        memory = .allocate(capacity: samples)
        memory.initialize(repeating: 0, count: samples)
    }

    deinit { memory.deallocate() }
}

/// A stretch of the song in a `SongBuffer`.
struct SongBlock: BitwiseCopyable, Sendable {
    static var capacityFrames: Int { @_noLocks get { 4096 } }
    /// Samples from the beginning of the buffer's memory to the block's left frames, and to its right ones.
    var leftOffset: Int { @_noLocks get { index * 2 * SongBlock.capacityFrames } }
    var rightOffset: Int { @_noLocks get { (index * 2 + 1) * SongBlock.capacityFrames } }
    /// Place in the buffer, 0 ..< `SongBuffer.blockCount`.
    var index: Int
    var frames = 0
    /// Nothing comes after this block: the song ended and does not loop.
    var isLast = false
}
