import Fixtures
import Tensor
import Testing

@testable import Cascade

/// Every kind of vector that the scan uses, against one window after the other.
@Suite struct StageVectorTests {
    @Test(arguments: [false, true])
    func stagesOfNeighbours(split: Bool) throws {
        let scene = try Scene(split: split, seed: 5)
        for _ in 0..<4 {
            let places = (0..<4).map { _ in scene.randomPlace() }
            try scene.check(SIMD8<Int32>.self, [places[0]], scene.sums + places[0], SIMD8<Float>(scene.factors, Int32(places[0])))
            typealias Runs = FourVectors<RunLanes>
            let (four, base) = (places.map(Int32.init), scene.factors)
            try scene.check(Runs.self, places, Runs.windows(scene.sums, four), Runs.factors(base, four))
            typealias Row = FourVectors<SumLanes>
            let starts = (0..<4).map { places[0] + $0 * SumLanes.scalarCount }
            try scene.check(Row.self, starts, Row.neighbours(scene.sums + places[0]), Row.neighbours(base + places[0]))
        }
    }

    /// Windows from anywhere, side by side in a patch, also fewer than it has room for.
    @Test(arguments: [false, true])
    func stagesOfPatches(split: Bool) throws {
        let scene = try Scene(split: split, seed: 6)
        let patch = WindowPatch(width: 24, height: 24, from: scene.layout)
        let stages = scene.tables.placed(patch.layout)
        defer { CascadeTables.free(stages) }
        for count in [1, SumLanes.scalarCount - 1, SumLanes.scalarCount] {
            let places = (0..<count).map { _ in scene.randomPlace() }
            patch.copy(places, count, of: scene.sums)
            for y in 0...24 {
                for x in 0...24 {
                    for lane in 0..<SumLanes.scalarCount {
                        let place = places[min(lane, count - 1)]
                        #expect(patch.numbers[patch.layout.place(x: x, y: y) + lane] == scene.sums[place + scene.layout.place(x: x, y: y)])
                    }
                }
            }
            var factors = SumLanes.Factors()
            for lane in 0..<count { factors[lane] = scene.factors[places[lane]] }
            try scene.check(SumLanes.self, places, patch.numbers, factors, each: 1, stages)
        }
    }

    /// Runs hold the windows they were given, and of these the ones that were kept, in as few runs as can be.
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
                    (0..<32).reduce(0) { bits, lane in
                        let passes = alive >> lane & 1 == 1 && kept.contains(Int(places[first + lane / 8]) + lane % 8)
                        return passes ? bits | 1 << UInt32(lane) : bits
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
    let factors: UnsafeMutablePointer<Float>
    var sums: UnsafePointer<Int32> { UnsafePointer(integral.sums) }
    private let integral: IntegralImage
    private let placed: PlacedCascade
    private let stages: UnsafeBufferPointer<StageTable>
    private let width = 200
    private let height = 50
    private var random: SeededNumbers

    init(split: Bool, seed: UInt64) throws {
        random = SeededNumbers(seed: seed)
        integral = IntegralImage(maximumWidth: width, maximumHeight: height)
        layout = integral.layout(split: split)
        var pixels = [UInt8](repeating: 0, count: width * height + ExactResize.slack)
        for index in 0..<width * height {
            pixels[index] = UInt8(index % width / 9 % 2 * 120 + index / width / 7 % 2 * 60) + .random(in: 0...70, using: &random)
        }
        integral.build(pixels, width: width, rows: 0..<height, split: split)
        tables = CascadeTables(try frontalFace())
        placed = PlacedCascade(tables.cascade, layout)
        stages = tables.placed(layout)
        let count = integral.rowStride * height
        factors = .allocate(capacity: count)
        factors.initialize(repeating: 0, count: count)
        for y in 0...height - 24 {
            let row = y * integral.rowStride
            for x in 0...(width - 24) / (split ? 2 : 1) {
                factors[row + x] = placed.normalisation(sums + row + x, integral.squares + row + x)
            }
        }
    }

    deinit {
        CascadeTables.free(stages)
        factors.deallocate()
    }

    /// A window; 63 more begin to its right.
    func randomPlace() -> Int { Int.random(in: 0...height - 24, using: &random) * integral.rowStride + .random(in: 0...24, using: &random) }

    /// Each stage of the windows at the places, and of as many neighbours as a vector has lanes, answers as the reference does.
    func check<Sums: SumVector>(
        _: Sums.Type, _ places: [Int], _ windows: Sums.Windows, _ values: Sums.Factors, each neighbours: Int? = nil,
        _ tables: UnsafeBufferPointer<StageTable>? = nil
    ) throws {
        let neighbours = try #require(neighbours ?? [8: 8, 32: 8, 64: 16][MemoryLayout<Sums>.size / 4])
        let all = places.flatMap { place in (0..<neighbours).map { place + $0 } }
        let alive = UInt64.max >> UInt64(64 - all.count) & ~4
        for (number, stage) in (tables ?? stages).enumerated() {
            var asked = 0
            let passed = stage.passed(Sums.self, windows, values, alive) { lane in
                asked += 1
                return placed.passes(number, sums + all[lane], factors[all[lane]])
            }
            for (lane, place) in all.enumerated() where lane != 2 {
                #expect((passed >> UInt64(lane) & 1 == 1) == placed.passes(number, sums + place, factors[place]))
            }
            #expect(passed & ~alive == 0)
            // Asking is for the few whose sum does not tell.
            #expect(asked < 4)
        }
    }
}
