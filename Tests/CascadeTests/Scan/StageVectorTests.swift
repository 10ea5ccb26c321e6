import Fixtures
import Tensor
import Testing

@testable import Cascade

/// Every kind of vector that the scan uses, against one window after another.
@Suite struct StageVectorTests {
    @Test(arguments: [false, true])
    func stagesOfNeighbours(split: Bool) throws {
        let scene = try Scene(split: split, seed: 5)
        for _ in 0..<4 {
            let places = (0..<4).map { _ in scene.randomPlace() }
            try scene.check(
                ThirtyTwoWindows.self, ThirtyTwoWindows.neighbours(scene.places.moved(by: places[0])), neighbours(places[0], 32))
            try scene.check(
                SixtyFourWindows.self, SixtyFourWindows.neighbours(scene.places.moved(by: places[0])), neighbours(places[0], 64))
            try scene.check(
                RunGroup.self, RunGroup.runs(scene.places, places.map(Int32.init)), places.flatMap { neighbours($0, RunLanes.windows) })
        }
    }

    private func neighbours(_ place: Int, _ count: Int) -> [Int] { Array(place..<place + count) }

    /// Windows from anywhere, interleaved in a patch, also fewer than it has room for.
    @Test(arguments: [false, true])
    func stagesOfPatches(split: Bool) throws {
        let scene = try Scene(split: split, seed: 6)
        let patch = WindowPatch(width: 24, height: 24, from: scene.layout)
        let stages = scene.tables.placed(patch.layout)
        defer { CascadeTables.free(stages) }
        for count in [1, WindowPatch.windows - 1, WindowPatch.windows] {
            let windows = (0..<count).map { _ in scene.randomPlace() }
            patch.copy(windows, count, of: scene.places.numbers)
            for y in 0...24 {
                for x in 0...24 {
                    for lane in 0..<WindowPatch.windows {
                        let place = windows[min(lane, count - 1)] + scene.layout.place(x: x, y: y)
                        #expect(patch.numbers[patch.layout.place(x: x, y: y) + lane] == scene.places.numbers[place])
                    }
                }
            }
            let factors = WindowFactors(count: WindowPatch.windows)
            defer { factors.free() }
            for lane in 0..<count { factors[lane] = scene.places.factors[windows[lane]] }
            let side = ThirtyTwoWindows.neighbours(WindowPlaces(numbers: patch.numbers, factors: factors))
            try scene.check(ThirtyTwoWindows.self, side, windows, stages)
        }
    }

    /// Values at both ends of 16 bits, and beyond them in pieces: rectangles all white or all black.
    @Test func featuresOfAnySizeAreExact() throws {
        var random = SeededNumbers(seed: 9)
        for number in 0..<300 {
            let weights: (Float, Float, Float) = [(-1, 2, 0), (-1, 3, 0), (-1, 2, 2), (3, -1, -2)][number % 4]
            func rect() -> PixelRect {
                let (x, y) = (Int.random(in: 0...12, using: &random), Int.random(in: 0...12, using: &random))
                return PixelRect(
                    x: x, y: y, width: .random(in: 1...24 - x, using: &random), height: .random(in: 1...24 - y, using: &random))
            }
            let feature = HaarCascade.Feature(rects: (rect(), rect(), rect()), weights: weights)
            var pixels = (0..<64 * 24 + 64).map { _ in UInt8.random(in: 0...1, using: &random) * 255 }
            for part in feature.parts where number % 3 == 0 {
                for y in 0..<part.rect.height {
                    for x in 0..<part.rect.width { pixels[(part.rect.y + y) * 64 + part.rect.x + x] = part.weight > 0 ? 255 : 0 }
                }
            }
            let integral = IntegralImage(maximumWidth: 64, maximumHeight: 24)
            integral.build(pixels, width: 64, rows: 0..<24, split: false)
            let factors = WindowFactors(count: 64)
            defer { factors.free() }
            for window in 0..<16 { factors[window] = 1 }
            for window in 0..<16 {
                var value: Float = 0
                for part in feature.parts {
                    for y in part.rect.y..<part.rect.y + part.rect.height {
                        for x in part.rect.x..<part.rect.x + part.rect.width { value += part.weight * Float(pixels[y * 64 + window + x]) }
                    }
                }
                // Passes when the value is below the threshold: it is below the next number, and not below itself.
                for threshold in [value, value + 1] {
                    let stump = HaarCascade.Stump(feature: 0, threshold: threshold, left: 1, right: 0)
                    let cascade = HaarCascade(
                        windowWidth: 24, windowHeight: 24, stages: [.init(firstStump: 0, stumpCount: 1, threshold: 0.5)], stumps: [stump],
                        features: [feature])
                    let tables = CascadeTables(cascade)
                    #expect(tables.isWhole)
                    let stages = tables.placed(integral.layout(split: false))
                    defer { CascadeTables.free(stages) }
                    let places = WindowPlaces(numbers: UnsafePointer(integral.sums), factors: factors)
                    let passed = stages[0].passed(RunLanes.self, places, 1 << UInt64(window)) { _ in false }
                    #expect((passed != 0) == (value < threshold))
                }
            }
        }
    }

