/// The largest number under a sliding window, per channel; what lies outside of the picture does not count. Then, perhaps, one
/// more picture is added and negative numbers are cut off.
struct MaxPool {
    let input: Plane
    let window: Window
    let addend: Plane?
    let relu: Bool
    let output: Plane

    /// Row after row, so that the rows under a window are still in the nearest cache for the next channels.
    func execute() {
        let channels = window.input.channels
        for y in 0..<window.outputHeight {
            var channel = 0
            while channel + WideLanes.scalarCount <= channels {
                line(WideLanes.self, y, channel, WideLanes.scalarCount)
                channel += WideLanes.scalarCount
            }
            while channel < channels {
                line(SIMD8<Float>.self, y, channel, channels - channel)
                channel += 8
            }
        }
    }

    @inline(__always)
    private func line<V: FloatLanes>(_: V.Type, _ y: Int, _ channel: Int, _ count: Int) {
        let pixel = input.shape.channels
        let step = window.stride * pixel
        let rows = window.rows(y)
        let first = UnsafePointer(input.row(y * window.stride - window.padTop + rows.lowerBound)) + channel - window.padLeft * pixel
        let addend = addend.map { UnsafePointer($0.row(y)) + channel }
        let to = output.row(y) + channel
        @inline(__always)
        func finish(_ largest: V, _ x: Int) {
            var largest = largest
            if let addend { largest = largest.plus(V(from: addend + x * pixel)) }
            if relu { largest = largest.larger(V()) }
            largest.store(to: to + x * pixel, count: count)
        }
        let size = window.kernelWidth == rows.count ? rows.count : 0
        let inner = size == 3 || size == 2 ? window.innerColumns : 0..<0
        for x in 0..<inner.lowerBound { finish(any(V.self, first + x * step, rows.count, window.columns(x)), x) }
        var tap = first + inner.lowerBound * step
        if size == 3 && !inner.isEmpty {
            // With a stride of 2 a window's last column is the next one's first.
            var left = column(V.self, tap)
            for x in inner {
                if window.stride != 2 { left = column(V.self, tap) }
                let right = column(V.self, tap + 2 * pixel)
                finish(left.larger(column(V.self, tap + pixel)).larger(right), x)
                left = right
                tap += step
            }
        } else {
            for x in inner {
                finish(four(V.self, tap), x)
                tap += step
            }
        }
        for x in inner.upperBound..<window.outputWidth { finish(any(V.self, first + x * step, rows.count, window.columns(x)), x) }
    }

    @inline(__always)
    private func column<V: FloatLanes>(_: V.Type, _ tap: UnsafePointer<Float>) -> V {
        V(from: tap).larger(V(from: tap + input.rowFloats)).larger(V(from: tap + 2 * input.rowFloats))
    }

    @inline(__always)
    private func four<V: FloatLanes>(_: V.Type, _ tap: UnsafePointer<Float>) -> V {
        let pixel = input.shape.channels
        let below = tap + input.rowFloats
        return V(from: tap).larger(V(from: tap + pixel)).larger(V(from: below).larger(V(from: below + pixel)))
    }

    @inline(__always)
    private func any<V: FloatLanes>(_: V.Type, _ tap: UnsafePointer<Float>, _ rows: Int, _ columns: Range<Int>) -> V {
        let pixel = input.shape.channels
        var largest = V(repeating: -.infinity)
        for i in 0..<rows {
            var from = tap + i * input.rowFloats + columns.lowerBound * pixel
            for _ in 0..<columns.count {
                largest = largest.larger(V(from: from))
                from += pixel
            }
        }
        return largest
    }
}
