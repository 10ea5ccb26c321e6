// MoodTests: smoothing, maps, the beat grid and the conductor, in virtual time.
// May import Mood and DSP.
// Everything is made by the tests themselves.
import DSP
import Mood
import Testing

@Suite("Conductor: when a wish becomes sound")
struct ConductorTests {
    /// Beats every half second, bars every two, at 48 kHz, over 8 seconds.
    private let grid = BeatGrid(
        beatFrames: (0..<16).map { Double($0) * 24_000 }, barFrames: (0..<4).map { Double($0) * 96_000 },
        loopFrames: 384_000, beatsPerMinute: 120, beatsPerBar: 4)!

    private func conductor(_ grid: BeatGrid?, tempo: Double = 1) -> Conductor {
        Conductor(start: ChainParameters(tempo: tempo), grid: grid, sourceRate: 48_000, outputRate: 48_000)
    }

    private let wish = ChainParameters(
        semitones: 4, tempo: 2, filter: FilterSetting(kind: .highPass, cutoffHertz: 300), effect: .reverb(Reverb.Setting()))

    @Test("Without a beat grid everything acts at once")
    func actsAtOnce() {
        var conductor = conductor(nil)
        let now = conductor.wish(wish, quantise: .beat, outputFrame: 1000, sourcePosition: 1000)
        #expect(now == wish)
        #expect(conductor.framesUntilChange(from: 1000) == Int.max)
    }

    @Test("Colour acts at once, key, tempo and effect on the beat, exactly")
    func waitsForTheBeat() {
        var conductor = conductor(grid)
        let now = conductor.wish(wish, quantise: .beat, outputFrame: 10_000, sourcePosition: 10_000)
        #expect(now.filter == wish.filter)
        #expect(now.semitones == 0)
        #expect(now.tempo == 1)
        #expect(now.effect == EffectSetting.none)
        #expect(conductor.framesUntilChange(from: 10_000) == 14_000)
        #expect(conductor.framesUntilChange(from: 24_000) == 0)
        #expect(conductor.takeChange() == wish)
        #expect(conductor.framesUntilChange(from: 24_000) == Int.max)
    }

    @Test("The tempo that sounds decides how far away the beat is", arguments: [0.5, 2.0])
    func countsInSoundingTime(tempo: Double) {
        var conductor = conductor(grid, tempo: tempo)
        _ = conductor.wish(wish, quantise: .beat, outputFrame: 0, sourcePosition: 12_000)
        #expect(conductor.framesUntilChange(from: 0) == Int(12_000 / tempo))
    }

    @Test("Nothing waits longer than a second: a far bar becomes a beat, a far beat its half, then now")
    func neverWaitsLong() {
        var slow = conductor(grid, tempo: 1)
        _ = slow.wish(wish, quantise: .bar, outputFrame: 0, sourcePosition: 1)
        #expect(slow.framesUntilChange(from: 0) == 23_999)

        var slower = conductor(grid, tempo: 0.3)
        _ = slower.wish(wish, quantise: .beat, outputFrame: 0, sourcePosition: 1)
        let half = Int((11_999 / 0.3).rounded())
        #expect(slower.framesUntilChange(from: 0) == half)

        var slowest = conductor(grid, tempo: 0.1)
        let now = slowest.wish(wish, quantise: .beat, outputFrame: 0, sourcePosition: 1)
        #expect(now == wish)
    }

    @Test("Going back on a wish before its beat cancels it")
    func cancels() {
        var conductor = conductor(grid)
        _ = conductor.wish(wish, quantise: .beat, outputFrame: 0, sourcePosition: 1)
        _ = conductor.wish(ChainParameters(), quantise: .beat, outputFrame: 64, sourcePosition: 65)
        #expect(conductor.framesUntilChange(from: 64) == Int.max)
    }

    @Test("A newer wish keeps the beat of the older one and replaces what it does")
    func newestWishWins() {
        var conductor = conductor(grid)
        _ = conductor.wish(wish, quantise: .beat, outputFrame: 0, sourcePosition: 1)
        _ = conductor.wish(ChainParameters(semitones: -5), quantise: .beat, outputFrame: 640, sourcePosition: 641)
        #expect(conductor.framesUntilChange(from: 640) == 23_999 - 640)
        #expect(conductor.takeChange().semitones == -5)
    }

    @Test("Beats go on through every pass of the loop")
    func loopsOn() {
        #expect(grid.marks.framesToNext(.beat, after: 384_000 * 3 + 1) == 23_999)
        #expect(grid.marks.framesToNext(.bar, after: 384_000 - 1) == 1)
        #expect(grid.marks.framesToNext(.beat, after: 48_000) == 0)
    }

    @Test("A grid that is not in order is refused")
    func refusesDisorder() {
        for beats in [[], [5, 3], [-1, 3], [3, 3], [Double.nan], [500_000]] {
            #expect(
                BeatGrid(beatFrames: beats, barFrames: [0], loopFrames: 400_000, beatsPerMinute: 120, beatsPerBar: 4) == nil)
        }
    }
}
