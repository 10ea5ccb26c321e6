import Capture
import Foundation

/// A song from a formula, so that every frame is known.
final class SyntheticSong: SongSource {
    let sampleRate: Double
    let channels: Int
    let frameCount: Int?
    private let frames: Int
    private let sample: (Int) -> Float
    private var position = 0
    private(set) var rewinds = 0

    /// - Parameter sample: from the frame's index within one pass; the right side is its negative.
    init(frames: Int, sampleRate: Double = 44_100, channels: Int = 2, sample: @escaping (Int) -> Float) {
        self.frames = frames
        self.sampleRate = sampleRate
        self.channels = channels
        self.sample = sample
        frameCount = frames
    }

    /// From samples that are kept: a formula takes longer than all that is done with them.
    convenience init(_ samples: [Float], sampleRate: Double = 44_100) {
        self.init(frames: samples.count, sampleRate: sampleRate) { samples[$0] }
    }

    /// Every sample of the left side.
    var kept: [Float] { (0..<frames).map(sample) }

    /// A chord that moves, never silent.
    static func chord(seconds: Double) -> SyntheticSong {
        SyntheticSong(frames: Int(seconds * 44_100)) { frame in
            let time = Double(frame) / 44_100
            return Float(0.2 * sin(2 * .pi * 220 * time) + 0.2 * sin(2 * .pi * 329.6 * time) * cos(time))
        }
    }

    func read(into interleaved: UnsafeMutablePointer<Float>, frames wanted: Int) throws(LeitmotifError) -> Int {
        let count = min(wanted, frames - position)
        for frame in 0..<count {
            let value = sample(position + frame)
            for channel in 0..<channels { interleaved[frame * channels + channel] = channel == 0 ? value : -value }
        }
        position += count
        return count
    }

    func rewind() throws(LeitmotifError) {
        position = 0
        rewinds += 1
    }
}
