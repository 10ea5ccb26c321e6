/// One stage in the form that vectors evaluate: stumps grouped by shape, leaves in fixed point. Summation order and the rounding of
/// leaves are irrelevant where a sum is farther from the threshold than they can move it.
struct StageTable {
    let edges: UnsafeBufferPointer<EdgeStump>
    let lines: UnsafeBufferPointer<LineStump>
    let grids: UnsafeBufferPointer<GridStump>
    let negatedGrids: UnsafeBufferPointer<GridStump>
    let wides: UnsafeBufferPointer<WideStump>
    let pieces: UnsafeBufferPointer<WidePiece>
    /// The sum when every value reaches its threshold.
    let base: Int32
    /// A window whose sum is at least this passes for certain.
    let upper: Int32
    /// A window whose sum is below this fails for certain. Between the two, Double decides.
    let lower: Int32

    /// With corners in `StumpShape.layout`.
    init(_ stage: HaarCascade.Stage, of cascade: HaarCascade) {
        let stumps = cascade.stumps[stage.firstStump..<stage.firstStump + stage.stumpCount]
        let largest = stumps.reduce(abs(Double(stage.threshold))) { $0 + abs(Double($1.right)) + abs(Double($1.left) - Double($1.right)) }
        // No sum reaches 2³⁰ units.
        let units = largest > 0 ? Double(sign: .plus, exponent: 29 - largest.exponent, significand: 1) : 1
        var shapes: (edges: [EdgeStump], lines: [LineStump], grids: [GridStump], negatedGrids: [GridStump], wides: [WideStump])
        shapes = ([], [], [], [], [])
        var pieces: [WidePiece] = []
        for stump in stumps {
            switch StumpShape(stump, cascade.features[stump.feature], units) {
            case .edge(let stump): shapes.edges.append(stump)
            case .line(let stump): shapes.lines.append(stump)
            case .grid(let stump): shapes.grids.append(stump)
            case .negatedGrid(let stump): shapes.negatedGrids.append(stump)
            case .wide(let its, let threshold, let gain):
                let first = Int32(pieces.count)
                pieces += its
                shapes.wides.append(WideStump(first: first, end: Int32(pieces.count), threshold: threshold, gain: gain))
            }
        }
        edges = Self.copy(shapes.edges)
        lines = Self.copy(shapes.lines)
        grids = Self.copy(shapes.grids)
        negatedGrids = Self.copy(shapes.negatedGrids)
        wides = Self.copy(shapes.wides)
        self.pieces = Self.copy(pieces)
        base = Int32((stumps.reduce(0) { $0 + Double($1.right) } * units).rounded())
        // Each stump and the base are off by half a unit at most; OpenCV's own sum by less than one.
        let uncertainty = Double(stage.stumpCount) / 2 + 2
        upper = Int32((Double(stage.threshold) * units + uncertainty).rounded(.up))
        lower = Int32((Double(stage.threshold) * units - uncertainty).rounded(.down))
    }

    /// The same stage in another layout of the integral image; the caller frees it.
    init(_ table: StageTable, in layout: SumLayout) {
        edges = Self.copy(table.edges) { $0.placed(layout) }
        lines = Self.copy(table.lines) { $0.placed(layout) }
        grids = Self.copy(table.grids) { $0.placed(layout) }
        negatedGrids = Self.copy(table.negatedGrids) { $0.placed(layout) }
        wides = Self.copy(table.wides)
        pieces = Self.copy(table.pieces) { $0.placed(layout) }
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
        negatedGrids.deallocate()
        wides.deallocate()
        pieces.deallocate()
    }

    /// Which of the `alive` windows pass, one bit each; `exactly` decides the windows whose sum is too near the threshold.
    @inline(__always)
    func passed<Windows: WindowVector>(
        _: Windows.Type, _ places: Windows.Places, _ alive: UInt64, exactly: (Int) -> Bool
    ) -> UInt64 {
        let leaves = leaves(Windows.self, places)
        var passed = Windows.bits(leaves, from: lower) & alive
        if passed != 0 {
            var unsure = passed & ~Windows.bits(leaves, from: upper)
            while unsure != 0 {
                let window = unsure.trailingZeroBitCount
                if !exactly(window) { passed &= ~(1 &<< UInt64(truncatingIfNeeded: window)) }
                unsure &= unsure &- 1
            }
        }
        return passed
    }

    @inline(__always)
    private func leaves<Windows: WindowVector>(_: Windows.Type, _ places: Windows.Places) -> Windows.Leaves {
        @inline(__always) func at(_ corner: Int32) -> Windows { Windows.numbers(places, corner) }
        let factors = Windows.factors(places)
        var leaves = Windows.leaves(base)
        @inline(__always)
        func adding(_ gain: Int32, _ leaves: Windows.Leaves, _ values: Windows.Values, _ threshold: Float) -> Windows.Leaves {
            Windows.adding(gain, to: leaves, where: values, times: factors, below: threshold)
        }
        for stump in edges {
            let double = at(stump.a).minus(at(stump.b))
            let value = at(stump.c).plus(at(stump.d)).minus(at(stump.e)).minus(at(stump.f)).plus(double).plus(double)
            leaves = adding(stump.gain, leaves, value.values, stump.threshold)
        }
        for stump in lines {
            let triple = at(stump.a).plus(at(stump.b)).minus(at(stump.c)).minus(at(stump.d))
            let value = at(stump.e).plus(at(stump.f)).minus(at(stump.g)).minus(at(stump.h)).plus(triple).plus(triple.plus(triple))
            leaves = adding(stump.gain, leaves, value.values, stump.threshold)
        }
        for stump in grids { leaves = adding(stump.gain, leaves, grid(stump, at).values, stump.threshold) }
        for stump in negatedGrids {
            let value = grid(stump, at)
            leaves = adding(stump.gain, leaves, value.minus(value).minus(value).values, stump.threshold)
        }
        for stump in wides {
            var values = Windows.noValues()
            for piece in pieces[Int(stump.first)..<Int(stump.end)] {
                let sum = at(piece.a).minus(at(piece.b)).minus(at(piece.c)).plus(at(piece.d))
                values = sum.added(to: values, times: piece.weight)
            }
            leaves = adding(stump.gain, leaves, values, stump.threshold)
        }
        return leaves
    }

    @inline(__always)
    private func grid<Windows: WindowVector>(_ stump: GridStump, _ at: (Int32) -> Windows) -> Windows {
        let centre = at(stump.centre)
        let double = centre.plus(centre).minus(at(stump.a)).minus(at(stump.b)).minus(at(stump.c)).minus(at(stump.d))
        return at(stump.e).plus(at(stump.f)).plus(at(stump.g)).plus(at(stump.h)).plus(double).plus(double)
    }
}
