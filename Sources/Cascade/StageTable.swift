/// One stage as vectors evaluate it: its stumps ordered by shape, its leaves as whole numbers of a small unit. The order and the
/// rounding of leaves to units do not matter where a sum is farther from the threshold than they can move it.
struct StageTable {
    let edges: UnsafeBufferPointer<EdgeStump>
    let lines: UnsafeBufferPointer<LineStump>
    let grids: UnsafeBufferPointer<GridStump>
    let turnedGrids: UnsafeBufferPointer<GridStump>
    let others: UnsafeBufferPointer<OtherStump>
    /// All leaves of values that reach their threshold.
    let base: Int32
    /// Windows with a sum from here on pass for certain.
    let upper: Int32
    /// Windows with a sum below fail for certain. Between both, Double may decide otherwise.
    let lower: Int32

    /// With places in `StumpShape.layout`.
    init(_ stage: HaarCascade.Stage, of cascade: HaarCascade) {
        let stumps = cascade.stumps[stage.firstStump..<stage.firstStump + stage.stumpCount]
        let largest = stumps.reduce(abs(Double(stage.threshold))) { $0 + abs(Double($1.right)) + abs(Double($1.left) - Double($1.right)) }
        // No sum reaches 2³⁰ units.
        let units = largest > 0 ? Double(sign: .plus, exponent: 29 - largest.exponent, significand: 1) : 1
        var shapes: (edges: [EdgeStump], lines: [LineStump], grids: [GridStump], turnedGrids: [GridStump], others: [OtherStump])
        shapes = ([], [], [], [], [])
        for stump in stumps {
            switch StumpShape(stump, cascade.features[stump.feature], units) {
            case .edge(let stump): shapes.edges.append(stump)
            case .line(let stump): shapes.lines.append(stump)
            case .grid(let stump): shapes.grids.append(stump)
            case .turnedGrid(let stump): shapes.turnedGrids.append(stump)
            case .other(let stump): shapes.others.append(stump)
            }
        }
        edges = Self.copy(shapes.edges)
        lines = Self.copy(shapes.lines)
        grids = Self.copy(shapes.grids)
        turnedGrids = Self.copy(shapes.turnedGrids)
        others = Self.copy(shapes.others)
        base = Int32((stumps.reduce(0) { $0 + Double($1.right) } * units).rounded())
        // Each stump and the base are off by half a unit at most; OpenCV's own sum by less than one.
        let uncertainty = Double(stage.stumpCount) / 2 + 2
        upper = Int32((Double(stage.threshold) * units + uncertainty).rounded(.up))
        lower = Int32((Double(stage.threshold) * units - uncertainty).rounded(.down))
    }

    /// The same stage for another layout of the integral image; the caller frees it.
    init(_ table: StageTable, in layout: SumLayout) {
        edges = Self.copy(table.edges) { $0.placed(layout) }
        lines = Self.copy(table.lines) { $0.placed(layout) }
        grids = Self.copy(table.grids) { $0.placed(layout) }
        turnedGrids = Self.copy(table.turnedGrids) { $0.placed(layout) }
        others = Self.copy(table.others) { $0.placed(layout) }
        (base, upper, lower) = (table.base, table.upper, table.lower)
    }

    private static func copy<Stumps: Collection>(
        _ stumps: Stumps, _ change: (Stumps.Element) -> Stumps.Element = { $0 }
    ) -> UnsafeBufferPointer<Stumps.Element> {
        let copy = UnsafeMutableBufferPointer<Stumps.Element>.allocate(capacity: stumps.count)
        for (index, stump) in stumps.enumerated() { copy.initializeElement(at: index, to: change(stump)) }
        return UnsafeBufferPointer(copy)
    }

    func deallocate() {
        edges.deallocate()
        lines.deallocate()
        grids.deallocate()
        turnedGrids.deallocate()
        others.deallocate()
    }

    /// Which of the `alive` windows pass, a bit for each; `exactly` is asked about lanes whose sum does not tell.
    @inline(__always)
    func passed<Sums: SumVector>(
        _: Sums.Type, _ windows: Sums.Windows, _ factors: Sums.Factors, _ alive: UInt64, exactly: (Int) -> Bool
    ) -> UInt64 {
        let sums = leaves(Sums.self, windows, factors)
        var passed = sums.bits(from: lower) & alive
        if passed != 0 {
            var unsure = passed & ~sums.bits(from: upper)
            while unsure != 0 {
                let lane = unsure.trailingZeroBitCount
                if !exactly(lane) { passed &= ~(1 &<< UInt64(truncatingIfNeeded: lane)) }
                unsure &= unsure &- 1
            }
        }
        return passed
    }

    @inline(__always)
    private func leaves<Sums: SumVector>(_: Sums.Type, _ windows: Sums.Windows, _ factors: Sums.Factors) -> Sums {
        @inline(__always) func at(_ place: Int32) -> Sums { Sums.numbers(windows, place) }
        var sum = Sums.all(base)
        for stump in edges {
            let double = at(stump.a).minus(at(stump.b))
            let value = at(stump.c).plus(at(stump.d)).minus(at(stump.e)).minus(at(stump.f)).plus(double).plus(double)
            sum = value.adding(stump.gain, to: sum, factors, below: stump.threshold)
        }
        for stump in lines {
            let triple = at(stump.a).plus(at(stump.b)).minus(at(stump.c)).minus(at(stump.d))
            let value = at(stump.e).plus(at(stump.f)).minus(at(stump.g)).minus(at(stump.h)).plus(triple).plus(triple.plus(triple))
            sum = value.adding(stump.gain, to: sum, factors, below: stump.threshold)
        }
        for stump in grids { sum = grid(stump, at).adding(stump.gain, to: sum, factors, below: stump.threshold) }
        let turned = Sums.turned(factors)
        for stump in turnedGrids { sum = grid(stump, at).adding(stump.gain, to: sum, turned, below: stump.threshold) }
        for stump in others {
            let value = weighted(stump.first, at).plus(weighted(stump.second, at)).plus(weighted(stump.third, at))
            sum = value.adding(stump.gain, to: sum, factors, below: stump.threshold)
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