    /// Runs hold the windows that were added, then those that were kept, in as few runs as possible.
    @Test func runsKeepWhatPasses() {
        var random = SeededNumbers(seed: 7)
        let runs = WindowRuns(capacity: 64)
        for _ in 0..<50 {
            runs.removeAll()
            var expected: [Int] = []
            for row in 0..<8 {
                let windows = UInt64.random(in: 0 ... .max, using: &random) & .random(in: 0 ... .max, using: &random)
                runs.add(row * 200, windows)
                expected += (0..<64).filter { windows >> UInt64($0) & 1 == 1 }.map { row * 200 + $0 }
            }
            while true {
                var found: [Int] = []
                runs.forEach { found.append($0) }
                #expect(found == expected)
                var (needed, end) = (0, -1)
                for place in expected where place >= end { (needed, end) = (needed + 1, place + WindowRuns.length) }
                #expect(runs.count == needed)
                if expected.isEmpty { break }
                let kept = Set(expected.filter { _ in Int.random(in: 0..<3, using: &random) > 0 })
                let places = runs.places
                runs.keep { first, alive in
                    (0..<64).reduce(0) { bits, lane in
                        let passes = alive >> lane & 1 == 1 && kept.contains(Int(places[first + lane / WindowRuns.length]) + lane % WindowRuns.length)
                        return passes ? bits | 1 << UInt64(lane) : bits
                    }
                }
                expected.removeAll { !kept.contains($0) }
            }
        }
    }
}

/// Sums of a noisy picture, and the cascade for them.
private final class Scene {
    let tables: CascadeTables
    let layout: SumLayout
    let places: WindowPlaces
    private let level: LevelImages
    private let integral: IntegralImage
    private let reference: ReferenceWindow
    private let stages: UnsafeBufferPointer<StageTable>
    private let pixels: UnsafeMutablePointer<UInt8>
    private let width = 200
    private let height = 50
    private var random: SeededNumbers

    init(split: Bool, seed: UInt64) throws {
        random = SeededNumbers(seed: seed)
        integral = IntegralImage(maximumWidth: width, maximumHeight: height)
        layout = integral.layout(split: split)
        pixels = .allocate(capacity: width * height + ExactResize.slack)
        pixels.initialize(repeating: 0, count: width * height + ExactResize.slack)
        for index in 0..<width * height {
            pixels[index] = UInt8(index % width / 9 % 2 * 120 + index / width / 7 % 2 * 60) + .random(in: 0...70, using: &random)
        }
        integral.build(pixels, width: width, rows: 0..<height, split: split)
        level = LevelImages(
            pixels: pixels, width: width, sums: integral.sums, squares: integral.squares, layout: layout)
        tables = CascadeTables(try frontalFace())
        reference = ReferenceWindow(tables.cascade)
        stages = tables.placed(layout)
        let factors = WindowFactors(count: integral.rowStride * height)
        let normalisation = RowNormalisation(windowWidth: 24, windowHeight: 24, layout)
        for y in 0...height - 24 {
            let row = y * integral.rowStride
            normalisation.exactRow(
                integral.sums + row, integral.squares + row, columns: (width - 24) / (split ? 2 : 1) + 1, into: factors.moved(by: row))
        }
        places = WindowPlaces(numbers: UnsafePointer(integral.sums), factors: factors)
    }

    deinit {
        CascadeTables.free(stages)
        places.factors.free()
        pixels.deallocate()
    }

    /// A window; 63 more begin to its right.
    func randomPlace() -> Int { Int.random(in: 0...height - 24, using: &random) * integral.rowStride + .random(in: 0...24, using: &random) }

    /// Each stage of all these windows answers as the reference does.
    func check<Windows: WindowVector>(
        _: Windows.Type, _ places: Windows.Places, _ windows: [Int], _ tables: UnsafeBufferPointer<StageTable>? = nil
    ) throws {
        let alive = UInt64.max >> UInt64(64 - windows.count) & ~4
        for (number, stage) in (tables ?? stages).enumerated() {
            func passes(_ window: Int) -> Bool {
                reference.passes(
                    number, level.firstPixel(windows[window]), stride: width, self.places.factors[windows[window]])
            }
            var asked = 0
            let passed = stage.passed(Windows.self, places, alive) { window in
                asked += 1
                return passes(window)
            }
            for window in windows.indices where window != 2 {
                #expect((passed >> UInt64(window) & 1 == 1) == passes(window))
            }
            #expect(passed & ~alive == 0)
            // The exact decision is for the few whose sum is too near the threshold.
            #expect(asked < 4)
        }
    }
}
