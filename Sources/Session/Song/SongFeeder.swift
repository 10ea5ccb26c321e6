import Capture
import Synchronization

/// Reads a song into blocks ahead of the player, again and again when it loops. `fill` is called by a feeder thread in a
/// live session and between two blocks when rendering offline.
final class SongFeeder: @unchecked Sendable {
    static let blockCount = 32
    let sampleRate: Double
    /// Song blocks to be played, and played ones to be filled again.
    let filled: SongBlockRing
    let free: SongBlockRing
    private let song: any SongSource
    private let name: String
    private let loops: Bool
    private let interleaved: UnsafeMutablePointer<Float>
    private let memory: UnsafeMutablePointer<Float>
    private var hasEnded = false
    /// Frames given out since the song last began.
    private var passFrames = 0
    private let knownFrames = Atomic<Int>(0)

    /// Length of the song, known once its end was reached; may be asked from any thread.
    var songFrames: Int? {
        let frames = knownFrames.load(ordering: .relaxed)
        return frames > 0 ? frames : nil
    }

    /// - Parameter name: what the song is called in errors.
    init(song: any SongSource, name: String, loops: Bool) {
        self.name = name
        self.song = song
        self.loops = loops
        sampleRate = song.sampleRate
        filled = SongBlockRing(capacity: SongFeeder.blockCount)
        free = SongBlockRing(capacity: SongFeeder.blockCount)
        let frames = SongBlock.capacityFrames
        interleaved = .allocate(capacity: frames * song.channels)
        memory = .allocate(capacity: SongFeeder.blockCount * frames * 2)
        for index in 0..<SongFeeder.blockCount {
            let left = memory + index * frames * 2
            _ = free.push(SongBlock(left: left, right: left + frames, frames: 0, isLast: false))
        }
    }

    deinit {
        filled.deallocate()
        free.deallocate()
        interleaved.deallocate()
        memory.deallocate()
    }

    /// Fills every block that is free; a song without a single frame is an error, not an endless loop.
    func fill() throws(CaptureError) {
        var block = SongBlock(left: memory, right: memory, frames: 0, isLast: false)
        while !hasEnded, free.pop(into: &block) {
            block.frames = 0
            while block.frames < SongBlock.capacityFrames {
                let count = try read(into: block)
                if count == 0 { break }
                block.frames += count
            }
            block.isLast = hasEnded
            _ = filled.push(block)
        }
    }

    private func read(into block: SongBlock) throws(CaptureError) -> Int {
        let wanted = SongBlock.capacityFrames - block.frames
        let count = try song.read(into: interleaved, frames: wanted)
        if count > 0 {
            passFrames += count
            deinterleave(
                interleaved, channels: song.channels, frames: count, left: block.left + block.frames, right: block.right + block.frames)
            return count
        }
        guard passFrames > 0 else {
            throw CaptureError("read song", name, "it holds no frames", next: "choose another file")
        }
        knownFrames.store(passFrames, ordering: .relaxed)
        passFrames = 0
        guard loops else {
            hasEnded = true
            return 0
        }
        try song.rewind()
        return try read(into: block)
    }
}
