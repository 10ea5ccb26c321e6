import CMath
@testable import Tensor

/// A network layer by layer with the scalar formulas, nothing fused, every value kept: the reference for `Network`.
enum ReferenceNetwork {
    static func probabilities(_ file: WeightFile, _ picture: [Float]) throws(ModelError) -> [Float] {
        let plan = try NetworkPlan(file)
        var values = [picture]
        for step in plan.steps { values.append(value(step, file, values)) }
        return values[values.count - 1]
    }

    private static func value(_ step: NetworkPlan.Step, _ file: WeightFile, _ values: [[Float]]) -> [Float] {
        let input = OwnedNumbers(values[step.inputValue])
        let output = OwnedNumbers(repeating: .nan, count: step.output.count)
        let relu = step.layer.relu
        func numbers(_ index: Int) -> OwnedNumbers? {
            guard index >= 0 else { return nil }
            let tensor = file.tensors[index]
            return OwnedNumbers(Array(file.numbers[tensor.start..<tensor.start + tensor.count]))
        }
        let (weights, bias) = (numbers(step.layer.weights), numbers(step.layer.bias))
        switch (step.layer.kind, step.window) {
        case (.convolution, let window?), (.dense, let window?):
            ConvolutionReference.convolution(
                input.pointer, window, weights: weights!.pointer, bias: bias.map { UnsafePointer($0.pointer) },
                channels: step.output.channels, relu: relu, into: output.pointer)
        case (.depthwise, let window?):
            ConvolutionReference.depthwise(
                input.pointer, window, weights: weights!.pointer, bias: bias.map { UnsafePointer($0.pointer) }, relu: relu,
                into: output.pointer)
        case (.maxPool, let window?): ConvolutionReference.maxPool(input.pointer, window, into: output.pointer)
        case (.add, _): return KernelTests.sum(values[step.inputValue], values[step.secondValue], relu: relu)
        case (.globalMean, _):
            let pixels = step.input.height * step.input.width
            return (0..<step.input.channels).map { channel in
                (0..<pixels).reduce(0) { $0 + input.pointer[$1 * step.input.channels + channel] } / Float(pixels)
            }
        default:
            let largest = input.values.max() ?? 0
            let powers = input.values.map { math_expf(($0 - largest) / file.temperature) }
            let sum = powers.reduce(0, +)
            return powers.map { $0 / sum }
        }
        return output.values
    }
}
