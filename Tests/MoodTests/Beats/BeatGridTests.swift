import Testing

@testable import Mood

@Suite struct BeatGridTests {
    /// Beats in two stretches, 10 … 50 and 70 … 90.
    private func grid(loop: Double = 100, regions: [(start: Double, end: Double)] = [(10, 50), (70, 90)]) throws -> BeatGrid {
        try #require(
            BeatGrid(
                beatFrames: [10, 20, 30, 40, 70, 80], barFrames: [10, 70], loopFrames: loop, beatsPerMinute: 60, beatsPerBar: 4,
                regions: regions))
    }

    @Test func placesCountInBarsThroughEveryPass() throws {
        let grid = try #require(
            BeatGrid(beatFrames: [10, 20, 50, 90], barFrames: [10, 50, 90], loopFrames: 120, beatsPerMinute: 60, beatsPerBar: 4))
        defer { withExtendedLifetime(grid) {} }
        let bars = grid.marks
        for (position, place) in [(10.0, 0.0), (30, 0.5), (90, 2), (100, 2.25), (0, -0.25), (130, 0), (290, 1)] {
            #expect(bars.barPlace(at: position) == place)
            #expect(bars.position(ofBarPlace: place) == position.truncatingRemainder(dividingBy: 120))
        }
        for place in [-0.5, 2.75, 3, 1e300, .infinity] { #expect(bars.position(ofBarPlace: place) == nil) }
    }

    @Test func withoutABeatNothingIsWaitedFor() throws {
        let grid = try grid()
        let marks = grid.marks
        for position in [0.0, 9, 50, 69.9, 90, 99, 105, 250] {
            #expect(marks.framesToNext(.beat, after: position) == 0 && marks.framesToNext(.bar, after: position) == 0)
            #expect(!marks.hasBeat(at: position))
        }
        #expect(marks.framesToNext(.beat, after: 11) == 9)
        #expect(marks.framesToNext(.beat, after: 20) == 0)
        #expect(marks.hasBeat(at: 10) && marks.hasBeat(at: 149.9))
        // To the end of the stretch at most.
        #expect(marks.framesToNext(.bar, after: 15) == 35)
        #expect(marks.framesToNext(.beat, after: 185) == 5)
        #expect(marks.framesPerBeat == 10)
        #expect(marks.framesPerBeat(at: 25) == 10 && marks.framesPerBeat(at: 55) == 30)
    }

    @Test func aStretchGoesOnThroughTheEndOfTheLoop() throws {
        let grid = try #require(
            BeatGrid(
                beatFrames: [5, 15], barFrames: [5], loopFrames: 20, beatsPerMinute: 60, beatsPerBar: 2, regions: [(0, 20)]))
        #expect(grid.marks.framesToNext(.beat, after: 16) == 9)
        #expect(grid.marks.framesToNext(.bar, after: 36) == 9)
    }

    @Test func regionsMoveWithTheirBeats() throws {
        let grid = try grid()
        let moved = try #require(grid.shifted(by: 15))
        for position in stride(from: 0.0, to: 100, by: 0.5) {
            #expect(grid.marks.hasBeat(at: position) == moved.marks.hasBeat(at: position + 15))
        }
        #expect(moved.beatSeconds(rate: 1) == [25, 35, 45, 55, 85, 95])
        #expect(grid.distance(of: 23) == 3 && grid.distance(of: 99) == -11)
    }

    @Test func regionsThatOverlapOrLeaveThePieceAreRefused() {
        for regions in [[(10.0, 50.0), (40, 90)], [(50, 10)], [(-1, 50)], [(10, 101)], [(10, 10)], [(.nan, 50)], [(10, .infinity)]] {
            #expect(
                BeatGrid(
                    beatFrames: [10, 20], barFrames: [10], loopFrames: 100, beatsPerMinute: 60, beatsPerBar: 4,
                    regions: regions.map { (start: $0.0, end: $0.1) }) == nil)
        }
    }
}
