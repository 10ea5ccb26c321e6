/// How a convolution's output channels are cut into blocks of one or two registers, and its weights laid out in the order in
/// which the kernel reads them: for each block [kernel row][step][lane], then [lane] biases; zeros beyond the last channel.
struct ChannelBlock: Equatable {
    /// Two `WideLanes`; one of sixteen lanes; eight channels.
    enum Kind { case twoWide, wide, narrow }

    let kind: Kind

    /// The next block when `left` channels are left.
    init(left: Int) {
        let wide = WideLanes.scalarCount
        if Registers.lanes == 16 {
            kind = left > wide + 8 ? .twoWide : left > 8 ? .wide : .narrow
        } else {
            kind = Registers.holdSixteenChannels && left > wide ? .twoWide : .narrow
        }
    }

    /// Output channels of the block; the last one may have fewer.
    var channels: Int {
        switch kind {
        case .twoWide: 2 * WideLanes.scalarCount
        case .wide: 16
        case .narrow: 8
        }
    }

    /// Inputs consumed per step.
    var depth: Int { kind == .narrow ? NarrowLanes.depth : 1 }

    /// Steps for a kernel row of `run` inputs.
    func steps(_ run: Int) -> Int { (run + depth - 1) / depth }

    func floats(kernelRows: Int, run: Int) -> Int { (kernelRows * steps(run) + 1) * depth * channels }
}

enum PackedWeights {
    /// Floats that `pack` writes. Cannot overflow: kernel rows and channels are bounded by the weights that a file holds.
    static func count(kernelRows: Int, run: Int, channels: Int) -> Int {
        var count = 0
        var channel = 0
        while channel < channels {
            let block = ChannelBlock(left: channels - channel)
            count += block.floats(kernelRows: kernelRows, run: run)
            channel += block.channels
        }
        return count
    }

    /// `weights` is [kernel row, run, channels], `bias` [channels] (nil: zeros).
    static func pack(
        _ weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?, kernelRows: Int, run: Int, channels: Int,
        into packed: UnsafeMutablePointer<Float>
    ) {
        var to = packed
        var channel = 0
        while channel < channels {
            let block = ChannelBlock(left: channels - channel)
            let depth = block.depth
            for row in 0..<kernelRows {
                for step in 0..<block.steps(run) {
                    for lane in 0..<block.channels * depth {
                        let (input, output) = (step * depth + lane % depth, channel + lane / depth)
                        let inside = input < run && output < channels
                        to[lane] = inside ? weights[(row * run + input) * channels + output] : 0
                    }
                    to += block.channels * depth
                }
            }
            for lane in 0..<block.channels * depth {
                let output = channel + lane / depth
                to[lane] = output < channels && lane % depth == 0 ? bias?[output] ?? 0 : 0
            }
            to += block.channels * depth
            channel += block.channels
        }
    }
}
