import DSP
import Inputs
import Mood
import Tensor

/// A second of the song through what changes it, and four through what listens to it.
final class SoundKernels {
    private static let rate = 44_100.0
    private let song = Song(rate: rate, chords: 1)
    private let weights: BeatWeights
    private let left = UnsafeMutablePointer<Float>.allocate(capacity: RateConverter.maximumFrames)
    private let right = UnsafeMutablePointer<Float>.allocate(capacity: RateConverter.maximumFrames)

    init() throws { weights = try BeatWeights(parsing: bytes("beats.weights")) }

    deinit {
        left.deallocate()
        right.deallocate()
    }

    var all: [Kernel] {
        let happy = ParameterMapping(map: .seed).parameters(named: .happy, weights: ExpressionWeights(only: .happy))
        return [
            Kernel("stretch") { self.play(ChainParameters(tempo: 0.7), .normal) },
            Kernel("light-stretch") { self.play(ChainParameters(tempo: 0.7), .light) },
            Kernel("happy") { self.play(happy, .normal) },
            Kernel("resample") { self.convert() },
            Kernel("beats") { self.listen() },
        ]
    }

    private func play(_ parameters: ChainParameters, _ quality: StretchQuality) {
        var chain = Chain(sourceRate: Self.rate, outputRate: Self.rate, parameters: parameters, quality: quality)
        var at = 0
        for _ in 0..<Int(Self.rate) / Chain.maximumFrames {
            var missing = chain.framesNeeded(Chain.maximumFrames)
            while missing > 0 {
                let count = min(missing, song.frames - at)
                chain.push(left: song.left + at, right: song.right + at, frames: count)
                at = (at + count) % song.frames
                missing -= count
            }
            chain.process(left: left, right: right, frames: Chain.maximumFrames)
        }
    }

    private func convert() {
        let converter = RateConverter(sourceRate: Self.rate, outputRate: 48_000)
        var at = 0
        for _ in 0..<48_000 / RateConverter.maximumFrames {
            let needed = converter.framesNeeded(RateConverter.maximumFrames)
            converter.push(left: song.left + at, right: song.right + at, frames: needed)
            at += needed
            converter.process(left: left, right: right, frames: RateConverter.maximumFrames)
        }
    }

    private func listen() {
        guard let finder = try? BeatFinder(weights, rate: Self.rate) else { return }
        for second in 0..<4 {
            let frames = Int(Self.rate)
            finder.hear(song.left + second * frames, song.right + second * frames, frames: frames)
        }
        finder.finish()
        _ = finder.finding
    }
}
