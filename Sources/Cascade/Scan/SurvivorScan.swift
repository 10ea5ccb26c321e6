/// The late stages, for the few windows that are left, wherever they lie: 32 of them are copied side by side into
/// a patch, where every number of a window is followed by the same one of the next window. The windows that pass some
/// stages are then gathered again, so that vectors stay full although most windows fail soon.
final class SurvivorScan {
    private let reference: ReferenceWindow
    private let patch: WindowPatch
    private let stages: UnsafeBufferPointer<StageTable>
    /// Where the windows begin in the integral image, and their 1 / √variance.
    private let windows: UnsafeMutablePointer<Int>
    private let factors: WindowFactors
    private var count = 0
    private var passed: [Int] = []

    private static let lanes = WindowPatch.windows
    static let capacity = 8192
    /// Stages before these are left to whole rows; at each of the others, survivors are gathered anew.
    static let firstStage = 4
    private static let gatherings = [firstStage, 7, 11, 15]

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

    /// How many windows can be added before `look` must be called.
    var room: Int { Self.capacity - count }

    @inline(__always)
    func add(_ window: Int, _ factor: Float) {
        windows[count] = window
        factors[count] = factor
        count += 1
    }

    /// Calls `found` with those of the added windows that pass the rest of the stages, in the order of their places.
    func finish(_ level: LevelNumbers, found: (Int) -> Void) {
        look(level)
        passed.sort()
        for window in passed { found(window) }
        passed.removeAll(keepingCapacity: true)
    }

    /// Decides about the windows added so far.
    func look(_ level: LevelNumbers) {
        for (number, start) in Self.gatherings.enumerated() where start < stages.count && count > 0 {
            let end = number + 1 < Self.gatherings.count ? Swift.min(Self.gatherings[number + 1], stages.count) : stages.count
            pass(level, start, end)
        }
        passed.append(contentsOf: UnsafeBufferPointer(start: windows, count: count))
        count = 0
    }

    /// Keeps the windows that pass the stages start ..< end.
    private func pass(_ level: LevelNumbers, _ start: Int, _ end: Int) {
        var kept = 0
        var first = 0
        while first < count {
            let size = Swift.min(Self.lanes, count - first)
            patch.copy(windows + first, size, of: level.sums)
            let places = ThirtyTwoWindows.neighbours(WindowPlaces(numbers: patch.numbers, factors: factors.moved(by: first)))
            var alive = (UInt64(1) << UInt64(size)) - 1
            var stage = start
            while alive != 0 && stage < end {
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
