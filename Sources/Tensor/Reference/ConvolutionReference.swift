/// Convolution by its formula, one number at a time: the reference that kernels are tested against.
/// output[y, x, o] = bias[o] + Σ input[y·stride + i − padTop, x·stride + j − padLeft, c] · weights[i, j, c, o]
enum ConvolutionReference {
    static func convolution(
        _ input: UnsafePointer<Float>, _ window: Window, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?, channels: Int,
        relu: Bool, into output: UnsafeMutablePointer<Float>
    ) {
        let channelsIn = window.input.channels
        for y in 0..<window.outputHeight {
            for x in 0..<window.outputWidth {
                for channel in 0..<channels {
                    var sum = bias?[channel] ?? 0
                    for i in window.rows(y) {
                        for j in window.columns(x) {
                            let pixel = window.pixel(y, x, i, j)
                            for c in 0..<channelsIn {
                                let weight = weights[((i * window.kernelWidth + j) * channelsIn + c) * channels + channel]
                                sum += input[pixel * channelsIn + c] * weight
                            }
                        }
                    }
                    output[(y * window.outputWidth + x) * channels + channel] = relu ? Swift.max(sum, 0) : sum
                }
            }
        }
    }

    /// Depthwise: output[y, x, c] = bias[c] + Σ input[…, c] · weights[i, j, c].
    static func depthwise(
        _ input: UnsafePointer<Float>, _ window: Window, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?, relu: Bool,
        into output: UnsafeMutablePointer<Float>
    ) {
        let channels = window.input.channels
        for y in 0..<window.outputHeight {
            for x in 0..<window.outputWidth {
                for c in 0..<channels {
                    var sum = bias?[c] ?? 0
                    for i in window.rows(y) {
                        for j in window.columns(x) {
                            let pixel = window.pixel(y, x, i, j)
                            sum += input[pixel * channels + c] * weights[(i * window.kernelWidth + j) * channels + c]
                        }
                    }
                    output[(y * window.outputWidth + x) * channels + c] = relu ? Swift.max(sum, 0) : sum
                }
            }
        }
    }

    /// output[y, x, c] = the largest input under the kernel; positions outside the picture are ignored.
    static func maxPool(_ input: UnsafePointer<Float>, _ window: Window, into output: UnsafeMutablePointer<Float>) {
        let channels = window.input.channels
        for y in 0..<window.outputHeight {
            for x in 0..<window.outputWidth {
                for c in 0..<channels {
                    var largest = -Float.infinity
                    for i in window.rows(y) {
                        for j in window.columns(x) {
                            let pixel = window.pixel(y, x, i, j)
                            largest = Swift.max(largest, input[pixel * channels + c])
                        }
                    }
                    output[(y * window.outputWidth + x) * channels + c] = largest
                }
            }
        }
    }
}
