/// The largest number under a sliding window, per channel; what lies outside of the picture does not count.
struct MaxPool {
    let input: UnsafePointer<Float>
    let output: UnsafeMutablePointer<Float>
    let window: Window

    func execute() {
        let channels = window.input.channels
        guard channels >= 8 else { return ConvolutionReference.maxPool(input, window, into: output) }
        for y in 0..<window.outputHeight {
            for x in 0..<window.outputWidth {
                var channel = 0
                while channel + WideLanes.scalarCount <= channels {
                    pixel(WideLanes.self, x, y, channel)
                    channel += WideLanes.scalarCount
                }
                while channel < channels {
                    // The last eight may overlap the ones before: the same numbers are written again.
                    pixel(SIMD8<Float>.self, x, y, Swift.min(channel, channels - 8))
                    channel += 8
                }
            }
        }
    }

    @inline(__always)
    private func pixel<V: FloatLanes>(_: V.Type, _ x: Int, _ y: Int, _ channel: Int) {
        let channels = window.input.channels
        let columns = window.columns(x)
        var largest = V(repeating: -.infinity)
        for i in window.rows(y) {
            var from = input + ((y * window.stride + i - window.padTop) * window.input.width) * channels + channel
            from += (x * window.stride + columns.lowerBound - window.padLeft) * channels
            for _ in 0..<columns.count {
                largest = largest.larger(V(from: from))
                from += channels
            }
        }
        largest.store(to: output + (y * window.outputWidth + x) * channels + channel)
    }
}
