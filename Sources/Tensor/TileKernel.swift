import CMath

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

    @inline(__always)
    private func one<Sums: PixelSums>(
        _: Sums.Type, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ finish: Finish,
        _ place: UnsafePointer<PixelGroups.Place>
    ) {
        let loop = Loop<Sums>(self, weights)
        var sums = Sums(bias: loop.bias)
        var x = input + Int(place[0].input)
        var w = weights
        for _ in 0..<kernelRows {
            for _ in 0..<loop.steps {
                sums.add(x, loop.pixelFloats, w)
                x += Loop<Sums>.depth
                Loop<Sums>.fetchAhead(of: w)
                w += Loop<Sums>.floats
            }
            x += loop.skip
        }
        sums.store(finish.moved(by: Int(place[0].output)))
    }

    @inline(__always)
    private func two<Sums: PixelSums>(
        _: Sums.Type, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ finish: Finish,
        _ place: UnsafePointer<PixelGroups.Place>
    ) {
        let loop = Loop<Sums>(self, weights)
        var (a, b) = (Sums(bias: loop.bias), Sums(bias: loop.bias))
        var (x, y) = (input + Int(place[0].input), input + Int(place[1].input))
        var w = weights
        for _ in 0..<kernelRows {
            for _ in 0..<loop.steps {
                a.add(x, loop.pixelFloats, w)
                b.add(y, loop.pixelFloats, w)
                x += Loop<Sums>.depth
                y += Loop<Sums>.depth
                Loop<Sums>.fetchAhead(of: w)
                w += Loop<Sums>.floats
            }
            x += loop.skip
            y += loop.skip
        }
        a.store(finish.moved(by: Int(place[0].output)))
        b.store(finish.moved(by: Int(place[1].output)))
    }

    @inline(__always)
    private func three<Sums: PixelSums>(
        _: Sums.Type, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ finish: Finish,
        _ place: UnsafePointer<PixelGroups.Place>
    ) {
        let loop = Loop<Sums>(self, weights)
        var (a, b, c) = (Sums(bias: loop.bias), Sums(bias: loop.bias), Sums(bias: loop.bias))
        var (x, y, z) = (input + Int(place[0].input), input + Int(place[1].input), input + Int(place[2].input))
        var w = weights
        for _ in 0..<kernelRows {
            for _ in 0..<loop.steps {
                a.add(x, loop.pixelFloats, w)
                b.add(y, loop.pixelFloats, w)
                c.add(z, loop.pixelFloats, w)
                x += Loop<Sums>.depth
                y += Loop<Sums>.depth
                z += Loop<Sums>.depth
                Loop<Sums>.fetchAhead(of: w)
                w += Loop<Sums>.floats
            }
            x += loop.skip
            y += loop.skip
            z += loop.skip
        }
        a.store(finish.moved(by: Int(place[0].output)))
        b.store(finish.moved(by: Int(place[1].output)))
        c.store(finish.moved(by: Int(place[2].output)))
    }

    @inline(__always)
    private func four<Sums: PixelSums>(
        _: Sums.Type, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ finish: Finish,
        _ place: UnsafePointer<PixelGroups.Place>
    ) {
        let loop = Loop<Sums>(self, weights)
        var (a, b, c, d) = (Sums(bias: loop.bias), Sums(bias: loop.bias), Sums(bias: loop.bias), Sums(bias: loop.bias))
        var (x, y) = (input + Int(place[0].input), input + Int(place[1].input))
        var (z, u) = (input + Int(place[2].input), input + Int(place[3].input))
        var w = weights
        for _ in 0..<kernelRows {
            for _ in 0..<loop.steps {
                a.add(x, loop.pixelFloats, w)
                b.add(y, loop.pixelFloats, w)
                c.add(z, loop.pixelFloats, w)
                d.add(u, loop.pixelFloats, w)
                x += Loop<Sums>.depth
                y += Loop<Sums>.depth
                z += Loop<Sums>.depth
                u += Loop<Sums>.depth
                Loop<Sums>.fetchAhead(of: w)
                w += Loop<Sums>.floats
            }
            x += loop.skip
            y += loop.skip
            z += loop.skip
            u += loop.skip
        }
        a.store(finish.moved(by: Int(place[0].output)))
        b.store(finish.moved(by: Int(place[1].output)))
        c.store(finish.moved(by: Int(place[2].output)))
        d.store(finish.moved(by: Int(place[3].output)))
    }

    /// What the loops of all tiles of these sums have in common.
    private struct Loop<Sums: PixelSums> {
        let steps: Int
        let skip: Int
        let pixelFloats: Int
        let bias: UnsafePointer<Float>

        @inline(__always)
        static var depth: Int { Sums.Lanes.depth }
        @inline(__always)
        static var floats: Int { Sums.Lanes.floats * Sums.vectors }

        /// A network's weights are more than the nearest caches hold, and the processor's own foresight ends with the page: fetched
        /// a page ahead, they cost a run 7 % less. What lies behind them is the next layer's. Few channels have few weights.
        @inline(__always)
        static func fetchAhead(of w: UnsafePointer<Float>) {
            guard floats >= Swift.max(16, 2 * Registers.lanes) else { return }
            let line = UnsafeRawPointer(w) + 4096
            cpu_prefetch(line)
            if floats > 16 { cpu_prefetch(line + 64) }
        }

        @inline(__always)
        init(_ kernel: TileKernel, _ weights: UnsafePointer<Float>) {
            steps = (kernel.run + Self.depth - 1) / Self.depth
            skip = kernel.kernelRowFloats - steps * Self.depth
            pixelFloats = kernel.pixelFloats
            bias = weights + kernel.kernelRows * steps * Self.floats
        }
    }
}
