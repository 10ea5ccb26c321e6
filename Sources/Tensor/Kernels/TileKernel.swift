/// The sums of a convolution over groups of pixels, direct, without a copy of the input: sum += input number (repeated) · weight
/// vector, for as many pixels and channels at a time as the registers hold. A kernel row is contiguous in the input, so that a
/// sum is `kernelRows` runs of `run` inputs.
struct TileKernel {
    var packed: UnsafePointer<Float>
    let groups: PixelGroups
    let kernelRows: Int
    /// kernel width · channels in
    let run: Int
    /// Floats from a kernel row's and from a pixel's first input to the next one's.
    let kernelRowFloats: Int
    let pixelFloats: Int
    let channels: Int
    let relu: Bool

    /// Computes the first `count` groups. `addend` lies as the output does and is added before the activation.
    func execute(
        _ input: UnsafePointer<Float>, count: Int, addend: UnsafePointer<Float>?, into output: UnsafeMutablePointer<Float>
    ) {
        var finish = Finish(output: output, addend: addend, pixelFloats: channels, relu: relu)
        var weights = packed
        while finish.channels > 0 {
            let block = ChannelBlock(left: finish.channels)
            switch block.kind {
            #if SIMD_V4
            case .twoWide: pairs(WholeLanes<SIMD16<Float>>.self, input, weights, finish, count)
            case .wide: tiles(WholeLanes<SIMD16<Float>>.self, input, weights, finish, count)
            #elseif SIMD_V3 || arch(arm64)
            case .twoWide: tiles(WholeLanes<SIMD16<Float>>.self, input, weights, finish, count)
            #endif
            case .narrow: tiles(NarrowLanes.self, input, weights, finish, count)
            }
            weights += block.floats(kernelRows: kernelRows, run: run)
            finish = finish.moved(channels: block.channels)
        }
    }

    @inline(__always)
    private func tiles<Lanes: SumLanes>(
        _: Lanes.Type, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ finish: Finish, _ count: Int
    ) {
        switch groups.pixels {
        #if SIMD_V4
        case 4: tiles(of: FourPixels<Lanes>.self, input, weights, finish, count)
        #endif
        case 3: tiles(of: ThreePixels<Lanes>.self, input, weights, finish, count)
        case 2: tiles(of: TwoPixels<Lanes>.self, input, weights, finish, count)
        default: tiles(of: OnePixel<Lanes>.self, input, weights, finish, count)
        }
    }

    #if SIMD_V4
    /// Two registers of channels side by side.
    @inline(__always)
    private func pairs<Lanes: SumLanes>(
        _: Lanes.Type, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ finish: Finish, _ count: Int
    ) {
        switch groups.pixels {
        case 4: tiles(of: TwoVectors<FourPixels<Lanes>>.self, input, weights, finish, count)
        case 3: tiles(of: TwoVectors<ThreePixels<Lanes>>.self, input, weights, finish, count)
        case 2: tiles(of: TwoVectors<TwoPixels<Lanes>>.self, input, weights, finish, count)
        default: tiles(of: TwoVectors<OnePixel<Lanes>>.self, input, weights, finish, count)
        }
    }
    #endif

    /// A call, so that each kind of sums is a function of its own and the registers in it are shared out for it alone.
    @inline(never)
    private func tiles<Sums: PixelSums>(
        of _: Sums.Type, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ finish: Finish, _ count: Int
    ) {
        var place = groups.places
        var left = count
        while left > 0 {
            switch Swift.min(left, Sums.groups) {
            case 4: four(Sums.self, input, weights, finish, place)
            case 3: three(Sums.self, input, weights, finish, place)
            case 2: two(Sums.self, input, weights, finish, place)
            default: one(Sums.self, input, weights, finish, place)
            }
            place += Sums.groups
            left -= Sums.groups
        }
    }
}
