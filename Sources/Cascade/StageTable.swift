/// One stage as vectors evaluate it: its stumps ordered by shape. The sum of its leaves does not depend on the order but for
/// rounding, which `uncertainty` covers.
struct StageTable {
    let edges: UnsafeBufferPointer<EdgeStump>
    let lines: UnsafeBufferPointer<LineStump>
    let grids: UnsafeBufferPointer<GridStump>
    let turnedGrids: UnsafeBufferPointer<GridStump>
    let others: UnsafeBufferPointer<OtherStump>
    /// All leaves of values that reach their threshold.
    let base: Float
    /// Windows with a sum from here on pass for certain.
    let upper: Float
    /// Windows with a sum below fail for certain. Between both, Double may decide otherwise.
    let lower: Float

    init(_ stage: HaarCascade.Stage, _ stumps: UnsafePointer<PlacedStump>) {
        let stumps = UnsafeBufferPointer(start: stumps + stage.firstStump, count: stage.stumpCount)
        let shapes = stumps.map { StumpShape($0) }
        edges = Self.copy(shapes.compactMap { if case .edge(let stump) = $0 { stump } else { nil } })
        lines = Self.copy(shapes.compactMap { if case .line(let stump) = $0 { stump } else { nil } })
        grids = Self.copy(shapes.compactMap { if case .grid(let stump) = $0 { stump } else { nil } })
        turnedGrids = Self.copy(shapes.compactMap { if case .turnedGrid(let stump) = $0 { stump } else { nil } })
        others = Self.copy(shapes.compactMap { if case .other(let stump) = $0 { stump } else { nil } })
        base = stumps.reduce(0) { $0 + $1.right }
        // 2 n + 2 roundings, each of at most 2⁻²⁴ of the largest number on the way; doubled to be safe.
        let largest = stumps.reduce(abs(stage.threshold)) { $0 + abs($1.right) + abs($1.left - $1.right) }
        let uncertainty = largest * Float(2 * stage.stumpCount + 2) * 0x1p-23
        upper = stage.threshold + uncertainty
        lower = stage.threshold - uncertainty
    }

    private static func copy<Stump>(_ stumps: [Stump]) -> UnsafeBufferPointer<Stump> {
        let copy = UnsafeMutableBufferPointer<Stump>.allocate(capacity: stumps.count)
        _ = copy.initialize(fromContentsOf: stumps)
        return UnsafeBufferPointer(copy)
    }

    func deallocate() {
        edges.deallocate()
        lines.deallocate()
        grids.deallocate()
        turnedGrids.deallocate()
        others.deallocate()
    }

    /// Which of the `alive` windows pass. Neighbouring numbers belong to neighbouring windows, as many as the vector has lanes;
    /// `exactly` is asked about windows whose sum does not tell.
    @inline(__always)
    func passed<Sums: SumVector>(
        _: Sums.Type, _ window: UnsafePointer<Int32>, _ factors: UnsafePointer<Float>, _ alive: UInt32, exactly: (Int) -> Bool
    ) -> UInt32 {
        let sums = leaves(Sums.self, window, Sums.factors(factors))
        var passed = Sums.bits(sums, from: upper) & alive
        var unsure = Sums.bits(sums, from: lower) & alive & ~passed
        while unsure != 0 {
            let lane = unsure.trailingZeroBitCount
            if exactly(lane) { passed |= 1 << UInt32(lane) }
            unsure &= unsure &- 1
        }
        return passed
    }

    @inline(__always)
    private func leaves<Sums: SumVector>(_: Sums.Type, _ window: UnsafePointer<Int32>, _ factor: Sums.Factors) -> Sums.Factors {
        func at(_ place: Int32) -> Sums { Sums(window, place) }
        var sum = Sums.all(base)
        for stump in edges {
            let double = at(stump.a).minus(at(stump.b))
            let value = at(stump.c).plus(at(stump.d)).minus(at(stump.e)).minus(at(stump.f)).plus(double).plus(double)
            sum = value.adding(stump.gain, to: sum, factor, below: stump.threshold)
        }
        for stump in lines {
            let triple = at(stump.a).plus(at(stump.b)).minus(at(stump.c)).minus(at(stump.d))
            let value = at(stump.e).plus(at(stump.f)).minus(at(stump.g)).minus(at(stump.h)).plus(triple).plus(triple.plus(triple))
            sum = value.adding(stump.gain, to: sum, factor, below: stump.threshold)
        }
        for stump in grids { sum = grid(stump, at).adding(stump.gain, to: sum, factor, below: stump.threshold) }
        let turned = Sums.turned(factor)
        for stump in turnedGrids { sum = grid(stump, at).adding(stump.gain, to: sum, turned, below: stump.threshold) }
        for stump in others {
            let value = weighted(stump.first, at).plus(weighted(stump.second, at)).plus(weighted(stump.third, at))
            sum = value.adding(stump.gain, to: sum, factor, below: stump.threshold)
        }
        return sum
    }

    @inline(__always)
    private func grid<Sums: SumVector>(_ stump: GridStump, _ at: (Int32) -> Sums) -> Sums {
        let centre = at(stump.centre)
        let double = centre.plus(centre).minus(at(stump.a)).minus(at(stump.b)).minus(at(stump.c)).minus(at(stump.d))
        return at(stump.e).plus(at(stump.f)).plus(at(stump.g)).plus(at(stump.h)).plus(double).plus(double)
    }

    @inline(__always)
    private func weighted<Sums: SumVector>(_ rect: PlacedRect, _ at: (Int32) -> Sums) -> Sums {
        at(rect.a).minus(at(rect.b)).minus(at(rect.c)).plus(at(rect.d)).times(rect.wholeWeight)
    }
}
