import Fixtures
import Testing

@testable import Tensor

@Suite struct BeatNetworkTests {
    private func worst(_ first: [Float], _ second: [Float]) -> Float {
        guard first.count == second.count else { return .infinity }
        return zip(first, second).map { abs($0 - $1) }.max() ?? 0
    }

    /// Windows of every length, also shorter than what a layer looks at, as its formulas have it.
    @Test(arguments: [1, 2, 3, 31, 64, 257, 700])
    func agreesWithItsFormulas(frames: Int) throws {
        for (width, blocks, kernel, bands) in [(48, 6, 5, 54), (16, 3, 3, 7), (32, 4, 7, 54)] {
            let weights = try BeatFile.weights(BeatFile.bytes(bands: bands, width: width, blocks: blocks, kernel: kernel))
            let features = BeatFile.features(frames: frames, bands: bands)
            let stream = BeatStream(weights)
            let heard = stream.hear(features) + stream.rest()
            let plain = BeatReference.probabilities(weights, features)
            #expect(heard.count == 2 * ((frames + 1) / 2))
            #expect(worst(heard, plain) < 1e-4)
            #expect((plain.max() ?? 0) - (plain.min() ?? 0) > 0.01 || frames < 31)
        }
    }

    /// A window after a longer one sees silence behind its end, not what the longer one left there.
    @Test func windowsLeaveNothingBehind() throws {
        let weights = try BeatFile.weights(BeatFile.bytes(blocks: 5))
        let network = BeatNetwork(weights, mostFrames: 400)
        func run(_ frames: Int) -> [Float] {
            let features = BeatFile.features(frames: 2 * frames, seed: UInt64(frames))
            for index in features.indices { network.features[index] = features[index] }
            network.run(frames: frames, featureFrames: 2 * frames)
            return (0..<2 * frames).map { network.probabilities[$0] }
        }
        let alone = run(37)
        _ = run(400)
        #expect(run(37) == alone)
    }

    @Test func windowsGiveTheAnswersOfTheWholeSong() throws {
        let weights = try BeatFile.weights(BeatFile.bytes(blocks: 5))
        let features = BeatFile.features(frames: 3001)
        let whole = BeatStream(weights)
        let expected = whole.hear(features) + whole.rest()
        for (chunk, block) in [(64, 54 * 1), (100, 54 * 77), (517, 54 * 900)] {
            let stream = BeatStream(weights, chunkFrames: chunk)
            var heard: [Float] = []
            var most = 0
            for start in stride(from: 0, to: features.count, by: block) {
                heard += stream.hear(Array(features[start..<min(start + block, features.count)]))
                most = max(most, stream.heldFrames)
            }
            #expect(worst(heard + stream.rest(), expected) < 1e-5)
            // However long the song.
            #expect(most <= 2 * (chunk + 2 * weights.reach) + block / 54 + 1)
        }
    }

    @Test func damagedFilesAreRefusedOrRun() {
        var (refused, run) = (0, 0)
        let whole = BeatFile.bytes(bands: 6, width: 16, blocks: 2, kernel: 3)
        for bytes in Mutations(whole, count: 6000, seed: 61, reseal: WeightFileTests.crc32) {
            do throws(ModelError) {
                let stream = BeatStream(try BeatFile.weights(bytes), chunkFrames: 16)
                _ = stream.hear(BeatFile.features(frames: 80, bands: stream.bands))
                _ = stream.rest()
                run += 1
            } catch {
                #expect(!error.cause.isEmpty && !error.nextStep.isEmpty)
                refused += 1
            }
        }
        #expect(refused > 2000 && run > 300)
    }

    @Test func anotherKindOfFileIsRefused() throws {
        let expression = [UInt8](try golden("tiny.weights"))
        #expect(throws: ModelError.self) { try BeatFile.weights(expression) }
        #expect(throws: ModelError.self) { try WeightFileTests.network(BeatFile.bytes()) }
        #expect(throws: ModelError.self) { try BeatFile.weights([]) }
    }
}
