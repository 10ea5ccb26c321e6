import Fixtures
import Testing

@testable import Tensor

/// Convolutions by tiles against the scalar formula: even and partial batches of tiles, with and without a border.
@Suite struct WinogradTests {
    static func geometries(seed: UInt64, count: Int) -> [KernelTests.Geometry] {
        var random = SeededNumbers(seed: seed)
        var found: [KernelTests.Geometry] = []
        while found.count < count {
            let input = Shape(
                height: .random(in: 1...20, using: &random), width: .random(in: 1...20, using: &random),
                channels: 16 * .random(in: 1...8, using: &random))
            let channels = 16 * Int.random(in: 1...8, using: &random)
            guard let window = Window(input, kernelWidth: 3, kernelHeight: 3, stride: 1, same: .random(using: &random)),
                WinogradConvolution.suits(window, channels: channels)
            else { continue }
            found.append(KernelTests.Geometry(window: window, channels: channels))
        }
        return found
    }

    @Test(arguments: geometries(seed: 11, count: 60))
    func tilesAgreeWithTheFormula(_ geometry: KernelTests.Geometry) {
        let (window, channels) = (geometry.window, geometry.channels)
        let input = OwnedPlane(KernelTests.numbers(window.input.count, seed: 12).values, window.input, Border(window))
        let steps = 9 * window.input.channels
        let weights = KernelTests.numbers(steps * channels, seed: 13, scale: 1 / Float(steps).squareRoot())
        let bias = KernelTests.numbers(channels, seed: 14)
        let packed = OwnedNumbers(repeating: .nan, count: WinogradConvolution.packedCount(window, channels: channels))
        WinogradConvolution.pack(weights.pointer, bias: bias.pointer, window: window, channels: channels, into: packed.pointer)
        #expect(!packed.hasNaN)
        let shape = Shape(height: window.outputHeight, width: window.outputWidth, channels: channels)
        let wide = Border(Window(shape, kernelWidth: 3, kernelHeight: 3, stride: 1, same: true)!)
        let addend = OwnedPlane(KernelTests.numbers(shape.count, seed: 15).values, shape, wide)
        let groups = OwnedNumbers(repeating: 0, count: WinogradConvolution.groupFloats(channels: channels))
        let scratch = OwnedNumbers(repeating: .nan, count: WinogradConvolution.scratchFloats(window, channels: channels))
        for (relu, adds) in [(false, false), (true, false), (true, true)] {
            let fast = OwnedPlane([Float](repeating: .nan, count: shape.count), shape, wide)
            WinogradConvolution(
                input.plane, window, packed: packed.pointer, addend: adds ? addend.plane : nil, relu: relu, scratch: scratch.pointer,
                memory: groups.pointer, into: fast.plane
            ).execute()
            let plain = OwnedNumbers(repeating: .nan, count: shape.count)
            ConvolutionReference.convolution(
                input.dense, window, weights: weights.pointer, bias: bias.pointer, channels: channels, relu: relu && !adds,
                into: plain.pointer)
            KernelTests.agree(fast, adds ? KernelTests.sum(plain.values, addend.values, relu: relu) : plain.values, geometry)
        }
    }
}
