import CMath

/// The inner loops of `TileKernel`: a tile of one to four groups of pixels, a function for each count, since only named variables stay
/// in registers.
extension TileKernel {
    /// Even and odd steps have accumulators of their own: a single group has too few to hide the latency of the multiply-adds.
    @inline(__always)
    func one<Sums: PixelSums>(
        _: Sums.Type, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ epilogue: Epilogue,
        _ place: UnsafePointer<PixelGroups.Place>
    ) {
        let loop = TileLoop<Sums>(self, weights)
        var (even, odd) = (Sums(bias: loop.bias), Sums())
        var x = input + Int(place[0].input)
        var w = weights
        for _ in 0..<kernelRows {
            for _ in 0..<loop.steps / 2 {
                even.add(x, loop.pixelFloats, w)
                TileLoop<Sums>.prefetch(of: w)
                odd.add(x + TileLoop<Sums>.depth, loop.pixelFloats, w + TileLoop<Sums>.floats)
                TileLoop<Sums>.prefetch(of: w + TileLoop<Sums>.floats)
                x += 2 * TileLoop<Sums>.depth
                w += 2 * TileLoop<Sums>.floats
            }
            if loop.steps % 2 != 0 {
                even.add(x, loop.pixelFloats, w)
                x += TileLoop<Sums>.depth
                w += TileLoop<Sums>.floats
            }
            x += loop.skip
        }
        even.join(odd)
        even.store(epilogue.moved(by: Int(place[0].output)))
    }

    @inline(__always)
    func two<Sums: PixelSums>(
        _: Sums.Type, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ epilogue: Epilogue,
        _ place: UnsafePointer<PixelGroups.Place>
    ) {
        let loop = TileLoop<Sums>(self, weights)
        var (a, b) = (Sums(bias: loop.bias), Sums(bias: loop.bias))
        var (x, y) = (input + Int(place[0].input), input + Int(place[1].input))
        var w = weights
        for _ in 0..<kernelRows {
            for _ in 0..<loop.steps {
                a.add(x, loop.pixelFloats, w)
                b.add(y, loop.pixelFloats, w)
                x += TileLoop<Sums>.depth
                y += TileLoop<Sums>.depth
                TileLoop<Sums>.prefetch(of: w)
                w += TileLoop<Sums>.floats
            }
            x += loop.skip
            y += loop.skip
        }
        a.store(epilogue.moved(by: Int(place[0].output)))
        b.store(epilogue.moved(by: Int(place[1].output)))
    }

    @inline(__always)
    func three<Sums: PixelSums>(
        _: Sums.Type, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ epilogue: Epilogue,
        _ place: UnsafePointer<PixelGroups.Place>
    ) {
        let loop = TileLoop<Sums>(self, weights)
        var (a, b, c) = (Sums(bias: loop.bias), Sums(bias: loop.bias), Sums(bias: loop.bias))
        var (x, y, z) = (input + Int(place[0].input), input + Int(place[1].input), input + Int(place[2].input))
        var w = weights
        for _ in 0..<kernelRows {
            for _ in 0..<loop.steps {
                a.add(x, loop.pixelFloats, w)
                b.add(y, loop.pixelFloats, w)
                c.add(z, loop.pixelFloats, w)
                x += TileLoop<Sums>.depth
                y += TileLoop<Sums>.depth
                z += TileLoop<Sums>.depth
                TileLoop<Sums>.prefetch(of: w)
                w += TileLoop<Sums>.floats
            }
            x += loop.skip
            y += loop.skip
            z += loop.skip
        }
        a.store(epilogue.moved(by: Int(place[0].output)))
        b.store(epilogue.moved(by: Int(place[1].output)))
        c.store(epilogue.moved(by: Int(place[2].output)))
    }

    @inline(__always)
    func four<Sums: PixelSums>(
        _: Sums.Type, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ epilogue: Epilogue,
        _ place: UnsafePointer<PixelGroups.Place>
    ) {
        let loop = TileLoop<Sums>(self, weights)
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
                x += TileLoop<Sums>.depth
                y += TileLoop<Sums>.depth
                z += TileLoop<Sums>.depth
                u += TileLoop<Sums>.depth
                TileLoop<Sums>.prefetch(of: w)
                w += TileLoop<Sums>.floats
            }
            x += loop.skip
            y += loop.skip
            z += loop.skip
            u += loop.skip
        }
        a.store(epilogue.moved(by: Int(place[0].output)))
        b.store(epilogue.moved(by: Int(place[1].output)))
        c.store(epilogue.moved(by: Int(place[2].output)))
        d.store(epilogue.moved(by: Int(place[3].output)))
    }
}

/// What these loops have in common.
private struct TileLoop<Sums: PixelSums> {
    let steps: Int
    let skip: Int
    let pixelFloats: Int
    let bias: UnsafePointer<Float>

    @inline(__always)
    static var depth: Int { Sums.Lanes.depth }
    @inline(__always)
    static var floats: Int { Sums.Lanes.floats * Sums.vectors }

    /// A network's weights do not fit the L1 and L2 caches, and the hardware prefetcher stops at page boundaries: prefetching a page
    /// ahead makes a run 7 % faster. Beyond a layer's weights are the next layer's. Few channels have few weights and skip this.
    @inline(__always)
    static func prefetch(of w: UnsafePointer<Float>) {
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
