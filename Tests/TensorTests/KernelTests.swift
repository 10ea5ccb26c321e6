import Fixtures
import Testing

@testable import Tensor

/// Every SIMD kernel against the scalar formula, over many shapes: odd channels, tiny pictures, kernels larger than the picture.
@Suite struct KernelTests {
    /// A case: the picture, the kernel's window, its output channels.
    struct Geometry: CustomTestStringConvertible {
        let window: Window
        let channels: Int
        var testDescription: String {
            "\(window.input) " +
            "\(window.kernelWidth)×\(window.kernelHeight)/\(window.stride) pad \(window.padLeft),\(window.padTop) → \(channels)"
        }
    }

    static func geometries(seed: UInt64, count: Int) -> [Geometry] {
        var random = SeededNumbers(seed: seed)
        var found: [Geometry] = []
        while found.count < count {
            let size = 1...Int.random(in: 1...20, using: &random)
            let input = Shape(
                height: .random(in: size, using: &random), width: .random(in: size, using: &random),
                channels: .random(in: 1...40, using: &random))
            let kernel = Bool.random(using: &random) ? 3 : Int.random(in: 1...6, using: &random)
            guard
                let window = Window(
                    input, kernelWidth: kernel, kernelHeight: Bool.random(using: &random) ? kernel : 1,
                    stride: .random(in: 1...3, using: &random),
                    same: .random(using: &random))
            else { continue }
            found.append(Geometry(window: window, channels: .random(in: 1...40, using: &random)))
        }
        return found
    }

    static func numbers(_ count: Int, seed: UInt64, scale: Float = 1) -> OwnedNumbers {
        var random = SeededNumbers(seed: seed)
        return OwnedNumbers((0..<count).map { _ in Float.random(in: -scale...scale, using: &random) })
    }

    @Test(arguments: geometries(seed: 1, count: 200))
    func convolutionAgreesWithItsFormula(_ geometry: Geometry) {
        let (window, channels) = (geometry.window, geometry.channels)
        let steps = window.kernelWidth * window.kernelHeight * window.input.channels
        let input = Self.numbers(window.input.count, seed: 2)
        let weights = Self.numbers(steps * channels, seed: 3, scale: 1 / Float(steps).squareRoot())
        let bias = Self.numbers(channels, seed: 4)
        let packed = OwnedNumbers(repeating: .nan, count: Convolution.packedCount(steps: steps, channels: channels))
        Convolution.pack(weights.pointer, bias: bias.pointer, steps: steps, channels: channels, into: packed.pointer)
        let scratch = OwnedNumbers(repeating: 0, count: Convolution.Border.floats(window))
        let fast = OwnedNumbers(repeating: .nan, count: window.outputWidth * window.outputHeight * channels)
        let plain = OwnedNumbers(repeating: .nan, count: fast.count)
        for relu in [false, true] {
            Convolution(
                input.pointer, window, packed: packed.pointer, channels: channels, relu: relu, scratch: scratch.pointer, into: fast.pointer
            ).execute()
            ConvolutionReference.convolution(
                input.pointer, window, weights: weights.pointer, bias: bias.pointer, channels: channels, relu: relu, into: plain.pointer)
            #expect(fast.largestDifference(plain) < 1e-5)
            #expect(!fast.hasNaN)
        }
    }

    @Test(arguments: geometries(seed: 5, count: 200))
    func depthwiseAgreesWithItsFormula(_ geometry: Geometry) {
        let window = geometry.window
        let channels = window.input.channels
        let input = Self.numbers(window.input.count, seed: 6)
        let weights = Self.numbers(window.kernelWidth * window.kernelHeight * channels, seed: 7)
        let bias = Self.numbers(channels, seed: 8)
        let fast = OwnedNumbers(repeating: .nan, count: window.outputWidth * window.outputHeight * channels)
        let plain = OwnedNumbers(repeating: .nan, count: fast.count)
        for relu in [false, true] {
            Depthwise(
                input: input.pointer, output: fast.pointer, weights: weights.pointer, bias: bias.pointer, window: window, relu: relu
            ).execute()
            ConvolutionReference.depthwise(
                input.pointer, window, weights: weights.pointer, bias: bias.pointer, relu: relu, into: plain.pointer)
            #expect(fast.largestDifference(plain) < 1e-5)
            #expect(!fast.hasNaN)
        }
    }

    @Test(arguments: geometries(seed: 9, count: 200))
    func maxPoolAgreesWithItsFormula(_ geometry: Geometry) {
        let window = geometry.window
        let input = Self.numbers(window.input.count, seed: 10)
        let fast = OwnedNumbers(repeating: .nan, count: window.outputWidth * window.outputHeight * window.input.channels)
        let plain = OwnedNumbers(repeating: .nan, count: fast.count)
        MaxPool(input: input.pointer, output: fast.pointer, window: window).execute()
        ConvolutionReference.maxPool(input.pointer, window, into: plain.pointer)
        #expect(fast.values == plain.values)
        #expect(fast.values.allSatisfy { $0.isFinite })
    }

    @Test func softmaxOfLargeLogitsStaysFinite() {
        let output = OwnedNumbers(repeating: 0, count: 3)
        let extreme = OwnedNumbers([1e30, -1e30, 1e30])
        Softmax(input: extreme.pointer, output: output.pointer, count: 3, temperature: 1).execute()
        #expect(output.values == [0.5, 0, 0.5])
        let mild = OwnedNumbers([0, 2, 0])
        Softmax(input: mild.pointer, output: output.pointer, count: 3, temperature: 2).execute()
        #expect(abs(output.values[1] - 0.576_117) < 1e-5)
    }
}
