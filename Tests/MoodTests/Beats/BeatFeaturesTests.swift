import Fixtures
import Foundation
import Tensor
import Testing

@testable import Mood

@Suite struct BeatFeaturesTests {
    private func features(_ left: [Float], _ right: [Float], rate: Double, block: Int = 4096) -> [Float] {
        let heard = BeatFeatures(rate: rate)
        var values: [Float] = []
        for start in stride(from: 0, to: left.count, by: block) {
            let end = min(start + block, left.count)
            heard.hear(Array(left[start..<end]), Array(right[start..<end]), frames: end - start)
            values += heard.take()
        }
        heard.finish()
        return values + heard.take()
    }

    /// The sound of `Tests/Goldens/make_beat_golden.py`.
    private func goldenSound(rate: Int, frames: Int) -> ([Float], [Float]) {
        var state: UInt32 = 1
        var left: [Float] = [], right: [Float] = []
        for frame in 0..<frames {
            state = 1_664_525 &* state &+ 1_013_904_223
            let noise = (Double(state) / 2_147_483_648 - 1) / (1 + Double(frame % (rate / 2)) / 256)
            let turn = 2 * Double.pi * Double(frame) / Double(rate)
            left.append(Float(noise / 2 + sin(220 * turn) / 4))
            right.append(Float(noise / 4 - cos(659 * turn) / 4))
        }
        return (left, right)
    }

    @Test func featuresAndAnswersAreThoseOfTheTraining() throws {
        let bytes = [UInt8](try golden("beats.golden"))
        let weights = try [UInt8](golden("beats-tiny.weights")).withUnsafeBytes { try BeatWeights(parsing: $0) }
        var at = 0
        func word() -> UInt32 {
            defer { at += 4 }
            return bytes[at..<at + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
        }
        while at < bytes.count {
            let (rate, frames, count) = (Int(word()), Int(word()), Int(word()))
            let expected = (0..<count * BeatFeatures.bands).map { _ in Float(bitPattern: word()) }
            let answers = (0..<(count + 1) / 2 * 2).map { _ in Float(bitPattern: word()) }
            let (left, right) = goldenSound(rate: rate, frames: frames)
            let heard = features(left, right, rate: Double(rate))
            try #require(heard.count == expected.count)
            #expect(zip(heard, expected).map { abs($0 - $1) }.max() ?? 1 < 1e-3)
            let stream = BeatStream(weights)
            let probabilities = stream.hear(expected) + stream.rest()
            try #require(probabilities.count == answers.count)
            #expect(zip(probabilities, answers).map { abs($0 - $1) }.max() ?? 1 < 1e-4)
        }
        #expect(at == bytes.count && at > 0)
    }

    @Test func blockSizesMakeNoDifference() {
        let (left, right) = goldenSound(rate: 44_100, frames: 70_001)
        let whole = features(left, right, rate: 44_100, block: 70_001)
        #expect(whole.count == (70_001 + 511) / 512 * BeatFeatures.bands)
        for block in [1, 511, 1009, 4096] { #expect(features(left, right, rate: 44_100, block: block) == whole) }
    }

    @Test func everyRateIsHeardAndSilenceIsZero() {
        for rate in [1.0, 90, 8000, 22_050, 192_000] {
            let frames = Int(min(rate * 3, 20_000))
            let silence = [Float](repeating: 0, count: frames)
            let heard = features(silence, silence, rate: rate)
            #expect(heard.count % BeatFeatures.bands == 0 && !heard.isEmpty)
            #expect(heard.allSatisfy { $0 == 0 })
        }
        #expect(features([], [], rate: 44_100).isEmpty)
        // A sine of full scale is 80 dB above what counts as silence; its band holds a little less than all of it.
        let sine = (0..<44_100).map { Float(sin(2 * .pi * 1920 * Double($0) / 44_100)) }
        let loudest = features(sine, sine, rate: 44_100).max() ?? 0
        #expect(loudest < 8 && loudest > 6.5)
    }
}
