/// The sums of a convolution over groups of pixels, direct, without a copy of the input: sum += input number (repeated) · weight
/// vector, for as many pixels and channels at a time as the registers hold. A kernel row is contiguous in the input, so that a
/// sum is `kernelRows` runs of `run` inputs.
struct TileKernel {
    let packed: UnsafePointer<Float>
    let groups: PixelGroups
    let kernelRows: Int
    /// kernel width · channels in
    let run: Int
    /// Floats from a kernel row's and from a pixel's first input to the next one's.
    let kernelRowFloats: Int
    let pixelFloats: Int
    let channels: Int
    let relu: Bool

    private typealias WideOne = OnePixel<WholeLanes<WideLanes>>
    private typealias WideThree = ThreePixels<WholeLanes<WideLanes>>
    private typealias NarrowOne = OnePixel<NarrowLanes>
    private typealias NarrowThree = ThreePixels<NarrowLanes>
    #if SIMD_V4
    private typealias WideFour = FourPixels<WholeLanes<WideLanes>>
    private typealias NarrowFour = FourPixels<NarrowLanes>
    #endif

    /// Computes the first `count` groups. `addend` lies as the output does and is added before the activation.
    func execute(
        _ input: UnsafePointer<Float>, count: Int, addend: UnsafePointer<Float>?, into output: UnsafeMutablePointer<Float>
    ) {
        var channel = 0
        var weights = packed
        while channel < channels {
            let block = ChannelBlock(left: channels - channel)
            let finish = Finish(
                output: output + channel, addend: addend.map { $0 + channel }, pixelFloats: channels, channels: channels - channel,
                relu: relu)
            switch (block.kind, groups.pixels) {
            #if SIMD_V4
            case (.twoWide, 4): tiles(TwoVectors<WideFour>.self, input, weights, finish, count)
            case (.wide, 4): tiles(WideFour.self, input, weights, finish, count)
            case (.narrow, 4): tiles(NarrowFour.self, input, weights, finish, count)
            #endif
            case (.twoWide, 3): tiles(TwoVectors<WideThree>.self, input, weights, finish, count)
            case (.wide, 3): tiles(WideThree.self, input, weights, finish, count)
            case (.narrow, 3): tiles(NarrowThree.self, input, weights, finish, count)
            case (.twoWide, _): tiles(TwoVectors<WideOne>.self, input, weights, finish, count)
            case (.wide, _): tiles(WideOne.self, input, weights, finish, count)
            case (.narrow, _): tiles(NarrowOne.self, input, weights, finish, count)
            }
            weights += block.floats(kernelRows: kernelRows, run: run)
            channel += block.channels
        }
    }

    @inline(__always)
    private func tiles<Sums: PixelSums>(
        _: Sums.Type, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ finish: Finish, _ count: Int
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

        @inline(__always)
        init(_ kernel: TileKernel, _ weights: UnsafePointer<Float>) {
            steps = (kernel.run + Self.depth - 1) / Self.depth
            skip = kernel.kernelRowFloats - steps * Self.depth
            pixelFloats = kernel.pixelFloats
            bias = weights + kernel.kernelRows * steps * Self.floats
        }
    }
}
