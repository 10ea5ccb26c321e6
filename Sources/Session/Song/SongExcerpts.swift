import Capture

/// Parts of a song in memory, joined into a shorter song on which the loudness of moods is measured. 16 bits a sample: no song is
/// ever held whole as Float.
final class SongExcerpts: SongSource {
    /// At most 72 s of a song: nine parts of 8 s, spread evenly; shorter songs are kept whole.
    static let parts = 9
    static let partSeconds = 8.0

    let sampleRate: Double
    let channels = 2
    private var samples: [Int16] = []
    private var position = 0
    var frameCount: Int? { samples.count / 2 }

    private let spacing: Int
    private let partFrames: Int
    private var heard = 0

    /// - Parameter songFrames: the song's length if known; without it one part every half minute is kept.
    init(sampleRate: Double, songFrames: Int?) {
        self.sampleRate = sampleRate
        partFrames = Int(SongExcerpts.partSeconds * sampleRate)
        let whole = songFrames ?? Int(30 * sampleRate) * SongExcerpts.parts
        spacing = max(partFrames, whole / SongExcerpts.parts)
    }

    /// Takes the next frames of the song and keeps those within a part. Parts fade in and out for 10 ms, so that no splice
    /// clicks.
    func hear(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, frames: Int) {
        let fade = Int(0.01 * sampleRate)
        for index in 0..<frames {
            let (part, inside) = (heard + index).quotientAndRemainder(dividingBy: spacing)
            guard part < SongExcerpts.parts, inside < partFrames else { continue }
            var level: Float = 32_767
            if spacing > partFrames { level *= Float(min(inside, partFrames - inside, fade)) / Float(fade) }
            samples.append(Int16(min(max(left[index] * level, -32_768), 32_767)))
            samples.append(Int16(min(max(right[index] * level, -32_768), 32_767)))
        }
        heard += frames
    }

    func read(into interleaved: UnsafeMutablePointer<Float>, frames: Int) throws(LeitmotifError) -> Int {
        let count = min(frames, samples.count / 2 - position)
        for index in 0..<count * 2 { interleaved[index] = Float(samples[position * 2 + index]) / 32_767 }
        position += count
        return count
    }

    func rewind() throws(LeitmotifError) { position = 0 }
}
