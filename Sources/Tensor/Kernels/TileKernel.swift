/// Direct convolution over groups of pixels, without im2col: accumulator += broadcast input · weight vector, for as many pixels
/// and channels at a time as the registers hold. A kernel row is contiguous in the input, so that a sum is `kernelRows` runs of
/// `run` inputs.
struct TileKernel {
    var packed: UnsafePointer<Float>
    let groups: PixelGroups
    let kernelRows: Int
    /// Kernel width · input channels.
    let run: Int
    /// Floats from the first input of a kernel row, and of a pixel, to that of the next.
    let kernelRowFloats: Int
    let pixelFloats: Int
    let channels: Int
    let relu: Bool

    /// Computes the first `count` groups. `addend` has the output's layout and is added before the activation.
    func execute(
        _ input: UnsafePointer<Float>, count: Int, addend: UnsafePointer<Float>?, into output: UnsafeMutablePointer<Float>
    ) {
        var epilogue = Epilogue(output: output, addend: addend, pixelFloats: channels, relu: relu)
        var weights = packed
        while epilogue.channels > 0 {
            let block = ChannelBlock(left: epilogue.channels)
            if Registers.lanes == 16 && block.kind == .twoWide {
                pairs(WholeLanes<SIMD16<Float>>.self, input, weights, epilogue, count)
            } else if Registers.holdSixteenChannels && block.kind != .narrow {
                tiles(WholeLanes<SIMD16<Float>>.self, input, weights, epilogue, count)
            } else {
                tiles(NarrowLanes.self, input, weights, epilogue, count)
            }
            weights += block.floats(kernelRows: kernelRows, run: run)
            epilogue = epilogue.moved(channels: block.channels)
        }
    }

    @inline(__always)
    private func tiles<Lanes: SumLanes>(
        _: Lanes.Type, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ epilogue: Epilogue, _ count: Int
    ) {
        switch groups.pixels {
        case 4 where Registers.lanes == 16: tiles(of: FourPixels<Lanes>.self, input, weights, epilogue, count)
        case 3: tiles(of: ThreePixels<Lanes>.self, input, weights, epilogue, count)
        case 2: tiles(of: TwoPixels<Lanes>.self, input, weights, epilogue, count)
        default: tiles(of: OnePixel<Lanes>.self, input, weights, epilogue, count)
        }
    }

    /// Two wide registers of channels.
    @inline(__always)
    private func pairs<Lanes: SumLanes>(
        _: Lanes.Type, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ epilogue: Epilogue, _ count: Int
    ) {
        switch groups.pixels {
        case 4: tiles(of: TwoVectors<FourPixels<Lanes>>.self, input, weights, epilogue, count)
        case 3: tiles(of: TwoVectors<ThreePixels<Lanes>>.self, input, weights, epilogue, count)
        case 2: tiles(of: TwoVectors<TwoPixels<Lanes>>.self, input, weights, epilogue, count)
        default: tiles(of: TwoVectors<OnePixel<Lanes>>.self, input, weights, epilogue, count)
        }
    }

    /// Never inlined, so that registers are allocated for each kind of accumulators alone.
    @inline(never)
    private func tiles<Sums: PixelSums>(
        of _: Sums.Type, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ epilogue: Epilogue, _ count: Int
    ) {
        var place = groups.places
        var left = count
        while left > 0 {
            switch Swift.min(left, Sums.groups) {
            case 4: four(Sums.self, input, weights, epilogue, place)
            case 3: three(Sums.self, input, weights, epilogue, place)
            case 2: two(Sums.self, input, weights, epilogue, place)
            default: one(Sums.self, input, weights, epilogue, place)
            }
            place += Sums.groups
            left -= Sums.groups
        }
    }
}
