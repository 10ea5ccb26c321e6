/// The largest number under a sliding window, per channel; what lies outside of the picture does not count. Then, perhaps, one
/// more picture is added and negative numbers are cut off.
struct MaxPool {
    let input: Plane
    let window: Window
    let addend: Plane?
    let relu: Bool
    let output: Plane

    func execute() {
        let channels = window.input.channels
        var channel = 0
        while channel + WideLanes.scalarCount <= channels {
            block(WideLanes.self, channel, WideLanes.scalarCount)
            channel += WideLanes.scalarCount
        }
        while channel < channels {
            block(SIMD8<Float>.self, channel, channels - channel)
            channel += 8
        }
    }

    @inline(__always)
    private func block<V: FloatLanes>(_: V.Type, _ channel: Int, _ count: Int) {
        let inner = window.innerColumns
        for y in 0..<window.outputHeight {
            let rows = window.rows(y)
            let first = UnsafePointer(input.row(y * window.stride - window.padTop + rows.lowerBound)) + channel
            let addend = addend.map { UnsafePointer($0.row(y)) + channel }
            let to = output.row(y) + channel
            let size = window.kernelWidth == rows.count ? rows.count : 0
            for x in 0..<window.outputWidth {
                let tap = first + (x * window.stride - window.padLeft) * input.shape.channels
                var largest =
                    if size == 3 && inner ~= x {
                        nine(V.self, tap)
                    } else if size == 2 && inner ~= x {
                        four(V.self, tap)
                    } else {
                        any(V.self, tap, rows.count, window.columns(x))
                    }
                if let addend { largest = largest.plus(V(from: addend + x * input.shape.channels)) }
                if relu { largest = largest.larger(V()) }
                largest.store(to: to + x * input.shape.channels, count: count)
            }
        }
    }

    @inline(__always)
    private func nine<V: FloatLanes>(_: V.Type, _ tap: UnsafePointer<Float>) -> V {
        let pixel = input.shape.channels
        let (middle, bottom) = (tap + input.rowFloats, tap + 2 * input.rowFloats)
        let a = V(from: tap).larger(V(from: tap + pixel)).larger(V(from: tap + 2 * pixel))
        let b = V(from: middle).larger(V(from: middle + pixel)).larger(V(from: middle + 2 * pixel))
        let c = V(from: bottom).larger(V(from: bottom + pixel)).larger(V(from: bottom + 2 * pixel))
        return a.larger(b).larger(c)
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
