/// As many windows at a time as a vector has lanes.
#if SIMD_V4
typealias WindowLanes = SIMD16<Float>
typealias SumLanes = SIMD16<Int32>
#else
typealias WindowLanes = SIMD8<Float>
typealias SumLanes = SIMD8<Int32>
#endif

/// Moves the window along rows of an integral image, one vector of neighbouring windows at a time; the same answers as
/// `scanReference`, which visits them one by one.
///
/// Leaves are summed in Float. Where a sum is so close to the stage's threshold that Double could decide otherwise, that window's
/// stage is decided by the reference. When few of a vector's windows are left, they are finished one by one.
final class WindowScan {
    private let cascade: PlacedCascade
    /// 1 / √variance of each window of the row, 0 where it is too flat.
    private let normalisations: UnsafeMutablePointer<Float>

    private static let lanes = WindowLanes.scalarCount
    /// Up to this many windows are quicker one by one.
    private static let fewWindows = 1

    init(_ cascade: PlacedCascade, maximumColumns: Int) {
        self.cascade = cascade
        normalisations = .allocate(capacity: maximumColumns + Self.lanes)
        normalisations.initialize(repeating: 0, count: maximumColumns + Self.lanes)
    }

    deinit { normalisations.deallocate() }

    /// Calls `found` with the numbers of the windows that pass, left to right. `sums` and `squares` point to the first window's corner.
    func row(_ sums: UnsafePointer<Int32>, _ squares: UnsafePointer<Int32>, columns: Int, found: (Int) -> Void) {
        guard cascade.isWhole else { return cascade.scanReference(sums, squares, columns: columns, found: found) }
        normalise(sums, squares, columns)
        var skipsNext = false
        var column = 0
        while column < columns {
            let count = Swift.min(Self.lanes, columns - column)
            let window = sums + column
            let factor = WindowLanes(normalisations + column)
            let inside = (UInt32(1) << UInt32(count)) - 1
            let open = bits(factor .> WindowLanes()) & inside
            if open != 0 {
                let failed = open & ~passes(0, window, factor, column, open)
                let skipped = Self.skipped(failed, &skipsNext, count)
                var alive = open & ~failed & ~skipped
                var stage = 1
                while alive != 0 && stage < cascade.stages.count {
                    if alive.nonzeroBitCount <= Self.fewWindows {
                        alive = finish(from: stage, window, column, alive)
                        break
                    }
                    alive = passes(stage, window, factor, column, alive)
                    stage += 1
                }
                while alive != 0 {
                    found(column + alive.trailingZeroBitCount)
                    alive &= alive &- 1
                }
            } else {
                skipsNext = false
            }
            column += Self.lanes
        }
    }

    /// Every second one of a run of failed windows is never looked at, so that it cannot make the next one be skipped.
    private static func skipped(_ failed: UInt32, _ skipsNext: inout Bool, _ count: Int) -> UInt32 {
        var skipped: UInt32 = 0
        var skip: UInt32 = skipsNext ? 1 : 0
        for lane in 0..<UInt32(count) {
            skipped |= skip << lane
            skip = (failed >> lane) & ~skip & 1
        }
        skipsNext = skip == 1
        return skipped
    }

    private func normalise(_ sums: UnsafePointer<Int32>, _ squares: UnsafePointer<Int32>, _ columns: Int) {
        let inner = cascade.inner
        let area = cascade.innerArea
        let output = normalisations
        for column in 0..<columns {
            let sum = Double(inner.sum(sums + column))
            let spread = area * Double(UInt32(bitPattern: inner.sum(squares + column))) - sum * sum
            let normalisation = Float(1 / spread.squareRoot())
            output[column] = spread > 0 && area * Double(normalisation) < 0.1 ? normalisation : 0
        }
    }

    /// Which of the `alive` windows pass a stage.
    @inline(__always)
    private func passes(_ number: Int, _ window: UnsafePointer<Int32>, _ factor: WindowLanes, _ column: Int, _ alive: UInt32) -> UInt32 {
        let stage = cascade.stages[number]
        var stump = UnsafePointer(cascade.stumps + stage.firstStump)
        var sum = WindowLanes()
        for _ in 0..<stage.stumpCount {
            sum += leaves(stump, window, factor)
            stump += 1
        }
        let uncertainty = cascade.uncertainties[number]
        let certain = bits(sum .>= WindowLanes(repeating: stage.threshold + uncertainty)) & alive
        var unsure = bits(sum .>= WindowLanes(repeating: stage.threshold - uncertainty)) & alive & ~certain
        var passed = certain
        while unsure != 0 {
            let lane = unsure.trailingZeroBitCount
            if cascade.passes(number, window + lane, normalisations[column + lane]) { passed |= 1 << UInt32(lane) }
            unsure &= unsure &- 1
        }
        return passed
    }

    @inline(__always)
    private func leaves(_ stump: UnsafePointer<PlacedStump>, _ window: UnsafePointer<Int32>, _ factor: WindowLanes) -> WindowLanes {
        var feature = weighted(stump.pointee.first, window) &+ weighted(stump.pointee.second, window)
        if stump.pointee.third.wholeWeight != 0 { feature = feature &+ weighted(stump.pointee.third, window) }
        // As Float without a conversion, which the compiler takes apart lane by lane: integers below 2²² added to the bits of
        // 1.5 · 2²³ land in its last ones.
        let magic = WindowLanes(repeating: 12_582_912)
        let value = (unsafeBitCast(feature &+ unsafeBitCast(magic, to: SumLanes.self), to: WindowLanes.self) - magic) * factor
        return WindowLanes(repeating: stump.pointee.right)
            .replacing(with: WindowLanes(repeating: stump.pointee.left), where: value .< WindowLanes(repeating: stump.pointee.threshold))
    }

    @inline(__always)
    private func weighted(_ rect: PlacedRect, _ window: UnsafePointer<Int32>) -> SumLanes {
        let sum =
            SumLanes(window + Int(rect.a)) &- SumLanes(window + Int(rect.b)) &- SumLanes(window + Int(rect.c))
            &+ SumLanes(window + Int(rect.d))
        return sum &* SumLanes(repeating: rect.wholeWeight)
    }

    private func finish(from stage: Int, _ window: UnsafePointer<Int32>, _ column: Int, _ alive: UInt32) -> UInt32 {
        var passed: UInt32 = 0
        var left = alive
        while left != 0 {
            let lane = left.trailingZeroBitCount
            if cascade.passesAll(from: stage, window + lane, normalisations[column + lane]) { passed |= 1 << UInt32(lane) }
            left &= left &- 1
        }
        return passed
    }
}

extension SIMD {
    @inline(__always)
    fileprivate init(_ pointer: UnsafePointer<Scalar>) { self = UnsafeRawPointer(pointer).loadUnaligned(as: Self.self) }
}

/// One bit per lane, lane 0 lowest.
@inline(__always)
private func bits(_ mask: SIMDMask<SumLanes>) -> UInt32 {
    var lanes = SumLanes()
    for lane in 0..<SumLanes.scalarCount { lanes[lane] = 1 << Int32(lane) }
    let marked = SumLanes().replacing(with: lanes, where: mask)
    #if SIMD_V4
    let eight = marked.lowHalf | marked.highHalf
    #else
    let eight = marked
    #endif
    let four = eight.lowHalf | eight.highHalf
    let two = four.lowHalf | four.highHalf
    return UInt32(bitPattern: two[0] | two[1])
}
