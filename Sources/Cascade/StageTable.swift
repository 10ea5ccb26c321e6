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

    /// The sums of the leaves of as many windows as there are lanes; neighbouring numbers belong to neighbouring windows.
    @inline(__always)
    func sums(_ window: UnsafePointer<Int32>, _ factor: WindowLanes) -> WindowLanes {
        var sum = WindowLanes(repeating: base)
        for stump in edges {
            let double = SumLanes(window, stump.a) &- SumLanes(window, stump.b)
            let value =
                SumLanes(window, stump.c) &+ SumLanes(window, stump.d) &- SumLanes(window, stump.e) &- SumLanes(window, stump.f) &+ double
                &+ double
            sum.add(stump.gain, where: value, factor, isBelow: stump.threshold)
        }
        for stump in lines {
            let triple =
                SumLanes(window, stump.a) &+ SumLanes(window, stump.b) &- SumLanes(window, stump.c) &- SumLanes(window, stump.d)
            let value =
                SumLanes(window, stump.e) &+ SumLanes(window, stump.f) &- SumLanes(window, stump.g) &- SumLanes(window, stump.h) &+ triple
                &+ (triple &+ triple)
            sum.add(stump.gain, where: value, factor, isBelow: stump.threshold)
        }
        for stump in grids { sum.add(stump.gain, where: Self.value(stump, window), factor, isBelow: stump.threshold) }
        let turned = -factor
        for stump in turnedGrids { sum.add(stump.gain, where: Self.value(stump, window), turned, isBelow: stump.threshold) }
        for stump in others {
            let value =
                Self.weighted(stump.first, window) &+ Self.weighted(stump.second, window) &+ Self.weighted(stump.third, window)
            sum.add(stump.gain, where: value, factor, isBelow: stump.threshold)
        }
        return sum
    }

    /// Which of the `alive` windows pass, given the sums of all; `exactly` is asked where they do not tell.
    @inline(__always)
    func decide(_ sums: WindowLanes, _ alive: UInt32, exactly: (Int) -> Bool) -> UInt32 {
        var passed = UInt32(truncatingIfNeeded: sums.bits(from: upper)) & alive
        var unsure = UInt32(truncatingIfNeeded: sums.bits(from: lower)) & alive & ~passed
        while unsure != 0 {
            let lane = unsure.trailingZeroBitCount
            if exactly(lane) { passed |= 1 << UInt32(lane) }
            unsure &= unsure &- 1
        }
        return passed
    }

    @inline(__always)
    private static func value(_ stump: GridStump, _ window: UnsafePointer<Int32>) -> SumLanes {
        let centre = SumLanes(window, stump.centre)
        let double =
            centre &+ centre &- SumLanes(window, stump.a) &- SumLanes(window, stump.b) &- SumLanes(window, stump.c)
            &- SumLanes(window, stump.d)
        return SumLanes(window, stump.e) &+ SumLanes(window, stump.f) &+ SumLanes(window, stump.g) &+ SumLanes(window, stump.h) &+ double
            &+ double
    }

    @inline(__always)
    private static func weighted(_ rect: PlacedRect, _ window: UnsafePointer<Int32>) -> SumLanes {
        let sum = SumLanes(window, rect.a) &- SumLanes(window, rect.b) &- SumLanes(window, rect.c) &+ SumLanes(window, rect.d)
        return sum &* SumLanes(repeating: rect.wholeWeight)
    }
}
