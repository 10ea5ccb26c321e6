import CMath

/// output = first + second; the inputs may be the same.
struct Addition {
    let first: Plane
    let second: Plane
    let relu: Bool
    let output: Plane

    func execute() {
        let relu = relu
        let floats = output.shape.width * output.shape.channels
        for y in 0..<output.shape.height {
            let (first, second, output) = (first.row(y), second.row(y), output.row(y))
            for index in 0..<floats {
                let sum = first[index] + second[index]
                output[index] = relu && sum < 0 ? 0 : sum
            }
        }
    }
}

/// Copies the input picture into a plane with a border.
struct Copy {
    let input: Plane
    let output: Plane

    func execute() {
        for y in 0..<output.shape.height {
            output.row(y).update(from: input.row(y), count: output.shape.width * output.shape.channels)
        }
    }
}

/// The mean of every channel over all pixels.
struct GlobalMean {
    let input: Plane
    let output: Plane

    func execute() {
        let channels = input.shape.channels
        let output = output.origin
        for channel in 0..<channels { output[channel] = 0 }
        for y in 0..<input.shape.height {
            for x in 0..<input.shape.width {
                let from = input.row(y) + x * channels
                for channel in 0..<channels { output[channel] += from[channel] }
            }
        }
        let share = 1 / Float(input.shape.height * input.shape.width)
        for channel in 0..<channels { output[channel] *= share }
    }
}

/// Probabilities of `count` logits over the temperature. The largest logit is subtracted first, so that nothing overflows.
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
