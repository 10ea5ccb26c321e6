import Capture
import Synchronization

/// Reads a song into blocks ahead of the player, over and over when it loops. A live session calls `fill` on the feeder thread,
/// an offline rendering between two blocks.
struct SongFeeder: ~Copyable {
    let sampleRate: Double
    private let buffer: SongBuffer
    private var filled: Producer<SongBlock>
    private var free: Consumer<SongBlock>
    private let song: any SongSource
    private var looped: LoopedSong
    private let name: String
    private let loops: Bool
    private let interleaved: UnsafeMutablePointer<Float>
    private var hasEnded = false
    /// What of the song cannot be heard, as far as it is known; see `SongSource.damage`.
    private(set) var damage: String?
    /// Frames delivered of a song that does not loop.
    private var passFrames = 0

    init(
        song: any SongSource, name: String, loops: Bool, buffer: SongBuffer, filled: consuming Producer<SongBlock>,
        free: consuming Consumer<SongBlock>
    ) {
        self.name = name
        self.loops = loops
        self.buffer = buffer
        self.filled = filled
        self.free = free
        sampleRate = song.sampleRate
        interleaved = .allocate(capacity: SongBlock.capacityFrames * song.channels)
        self.song = song
        looped = LoopedSong(song)
        damage = song.damage
    }

    deinit { interleaved.deallocate() }

    /// Length of the song, known once its end has been reached.
    var songFrames: Int? {
        let frames = buffer.songFrames.load(ordering: .relaxed)
        return frames > 0 ? frames : nil
    }

    /// Passes over so many frames of a song that loops; to be called before the first block is filled.
    mutating func skip(_ frames: Int64) throws(LeitmotifError) {
        var left = frames
        while left > 0 {
            let count = try looped.read(into: interleaved, frames: Int(min(left, Int64(SongBlock.capacityFrames))))
            if count == 0 { return }
            left -= Int64(count)
            if let pass = looped.songFrames { left %= Int64(pass) }
        }
    }

    /// Fills every free block; a song without a single frame is an error, not an endless loop.
    mutating func fill() throws(LeitmotifError) {
        var block = SongBlock(index: 0)
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

    private mutating func read(into block: SongBlock) throws(LeitmotifError) -> Int {
        let wanted = SongBlock.capacityFrames - block.frames
        let count = try loops ? looped.read(into: interleaved, frames: wanted) : song.read(into: interleaved, frames: wanted)
        if loops, let frames = looped.songFrames, songFrames == nil {
            buffer.songFrames.store(frames, ordering: .relaxed)
            damage = song.damage
        }
        if count > 0 {
            passFrames += count
            deinterleave(
                interleaved, channels: song.channels, frames: count, left: buffer.memory + block.leftOffset + block.frames,
                right: buffer.memory + block.rightOffset + block.frames)
            return count
        }
        guard passFrames > 0 else {
            throw LeitmotifError(.damaged, "read song", name, "it holds no frames", next: "choose another file")
        }
        buffer.songFrames.store(passFrames, ordering: .relaxed)
        damage = song.damage
        hasEnded = true
        return 0
    }

    /// Reads wait for as long as it takes, until `isOver`.
    func wait(until isOver: @escaping () -> Bool) { looped.wait(until: isOver) }
}
