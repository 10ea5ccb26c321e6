import CMath

/// The beat network by its formulas, one number at a time: the reference that its kernels are tested against.
enum BeatReference {
    /// - Parameter features: frames of `bands` numbers.
    /// - Returns: for every second frame the probabilities of a beat and of a bar's first beat.
    static func probabilities(_ weights: BeatWeights, _ features: [Float]) -> [Float] {
        let (kernel, bands, width) = (weights.kernel, weights.bands, weights.width)
        var next = 0
        func layer(_ x: [Float], taps: Int, inputs: Int, outputs: Int, dilation: Int = 1, stride: Int = 1) -> [Float] {
            let frames = x.count / inputs
            var y: [Float] = []
            for frame in Swift.stride(from: 0, to: frames, by: stride) {
                for output in 0..<outputs {
                    var sum = weights.numbers[next + taps * inputs * outputs + output]
                    for tap in 0..<taps {
                        let place = frame + (tap - taps / 2) * dilation
                        guard place >= 0, place < frames else { continue }
                        for input in 0..<inputs {
                            sum += x[place * inputs + input] * weights.numbers[next + (tap * inputs + input) * outputs + output]
                        }
                    }
                    y.append(sum)
                }
            }
            next += (taps * inputs + 1) * outputs
            return y
        }
        func relu(_ x: [Float]) -> [Float] { x.map { Swift.max($0, 0) } }
        var x = relu(layer(features, taps: kernel, inputs: bands, outputs: width, stride: 2))
        for block in 0..<weights.blocks {
            let hidden = relu(layer(x, taps: kernel, inputs: width, outputs: width, dilation: 1 << block))
            let added = layer(hidden, taps: 1, inputs: width, outputs: width)
            for index in x.indices { x[index] += added[index] }
        }
        return layer(x, taps: 1, inputs: width, outputs: 2).map { 1 / (1 + math_expf(-$0)) }
    }
}
