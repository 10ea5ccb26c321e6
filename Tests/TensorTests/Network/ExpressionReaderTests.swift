// TensorTests: the network against numpy and Keras, kernels against their scalar formulas, damaged weight files.
// May import Tensor, Fixtures and Foundation.
// Goldens come from Tests/Goldens and, where present, from the shared data beside the checkout.
import Fixtures
import Testing

@testable import Tensor

@Suite struct ExpressionReaderTests {
    /// A crop that reaches beyond the picture reads the same as the same crop of a picture whose edge was repeated by hand.
    @Test func beyondThePictureItsEdgeRepeats() throws {
        let reader = ExpressionReader(network: try NetworkTests.network(golden("tiny.weights")))
        var random = SeededNumbers(seed: 31)
        let (width, height, border) = (50, 40, 30)
        let picture = (0..<width * height).map { _ in UInt8.random(in: 0...255, using: &random) }
        let wide = width + 2 * border
        let padded = (0..<wide * (height + 2 * border)).map { index in
            let x = min(max(index % wide - border, 0), width - 1)
            let y = min(max(index / wide - border, 0), height - 1)
            return picture[y * width + x]
        }
        for face in [(-5, -6, 20, 20), (35, 25, 20, 20), (10, 10, 8, 16), (-3, 5, 55, 34)] {
            let box = PixelRect(x: face.0, y: face.1, width: face.2, height: face.3)
            let moved = PixelRect(x: box.x + border, y: box.y + border, width: box.width, height: box.height)
            let plain = picture.withUnsafeBufferPointer { pixels in
                #expect(reader.read(box, in: LumaView(base: pixels.baseAddress!, width: width, height: height, stride: width)))
                return (0..<5).map { reader.probabilities[$0] }
            }
            let repeated = padded.withUnsafeBufferPointer { pixels in
                #expect(reader.read(moved, in: LumaView(base: pixels.baseAddress!, width: wide, height: height + 2 * border, stride: wide)))
                return (0..<5).map { reader.probabilities[$0] }
            }
            #expect(plain == repeated)
            #expect(abs(plain.reduce(0, +) - 1) < 1e-5)
        }
    }

    @Test func nothingIsReadFromNothing() throws {
        let reader = ExpressionReader(network: try NetworkTests.network(golden("tiny.weights")))
        let pixels: [UInt8] = [1, 2, 3, 4]
        pixels.withUnsafeBufferPointer { pixels in
            let picture = LumaView(base: pixels.baseAddress!, width: 2, height: 2, stride: 2)
            #expect(!reader.read(PixelRect(x: 0, y: 0, width: 0, height: 3), in: picture))
            #expect(!reader.read(PixelRect(x: .max, y: 0, width: 2, height: 3), in: picture))
            #expect(!reader.read(cropped: LumaView(base: picture.base, width: 0, height: 0, stride: 0)))
            #expect(reader.read(PixelRect(x: -9000, y: 9000, width: 1, height: 1), in: picture))
        }
    }
}
