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

    /// Agreement relative to the largest number, to which rounding is proportional.
    static func agree(_ fast: OwnedPlane, _ plain: [Float], _ geometry: Geometry, at place: SourceLocation = #_sourceLocation) {
        let scale = plain.reduce(1) { max($0, abs($1)) }
        let worst = zip(fast.values, plain).map { abs($0 - $1) }.max() ?? 0
        #expect(worst <= 1e-5 * scale, "\(geometry)", sourceLocation: place)
        #expect(fast.values.allSatisfy { $0.isFinite } && fast.values.count == plain.count, "\(geometry)", sourceLocation: place)
        #expect(fast.borderIsZero, "\(geometry)", sourceLocation: place)
    }

    @Test(arguments: geometries(seed: 1, count: 400))
    func convolutionAgreesWithItsFormula(_ geometry: Geometry) {
        let (window, channels) = (geometry.window, geometry.channels)
        let run = window.kernelWidth * window.input.channels
        let steps = window.kernelHeight * run
        let input = OwnedPlane(Self.numbers(window.input.count, seed: 2).values, window.input, Border(window))
        let weights = Self.numbers(steps * channels, seed: 3, scale: 1 / Float(steps).squareRoot())
        let bias = Self.numbers(channels, seed: 4)
        let packed = OwnedNumbers(
            repeating: .nan, count: PackedWeights.count(kernelRows: window.kernelHeight, run: run, channels: channels))
        PackedWeights.pack(
            weights.pointer, bias: bias.pointer, kernelRows: window.kernelHeight, run: run, channels: channels, into: packed.pointer)
        #expect(!packed.hasNaN)
        let shape = Shape(height: window.outputHeight, width: window.outputWidth, channels: channels)
        let wide = Border(Window(shape, kernelWidth: 3, kernelHeight: 3, stride: 1, same: true)!)
        let addend = OwnedPlane(Self.numbers(shape.count, seed: 5).values, shape, wide)
        let groups = OwnedNumbers(
            repeating: 0, count: PixelGroups.floats(rows: shape.height, width: shape.width, channels: channels))
        for (relu, adds) in [(false, false), (true, false), (true, true)] {
            let fast = OwnedPlane([Float](repeating: .nan, count: shape.count), shape, wide)
            Convolution(
                input.plane, window, packed: packed.pointer, addend: adds ? addend.plane : nil, relu: relu, memory: groups.pointer,
                into: fast.plane
            ).execute()
            let plain = OwnedNumbers(repeating: .nan, count: shape.count)
            ConvolutionReference.convolution(
                input.dense, window, weights: weights.pointer, bias: bias.pointer, channels: channels, relu: relu && !adds,
                into: plain.pointer)
            Self.agree(fast, adds ? Self.sum(plain.values, addend.values, relu: relu) : plain.values, geometry)
        }
    }

    @Test(arguments: geometries(seed: 5, count: 400))
    func depthwiseAgreesWithItsFormula(_ geometry: Geometry) {
        let window = geometry.window
        let input = OwnedPlane(Self.numbers(window.input.count, seed: 6).values, window.input, Border(window))
        let layer = Self.depthwise(window, input)
        let shape = Shape(height: window.outputHeight, width: window.outputWidth, channels: window.input.channels)
        let plain = OwnedNumbers(repeating: .nan, count: shape.count)
        for relu in [false, true] {
            let fast = OwnedPlane([Float](repeating: .nan, count: shape.count), shape, .none)
            Depthwise(input: input.plane, packed: layer.packed.pointer, window: window, relu: relu)
                .execute(rows: 0..<shape.height, into: fast.plane.origin)
            ConvolutionReference.depthwise(
                input.dense, window, weights: layer.weights.pointer, bias: layer.bias.pointer, relu: relu, into: plain.pointer)
            Self.agree(fast, plain.values, geometry)
        }
    }

    static func depthwise(_ window: Window, _ input: OwnedPlane) -> (weights: OwnedNumbers, bias: OwnedNumbers, packed: OwnedNumbers) {
        let weights = numbers(window.kernelWidth * window.kernelHeight * window.input.channels, seed: 7)
        let bias = numbers(window.input.channels, seed: 8)
        let packed = OwnedNumbers(repeating: .nan, count: Depthwise.packedCount(window))
        Depthwise.pack(weights.pointer, bias: bias.pointer, window: window, into: packed.pointer)
        return (weights, bias, packed)
    }

    /// Both halves at once against one formula after the other.
    @Test(arguments: geometries(seed: 13, count: 200))
    func separableAgreesWithItsFormulas(_ geometry: Geometry) {
        let (window, channels) = (geometry.window, geometry.channels)
        let input = OwnedPlane(Self.numbers(window.input.count, seed: 14).values, window.input, Border(window))
        let first = Self.depthwise(window, input)
        let between = Shape(height: window.outputHeight, width: window.outputWidth, channels: window.input.channels)
        let shape = Shape(height: between.height, width: between.width, channels: channels)
        let weights = Self.numbers(between.channels * channels, seed: 15, scale: 1 / Float(between.channels).squareRoot())
        let packed = OwnedNumbers(
            repeating: .nan, count: PackedWeights.count(kernelRows: 1, run: between.channels, channels: channels))
        PackedWeights.pack(weights.pointer, bias: nil, kernelRows: 1, run: between.channels, channels: channels, into: packed.pointer)
        let addend = OwnedPlane(Self.numbers(shape.count, seed: 16).values, shape, .none)
        let fast = OwnedPlane([Float](repeating: .nan, count: shape.count), shape, .none)
        let scratch = OwnedNumbers(repeating: 0, count: Separable.scratchFloats(window))
        let groups = OwnedNumbers(repeating: 0, count: Separable.groupFloats(window, channels: channels))
        Separable(
            Depthwise(input: input.plane, packed: first.packed.pointer, window: window, relu: true), packed: packed.pointer,
            addend: addend.plane, relu: true, scratch: scratch.pointer, groupMemory: groups.pointer, into: fast.plane
        ).execute()
        let half = OwnedNumbers(repeating: .nan, count: between.count)
        let plain = OwnedNumbers(repeating: .nan, count: shape.count)
        ConvolutionReference.depthwise(
            input.dense, window, weights: first.weights.pointer, bias: first.bias.pointer, relu: true, into: half.pointer)
        ConvolutionReference.convolution(
            half.pointer, Window(between, kernelWidth: 1, kernelHeight: 1, stride: 1, same: false)!, weights: weights.pointer, bias: nil,
            channels: channels, relu: false, into: plain.pointer)
        Self.agree(fast, Self.sum(plain.values, addend.values, relu: true), geometry)
    }

    static func sum(_ first: [Float], _ second: [Float], relu: Bool) -> [Float] {
        zip(first, second).map { relu ? max($0 + $1, 0) : $0 + $1 }
    }

    @Test(arguments: geometries(seed: 9, count: 200))
    func maxPoolAgreesWithItsFormula(_ geometry: Geometry) {
        let window = geometry.window
        let input = OwnedPlane(Self.numbers(window.input.count, seed: 10).values, window.input, Border(window))
        let shape = Shape(height: window.outputHeight, width: window.outputWidth, channels: window.input.channels)
        let addend = OwnedPlane(Self.numbers(shape.count, seed: 11).values, shape, .none)
        let plain = OwnedNumbers(repeating: .nan, count: shape.count)
        ConvolutionReference.maxPool(input.dense, window, into: plain.pointer)
        for adds in [false, true] {
            let fast = OwnedPlane([Float](repeating: .nan, count: shape.count), shape, .none)
            MaxPool(input: input.plane, window: window, addend: adds ? addend.plane : nil, relu: adds, output: fast.plane).execute()
            #expect(fast.values == (adds ? Self.sum(plain.values, addend.values, relu: true) : plain.values))
            #expect(fast.borderIsZero, "\(geometry)")
        }
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
