/// Slides the window over an integral image, many positions at a time, with the results of `ReferenceScan`, which visits them one by
/// one.
///
/// Windows are evaluated in tiles of 64 columns and some rows, whose numbers stay in the L1 cache, stage by stage, so that the same
/// code runs many times: first over all windows, then over runs of neighbours some of which are alive, at last over single survivors.
final class WindowScan {
    private let reference: ReferenceWindow
    private let survivors: SurvivorScan
    private let rowStages: Int
    private let normalisation: RowNormalisation
    private let stages: UnsafeBufferPointer<StageTable>
    /// Offset from one row of windows to the next.
    private let rowStep: Int
    /// Of the windows of a tile, at the same offsets as their numbers.
    private let factors: WindowFactors
    /// For each row of a tile, what the normalisation returned.
    private let doubts: UnsafeMutablePointer<UInt64>
    /// Whether a row's first window of the next tile is skipped: 1 or 0.
    private let skips: UnsafeMutablePointer<UInt64>
    private let maximumRows: Int
    /// What was done so far, in windows that fail at once: a clock would make a search depend on what else the machine does.
    var work: Double { Double(windows) + Double(groups) * Self.groupCost + survivors.work }
    private var windows = 0
    private var groups = 0
    private let runs = WindowRuns(capacity: bandRows * tileColumns / WindowRuns.length)

    /// Of a stage for a group of runs, as measured.
    private static let groupCost = 75.0
    private static let tileColumns = SixtyFourWindows.windows
    /// Rows of windows per band, whose part of the integral image stays in the cache.
    static let bandRows = 32

    /// For integral images of at most `maximumRows` rows of windows; every second window of every second row when they are `split`.
    /// - Precondition: `tables.isWhole`.
    init(_ tables: CascadeTables, _ reference: ReferenceWindow, _ layout: SumLayout, maximumRows: Int) {
        let cascade = tables.cascade
        self.reference = reference
        survivors = SurvivorScan(tables, reference, layout)
        rowStages = Swift.min(SurvivorScan.firstStage, cascade.stages.count)
        normalisation = RowNormalisation(windowWidth: cascade.windowWidth, windowHeight: cascade.windowHeight, layout)
        stages = tables.placed(layout)
        rowStep = layout.split ? 2 * layout.rowStride : layout.rowStride
        factors = WindowFactors(count: Self.bandRows * rowStep)
        doubts = .allocate(capacity: Self.bandRows)
        doubts.initialize(repeating: 0, count: Self.bandRows)
        self.maximumRows = maximumRows
        skips = .allocate(capacity: maximumRows)
        skips.initialize(repeating: 0, count: maximumRows)
    }

    deinit {
        CascadeTables.free(stages)
        factors.free()
        doubts.deallocate()
        skips.deallocate()
    }

    /// Call it before the bands of a level.
    func begin() { skips.update(repeating: 0, count: maximumRows) }

    /// Evaluates a band: at most `bandRows` rows of windows; bands go from the top of the picture to the bottom.
    func band(_ level: LevelImages, rows: Range<Int>, columns: Int) {
        for column in stride(from: 0, to: columns, by: Self.tileColumns) {
            tile(level, rows, column, Swift.min(Self.tileColumns, columns - column))
        }
    }

    /// Calls `found` with the offsets of the windows that pass all stages, in the order of rows and columns.
    func finish(_ level: LevelImages, found: (Int) -> Void) { survivors.finish(level, found: found) }

    /// Some columns of each of the rows, from `left` on.
    private func tile(_ level: LevelImages, _ rows: Range<Int>, _ left: Int, _ columns: Int) {
        let start = rows.lowerBound * rowStep + left
        let places = WindowPlaces(numbers: level.sums + start, factors: factors)
        runs.removeAll()
        windows &+= rows.count &* columns
        for row in 0..<rows.count {
            let place = row * rowStep
            doubts[row] = normalisation.row(
                places.numbers + place, level.squares + start + place, columns: columns, into: factors.moved(by: place))
        }
        let all = UInt64.max &>> UInt64(truncatingIfNeeded: Self.tileColumns &- columns)
        for row in rows {
            let place = (row - rows.lowerBound) * rowStep
            let here = places.moved(by: place)
            if doubts[row - rows.lowerBound] != 0 {
                normalisation.exactRow(here.numbers, level.squares + start + place, columns: columns, into: here.factors)
            }
            let open = SixtyFourWindows.above(SixtyFourWindows.factors(SixtyFourWindows.neighbours(here))) & all
            let passed = open == 0 ? 0 : firstStage(level, start + place, here, open)
            runs.add(place, passed & ~Self.skipped(open & ~passed, &skips[row]))
        }
        for number in 1..<rowStages where runs.count > 0 { pass(number, level, start, places) }
        if survivors.room < Self.bandRows * Self.tileColumns { survivors.evaluate(level) }
        runs.forEach { survivors.add(start + $0, factors[$0]) }
    }

    /// Which of the open windows of a row pass stage 0. If only one half has open windows, the other is not evaluated.
    @inline(__always)
    private func firstStage(_ level: LevelImages, _ start: Int, _ places: WindowPlaces, _ open: UInt64) -> UInt64 {
        @inline(__always)
        func pass<Windows: WindowVector>(_: Windows.Type, from first: Int) -> UInt64 {
            let open = open &>> UInt64(truncatingIfNeeded: first)
            let passed = stages[0].passed(Windows.self, Windows.neighbours(places.moved(by: first)), open) { window in
                reference.passes(0, level.firstPixel(start + first + window), stride: level.width, places.factors[first + window])
            }
            return passed &<< UInt64(truncatingIfNeeded: first)
        }
        if open &>> 32 == 0 { return pass(ThirtyTwoWindows.self, from: 0) }
        if open &<< 32 == 0 { return pass(ThirtyTwoWindows.self, from: 32) }
        return pass(SixtyFourWindows.self, from: 0)
    }

    /// Removes from `runs` the windows that fail a stage.
    private func pass(_ number: Int, _ level: LevelImages, _ start: Int, _ places: WindowPlaces) {
        let (stage, firsts) = (stages[number], runs.places)
        groups &+= runs.count / WindowRuns.group &+ 1
        runs.keep { first, alive in
            stage.passed(RunGroup.self, RunGroup.runs(places, firsts + first), alive) { window in
                let place = Int(firsts[first + window / WindowRuns.length]) + window % WindowRuns.length
                return reference.passes(number, level.firstPixel(start + place), stride: level.width, places.factors[place])
            }
        }
    }

    /// Of a run of failed windows every second is skipped, and so cannot cause the next one to be skipped. The same bit arithmetic finds
    /// which characters a run of backslashes escapes (Langdale and Lemire 2019, "Parsing Gigabytes of JSON per Second").
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
