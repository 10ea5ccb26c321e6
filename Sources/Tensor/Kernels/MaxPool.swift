/// The maximum under a sliding window, per channel; positions outside the picture are ignored. The `Epilogue` follows.
struct MaxPool {
    let input: Plane
    let window: Window
    let addend: Plane?
    let relu: Bool
    let output: Plane

    /// Row by row, so that a window's rows are still in the L1 cache for the next channels.
    func execute() {
        for y in 0..<window.outputHeight {
            var epilogue = Epilogue(
                output: output.row(y), addend: addend.map { UnsafePointer($0.row(y)) }, pixelFloats: input.shape.channels, relu: relu)
            while epilogue.channels >= PoolLanes.scalarCount {
                line(PoolLanes.self, y, epilogue)
                epilogue = epilogue.moved(channels: PoolLanes.scalarCount)
            }
            while epilogue.channels > 0 {
                line(SIMD8<Float>.self, y, epilogue)
                epilogue = epilogue.moved(channels: 8)
            }
        }
    }

    /// One output row, for the vector of channels at which `epilogue` stands. Its loops are never inlined, so that each has all
    /// registers to itself.
    @inline(__always)
    private func line<V: FloatLanes>(_: V.Type, _ y: Int, _ epilogue: Epilogue) {
        let pixel = input.shape.channels
        let channel = pixel - epilogue.channels
        let rows = window.rows(y)
        let first = UnsafePointer(input.row(y * window.stride - window.padTop + rows.lowerBound)) + channel - window.padLeft * pixel
        let size = window.kernelWidth == rows.count ? rows.count : 0
        let inner = size == 3 || size == 2 ? window.innerColumns : 0..<0
        edge(V.self, first, rows.count, 0..<inner.lowerBound, epilogue)
        if size == 3 { three(V.self, first, inner, epilogue) } else { two(V.self, first, inner, epilogue) }
        edge(V.self, first, rows.count, inner.upperBound..<window.outputWidth, epilogue)
    }

    @inline(never)
    private func three<V: FloatLanes>(_: V.Type, _ first: UnsafePointer<Float>, _ columns: Range<Int>, _ epilogue: Epilogue) {
        guard !columns.isEmpty else { return }
        let pixel = input.shape.channels
        let step = window.stride * pixel
        var tap = first + columns.lowerBound * step
        var left = column(V.self, tap)
        for x in columns {
            // With a stride of 2 a window's last column is the next one's first.
            if window.stride != 2 { left = column(V.self, tap) }
            let right = column(V.self, tap + 2 * pixel)
            epilogue.store(left.larger(column(V.self, tap + pixel)).larger(right), pixel: x)
            left = right
            tap += step
        }
    }

    @inline(never)
    private func two<V: FloatLanes>(_: V.Type, _ first: UnsafePointer<Float>, _ columns: Range<Int>, _ epilogue: Epilogue) {
        let pixel = input.shape.channels
        for x in columns {
            let tap = first + x * window.stride * pixel
            let below = tap + input.rowFloats
            let lower = V(from: below).larger(V(from: below + pixel))
            epilogue.store(V(from: tap).larger(V(from: tap + pixel)).larger(lower), pixel: x)
        }
    }

    @inline(__always)
    private func column<V: FloatLanes>(_: V.Type, _ tap: UnsafePointer<Float>) -> V {
        V(from: tap).larger(V(from: tap + input.rowFloats)).larger(V(from: tap + 2 * input.rowFloats))
    }

    /// Windows of any size, or partly outside the picture.
    @inline(never)
    private func edge<V: FloatLanes>(
        _: V.Type, _ first: UnsafePointer<Float>, _ rows: Int, _ outputs: Range<Int>, _ epilogue: Epilogue
    ) {
        let pixel = input.shape.channels
        for x in outputs {
            let columns = window.columns(x)
            var largest = V(repeating: -.infinity)
            for i in 0..<rows {
                var from = first + i * input.rowFloats + (x * window.stride + columns.lowerBound) * pixel
                for _ in 0..<columns.count {
                    largest = largest.larger(V(from: from))
                    from += pixel
                }
            }
            epilogue.store(largest, pixel: x)
        }
    }
}
