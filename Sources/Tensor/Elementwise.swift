import CMath

/// output = first + second, over `count` numbers; the output may be one of the inputs.
struct Addition {
    let first: UnsafePointer<Float>
    let second: UnsafePointer<Float>
    let output: UnsafeMutablePointer<Float>
    let count: Int
    let relu: Bool

    func execute() {
        let (first, second, output, relu) = (first, second, output, relu)
        for index in 0..<count {
            let sum = first[index] + second[index]
            output[index] = relu && sum < 0 ? 0 : sum
        }
    }
}

/// The mean of every channel over all pixels.
struct GlobalMean {
    let input: UnsafePointer<Float>
    let output: UnsafeMutablePointer<Float>
    let pixels: Int
    let channels: Int

    func execute() {
        for channel in 0..<channels { output[channel] = 0 }
        for pixel in 0..<pixels {
            let from = input + pixel * channels
            for channel in 0..<channels { output[channel] += from[channel] }
        }
        let share = 1 / Float(pixels)
        for channel in 0..<channels { output[channel] *= share }
    }
}

/// Probabilities of `count` logits, divided by the temperature first; the largest is taken away before, so that nothing overflows.
struct Softmax {
    let input: UnsafePointer<Float>
    let output: UnsafeMutablePointer<Float>
    let count: Int
    let temperature: Float

    func execute() {
        var largest = input[0]
        for index in 1..<count where input[index] > largest { largest = input[index] }
        var sum: Float = 0
        for index in 0..<count {
            let value = math_expf((input[index] - largest) / temperature)
            output[index] = value
            sum += value
        }
        for index in 0..<count { output[index] /= sum }
    }
}
