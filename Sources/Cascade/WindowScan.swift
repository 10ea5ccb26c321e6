/// Moves the window over an integral image, many windows at a time; the same answers as `scanReference`, which visits them one by
/// one.
///
/// The windows are taken in tiles of 64 columns and some rows, whose numbers stay in the nearest cache: stage by stage, so that the
/// same code runs many times, first over all windows, then over runs of neighbours of which some are alive, at last over single
/// survivors.
final class WindowScan {
    private let tables: CascadeTables
    private let cascade: PlacedCascade
    private let survivors: SurvivorScan
    private let rowStages: Int
    private let normalisation: RowNormalisation
    private let stages: UnsafeBufferPointer<StageTable>
    /// Places between rows of windows.
    private let rowStep: Int
    /// 1 / √variance of each window of the tile, 0 where it is too flat; at the same places as the windows.
    private let factors: UnsafeMutablePointer<Float>
    /// Whether a row's first window of the next tile is skipped: 1 or 0.
    private let skips: UnsafeMutablePointer<UInt64>
    private let maximumRows: Int
    private let runs = WindowRuns(capacity: bandRows * tileColumns / WindowRuns.length)

    private static let tileColumns = 64
    /// A band's part of the integral image stays in the cache.
    static let bandRows = 32
    private static let lanes = SumLanes.scalarCount

    /// For integral images of at most `maximumRows` rows of windows; every second window of every second row when they are `split`.
    init(_ tables: CascadeTables, _ layout: SumLayout, maximumRows: Int) {
        self.tables = tables
        cascade = PlacedCascade(tables.cascade, layout)
        survivors = SurvivorScan(tables, cascade, layout)
        rowStages = Swift.min(SurvivorScan.firstStage, tables.cascade.stages.count)
        normalisation = RowNormalisation(cascade)
        stages = tables.placed(layout)
        rowStep = layout.split ? 2 * layout.rowStride : layout.rowStride
        let count = Self.bandRows * rowStep
        factors = .allocate(capacity: count)
        factors.initialize(repeating: 0, count: count)
        self.maximumRows = maximumRows
        skips = .allocate(capacity: maximumRows)
        skips.initialize(repeating: 0, count: maximumRows)
    }

    deinit {
        CascadeTables.free(stages)
        factors.deallocate()
        skips.deallocate()
    }

    /// To be called before the bands of an integral image.
    func begin() { skips.update(repeating: 0, count: maximumRows) }

    /// Looks at a band: some rows of windows, at most `bandRows`, from the top of the picture to its bottom.
    func band(_ sums: UnsafePointer<Int32>, _ squares: UnsafePointer<Int32>, rows: Range<Int>, columns: Int) {
        guard tables.isWhole else {
            for row in rows {
                let start = row * rowStep
                cascade.scanReference(sums + start, squares + start, columns: columns) { survivors.foundAlready(start + $0) }
            }
            return
        }
        for column in stride(from: 0, to: columns, by: Self.tileColumns) {
            tile(sums, squares, rows, column, Swift.min(Self.tileColumns, columns - column))
        }
    }

    /// Calls `found` with the places of windows that pass all stages, in the order of rows and columns.
    func finish(_ sums: UnsafePointer<Int32>, found: (Int) -> Void) { survivors.finish(sums, found: found) }

    /// Some columns of each of the rows, from `left` on.
    private func tile(
        _ sums: UnsafePointer<Int32>, _ squares: UnsafePointer<Int32>, _ rows: Range<Int>, _ left: Int, _ columns: Int
    ) {
        let start = rows.lowerBound * rowStep + left
        let (sums, squares) = (sums + start, squares + start)
        runs.removeAll()
        for row in rows {
            let place = (row - rows.lowerBound) * rowStep
            normalisation.row(sums + place, squares + place, columns: columns, into: factors + place)
            let (open, passed) = firstStage(sums + place, factors + place, columns)
            runs.add(place, passed & ~Self.skipped(open & ~passed, &skips[row]))
        }
        for number in 1..<rowStages where runs.count > 0 { pass(number, sums) }
        if survivors.room < Self.bandRows * Self.tileColumns { survivors.look(sums - start) }
        runs.forEach { survivors.add(start + $0, factors[$0]) }
    }

    /// Stage 0 of the windows of one row: those that are not too flat, and those of them that pass.
    @inline(__always)
    private func firstStage(
        _ sums: UnsafePointer<Int32>, _ factors: UnsafePointer<Float>, _ columns: Int
    ) -> (open: UInt64, passed: UInt64) {
        typealias Sums = FourVectors<SumLanes>
        var open: UInt64 = 0
        var passed: UInt64 = 0
        var column = 0
        while column < columns {
            let (windows, values) = (sums + column, factors + column)
            let here = Sums.neighbours(values)
            let openHere = Sums.open(values)
            open |= openHere &<< UInt64(column)
            if openHere != 0 {
                let bits = stages[0].passed(Sums.self, Sums.neighbours(windows), here, openHere) { lane in
                    cascade.passes(0, windows + lane, values[lane])
                }
                passed |= bits &<< UInt64(column)
            }
            column += 4 * Self.lanes
        }
        return (open, passed)
    }

    /// Takes the windows out of `runs` that do not pass a stage.
    private func pass(_ number: Int, _ sums: UnsafePointer<Int32>) {
        typealias Sums = FourVectors<RunLanes>
        let (stage, places, factors) = (stages[number], runs.places, factors)
        runs.keep { first, alive in
            let here = places + first
            let bits = stage.passed(Sums.self, Sums.windows(sums, here), Sums.factors(factors, here), UInt64(alive)) { lane in
                let place = Int(here[lane / WindowRuns.length]) + lane % WindowRuns.length
                return cascade.passes(number, sums + place, factors[place])
            }
            return UInt32(truncatingIfNeeded: bits)
        }
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
}
