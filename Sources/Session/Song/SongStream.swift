import Capture
import Synchronization

/// A song on its way to the player: the end that reads ahead, and the player's end.
struct SongStream: ~Copyable {
    var feeder: SongFeeder
    var reader: SongReader

    /// - Parameters:
    ///   - name: what the song is called in errors.
    ///   - loops: the song starts over at its end.
    init(_ song: any SongSource, name: String, loops: Bool) {
        let buffer = SongBuffer(sampleRate: song.sampleRate)
        let filled = Ring<SongBlock>(capacity: buffer.blockCount)
        var free = Ring<SongBlock>(capacity: buffer.blockCount)
        for index in 0..<buffer.blockCount { _ = free.producer.push(SongBlock(index: index)) }
        reader = SongReader(sampleRate: song.sampleRate, buffer: buffer, filled: filled.consumer, free: free.producer)
        feeder = SongFeeder(song: song, name: name, loops: loops, buffer: buffer, filled: filled.producer, free: free.consumer)
    }
}

/// The player's end of a song.
struct SongReader: ~Copyable, Sendable {
    let sampleRate: Double
    let buffer: SongBuffer
    var filled: Consumer<SongBlock>
    var free: Producer<SongBlock>
}
