/// The late stages, for the few windows that are left, wherever they are: 32 of them are copied, interleaved, into a patch, where
/// every number of a window is followed by the same one of the next window. After some stages the survivors are compacted, so
/// that vectors stay full although most windows fail soon.
final class SurvivorScan {
    private let reference: ReferenceWindow
    private let patch: WindowPatch
    private let stages: UnsafeBufferPointer<StageTable>
    /// Offsets of the windows in the integral image, and their 1 / √variance.
    private let windows: UnsafeMutablePointer<Int>
    private let factors: WindowFactors
    private var count = 0
    private var passed: [Int] = []
    /// What was done so far, in windows that fail at once.
    var work: Double { Double(copies) * Self.copyCost + Double(steps) * Self.stageCost }
    private var copies = 0
    private var steps = 0
    /// Of copying a patch of windows, and of a stage for it, as measured.
    private static let copyCost = 50.0
    private static let stageCost = 180.0

    private static let lanes = WindowPatch.windows
    static let capacity = 8192
    /// Earlier stages are evaluated over whole rows; at each of `compactions` the survivors are compacted.
    static let firstStage = 4
    private static let compactions = [firstStage, 7, 11, 15]

    init(_ tables: CascadeTables, _ reference: ReferenceWindow, _ layout: SumLayout) {
        self.reference = reference
        patch = WindowPatch(width: tables.cascade.windowWidth, height: tables.cascade.windowHeight, from: layout)
        stages = tables.placed(patch.layout)
        windows = .allocate(capacity: Self.capacity)
        windows.initialize(repeating: 0, count: Self.capacity)
        factors = WindowFactors(count: Self.capacity + Self.lanes)
    }

    deinit {
        CascadeTables.free(stages)
        windows.deallocate()
        factors.free()
    }

    /// Windows that can still be added before `evaluate` must be called.
    var room: Int { Self.capacity - count }

    @inline(__always)
    func add(_ window: Int, _ factor: Float) {
        windows[count] = window
        factors[count] = factor
        count += 1
    }

    /// Calls `found` with those of the added windows that pass the rest of the stages, in the order of their offsets.
    func finish(_ level: LevelImages, found: (Int) -> Void) {
        evaluate(level)
        passed.sort()
        for window in passed { found(window) }
        passed.removeAll(keepingCapacity: true)
    }

    /// Evaluates the windows added so far.
    func evaluate(_ level: LevelImages) {
        for (number, start) in Self.compactions.enumerated() where start < stages.count && count > 0 {
            let end = number + 1 < Self.compactions.count ? Swift.min(Self.compactions[number + 1], stages.count) : stages.count
            pass(level, start, end)
        }
        passed.append(contentsOf: UnsafeBufferPointer(start: windows, count: count))
        count = 0
    }

    /// Keeps the windows that pass the stages start ..< end.
    private func pass(_ level: LevelImages, _ start: Int, _ end: Int) {
        var kept = 0
        var first = 0
        while first < count {
            let size = Swift.min(Self.lanes, count - first)
            copies &+= 1
            patch.copy(windows + first, size, of: level.sums)
            let places = ThirtyTwoWindows.neighbours(WindowPlaces(numbers: patch.numbers, factors: factors.moved(by: first)))
            var alive = (UInt64(1) << UInt64(size)) - 1
            var stage = start
            while alive != 0 && stage < end {
                steps &+= 1
                alive = stages[stage].passed(ThirtyTwoWindows.self, places, alive) { lane in
                    reference.passes(stage, level.firstPixel(windows[first + lane]), stride: level.width, factors[first + lane])
                }
                stage += 1
            }
            while alive != 0 {
                let index = first + alive.trailingZeroBitCount
                windows[kept] = windows[index]
                factors[kept] = factors[index]
                kept += 1
                alive &= alive &- 1
            }
            first += Self.lanes
        }
        count = kept
    }
}
