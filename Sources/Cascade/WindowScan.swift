/// Moves the window along rows of an integral image, one vector of neighbouring windows at a time; the same answers as
/// `scanReference`, which visits them one by one.
///
/// Leaves are summed in Float. Where a sum is so close to the stage's threshold that Double could decide otherwise, that window's
/// stage is decided by the reference.
final class WindowScan {
    private let cascade: PlacedCascade
    private let survivors: SurvivorScan
    private let rowStages: Int
    private let normalisation: RowNormalisation
    private let stages: UnsafeBufferPointer<StageTable>
    /// 1 / √variance of each window of the row, 0 where it is too flat.
    private let normalisations: UnsafeMutablePointer<Float>
    /// The row's vectors that still have windows: their first column, and a bit for each window.
    private let columns: UnsafeMutablePointer<Int32>
    private let alive: UnsafeMutablePointer<UInt32>

    private static let lanes = SumLanes.scalarCount

    init(_ haar: HaarCascade, _ layout: SumLayout, maximumColumns: Int) {
        cascade = PlacedCascade(haar, layout)
        survivors = SurvivorScan(cascade, haar, layout)
        rowStages = Swift.min(SurvivorScan.firstStage, haar.stages.count)
        normalisation = RowNormalisation(cascade)
        stages = cascade.stageTables()
        normalisations = .allocate(capacity: maximumColumns + 64)
        normalisations.initialize(repeating: 0, count: maximumColumns + 64)
        let vectors = maximumColumns / Self.lanes + 64
        columns = .allocate(capacity: vectors)
        columns.initialize(repeating: 0, count: vectors)
        alive = .allocate(capacity: vectors)
        alive.initialize(repeating: 0, count: vectors)
    }

    deinit {
        for stage in stages { stage.deallocate() }
        stages.deallocate()
        normalisations.deallocate()
        columns.deallocate()
        alive.deallocate()
    }

    /// Looks at the windows of one row, the first of which begins at `start`. Calls `found` with the places of windows that pass, in
    /// the order of rows and columns, but perhaps not before `finish`.
    func row(_ sums: UnsafePointer<Int32>, _ squares: UnsafePointer<Int32>, at start: Int, columns count: Int, found: (Int) -> Void) {
        guard cascade.isWhole else {
            return cascade.scanReference(sums + start, squares + start, columns: count) { found(start + $0) }
        }
        normalisation.row(sums + start, squares + start, columns: count, into: normalisations)
        for vector in 0..<firstStage(sums + start, count) {
            let column = Int(columns[vector])
            var bits = alive[vector]
            var stage = 1
            while bits != 0 && stage < rowStages {
                bits = passes(stage, sums + start, column, bits)
                stage += 1
            }
            if survivors.room < Self.lanes { survivors.finish(sums, found: found) }
            while bits != 0 {
                let at = column + bits.trailingZeroBitCount
                survivors.add(start + at, normalisations[at])
                bits &= bits &- 1
            }
        }
    }

    /// To be called after the last row, before the integral image changes.
    func finish(_ sums: UnsafePointer<Int32>, found: (Int) -> Void) { survivors.finish(sums, found: found) }

    /// Stage 0 of all windows; lists the vectors that have survivors and returns their number.
    private func firstStage(_ sums: UnsafePointer<Int32>, _ count: Int) -> Int {
        var vectors = 0
        var isSkipped: UInt64 = 0
        var word = 0
        while word < count {
            var open: UInt64 = 0
            var passedAll: UInt64 = 0
            let end = Swift.min(word + 64, count)
            var column = word
            while column < end {
                let places = UInt64(column - word)
                let openHere = SumLanes.bits(SumLanes.factors(normalisations + column), from: .leastNormalMagnitude)
                if openHere != 0 {
                    open |= UInt64(openHere) << places
                    passedAll |= UInt64(passed(SumLanes.self, 0, sums, column, openHere)) << places
                }
                column += Self.lanes
            }
            var left = passedAll & ~Self.skipped(open & ~passedAll, &isSkipped)
            column = word
            while left != 0 {
                let here = UInt32(truncatingIfNeeded: left & (1 << UInt64(Self.lanes) - 1))
                columns[vectors] = Int32(truncatingIfNeeded: column)
                alive[vectors] = here
                if here != 0 { vectors += 1 }
                left >>= UInt64(Self.lanes)
                column += Self.lanes
            }
            word += 64
        }
        return vectors
    }

    /// Every second one of a run of failed windows is never looked at, so that it cannot make the next one be skipped. The same
    /// arithmetic finds which characters a run of backslashes escapes (Langdale and Lemire 2019, "Parsing Gigabytes of JSON per Second").
    @inline(__always)
    static func skipped(_ failed: UInt64, _ isSkipped: inout UInt64) -> UInt64 {
        let failed = failed & ~isSkipped
        let follows = failed << 1 | isSkipped
        let even: UInt64 = 0x5555_5555_5555_5555
        let (runs, overflow) = (failed & ~even & ~follows).addingReportingOverflow(failed)
        isSkipped = overflow ? 1 : 0
        return (even ^ (runs << 1)) & follows
    }

    /// Which of the `alive` windows, at least one, pass a stage. When they stand close together, a shorter vector reads less.
    @inline(__always)
    private func passes(_ number: Int, _ sums: UnsafePointer<Int32>, _ column: Int, _ alive: UInt32) -> UInt32 {
        let first = alive.trailingZeroBitCount
        let span = 32 - alive.leadingZeroBitCount - first
        if span <= 4 { return passed(SIMD4<Int32>.self, number, sums, column + first, alive >> UInt32(first)) << UInt32(first) }
        #if SIMD_V4
        if span <= 8 { return passed(SIMD8<Int32>.self, number, sums, column + first, alive >> UInt32(first)) << UInt32(first) }
        #endif
        return passed(SumLanes.self, number, sums, column, alive)
    }

    @inline(__always)
    private func passed<Sums: SumVector>(
        _: Sums.Type, _ number: Int, _ sums: UnsafePointer<Int32>, _ column: Int, _ alive: UInt32
    ) -> UInt32 {
        stages[number].passed(Sums.self, sums + column, normalisations + column, alive) { lane in
            cascade.passes(number, sums + column + lane, normalisations[column + lane])
        }
    }
}
