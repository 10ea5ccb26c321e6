import Synchronization

/// The memory in which song blocks travel from feeder to player and back.
///
/// Invariant: the frames of a block belong to whoever holds its `SongBlock`; the two rings of a `SongStream` pass each one on
/// exactly once.
final class SongBuffer: @unchecked Sendable {
    /// What lies ahead of the player lasts for so long at the song's own speed: a card that has just been opened asks for a whole
    /// buffer at once, at up to five times that speed.
    private static let seconds = 3.4
    /// A power of two, as rings need.
    let blockCount: Int
    /// Length of the song in frames, 0 until its end has been reached.
    let songFrames = Atomic<Int>(0)
    /// Planar stereo: each block's left frames, then its right ones.
    let memory: UnsafeMutablePointer<Float>

    init(sampleRate: Double) {
        var count = 32
        while Double(count * SongBlock.capacityFrames) < sampleRate * SongBuffer.seconds { count *= 2 }
        blockCount = count
        let samples = count * SongBlock.capacityFrames * 2
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
