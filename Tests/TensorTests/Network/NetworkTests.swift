import Fixtures
import Foundation
import Testing

@testable import Tensor

@Suite struct NetworkTests {
    /// The weight file in `data` as a network.
    static func network(_ data: Data) throws -> Network {
        try data.withUnsafeBytes { bytes throws in try Network(WeightFile(parsing: bytes)) }
    }

    @Test func tinyNetworkOfEveryKindAnswersAsNumpyDoes() throws {
        let network = try Self.network(golden("tiny.weights"))
        #expect(network.classNames == ["one", "two", "three", "four", "fünf"])
        #expect((network.inputWidth, network.inputHeight) == (13, 12))
        let reader = ExpressionReader(network: network)
        let answers = [UInt8](try golden("tiny.golden"))
        let count = Int(answers[0])
        let pixels = 13 * 12
        var worst: Float = 0
        for image in 0..<count {
            answers.withUnsafeBytes { bytes in
                let base = bytes.baseAddress!.assumingMemoryBound(to: UInt8.self) + 4 + image * pixels
                reader.read(cropped: LumaView(base: base, width: 13, height: 12, stride: 13))
                for index in 0..<5 {
                    let expected = bytes.f32(at: 4 + count * pixels + (image * 5 + index) * 4)
                    worst = max(worst, abs(expected - reader.probabilities[index]))
                }
            }
        }
        print("tiny network: largest difference to numpy \(worst)")
        #expect(worst < 1e-5)
    }

    @Test(
        .enabled(if: sharedData("data/models/golden_emotion.npz") != nil, "needs the shared data beside the checkout"),
        .enabled(if: Python.hasConverterPackages, "needs python3 with numpy and h5py"))
    func convertedPrototypeAnswersAsKerasDoes() throws {
        let model = try #require(sharedData("data/models/emotion_model.hdf5"))
        let npz = try #require(sharedData("data/models/golden_emotion.npz"))
        try withTemporaryFolder { folder in
            let weights = folder.appendingPathComponent("prototype.weights")
            let flat = folder.appendingPathComponent("golden.bin")
            #expect(try Python.run(["Training/convert.py", "keras", model.path, weights.path]) == 0)
            #expect(try Python.run(["Tests/Goldens/dump_expression_golden.py", npz.path, flat.path]) == 0)
            let network = try Self.network(Data(contentsOf: weights))
            #expect(network.classNames == ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"])
            let reader = ExpressionReader(network: network)
            let golden = [UInt8](try Data(contentsOf: flat))
            let images = 256
            #expect(golden.count == images * (48 * 48 + 7 * 4))
            var worst: Float = 0
            golden.withUnsafeBytes { bytes in
                let base = bytes.baseAddress!.assumingMemoryBound(to: UInt8.self)
                for image in 0..<images {
                    reader.read(cropped: LumaView(base: base + image * 48 * 48, width: 48, height: 48, stride: 48))
                    for index in 0..<7 {
                        let expected = bytes.f32(at: images * 48 * 48 + (image * 7 + index) * 4)
                        worst = max(worst, abs(expected - reader.probabilities[index]))
                    }
                }
            }
            print("converted prototype: largest difference to Keras over \(images) images \(worst)")
            #expect(worst < 1e-5)
        }
    }
}
