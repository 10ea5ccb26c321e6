import Mood
import Testing

@testable import Session

@Suite struct FilmScoreTests {
    private static let rate = 1000.0
    /// A beat every half second, forty seconds long.
    private static let grid = BeatGrid(
        beatFrames: (0..<80).map { Double($0) * 500 }, barFrames: (0..<20).map { Double($0) * 2000 }, loopFrames: 40_000, beatsPerMinute: 120,
        beatsPerBar: 4)!

    private func score(_ moods: [(Double, Mood.Expression?)], cuts: [Double] = [], grid: BeatGrid? = FilmScoreTests.grid) -> [FilmScore.Part] {
        FilmScore(moods.map { FilmMood(seconds: $0.0, mood: $0.1) }, cuts: cuts, grid: grid, rate: Self.rate) { $0 == .happy ? 2 : 1 }.parts
    }

    @Test func changesMoveToTheNearestBeatBeforeOrAfter() {
        let parts = score([(0, .neutral), (2.1, .happy), (5.45, .sad)])
        #expect(parts.map(\.mood) == [.neutral, .happy, .sad])
        #expect(abs(parts[1].seconds - 2) < 1e-9)
        // Twice as fast the beats are a quarter of a second apart: 5.5 is one of them.
        #expect(abs(parts[2].seconds - 5.5) < 1e-9)
        #expect(parts.map(\.shownSeconds) == [0, 2.1, 5.45])
    }

    @Test func aSongWithoutBeatsChangesWhereTheMoodIsSeen() {
        #expect(score([(0, .neutral), (2.1, .happy)], grid: nil).map(\.seconds) == [0, 2.1])
    }

    @Test func aHitFallsOnItsCutAndOnABeat() {
        // The beat at 4 s would have to come 60 ms earlier: one and a half hundredths.
        let parts = score([(0, .neutral), (4.2, .sad)], cuts: [1, 3.94])
        #expect(parts[1].seconds == 3.94 && parts[1].isHit)
        #expect(abs(parts[0].tempoFactor - 4 / 3.94) < 1e-9)
        // A quarter of a second is too much: the change hits the cut, the music does not hurry.
        let far = score([(0, .neutral), (2.2, .sad)], cuts: [2.25])
        #expect(far[1].seconds == 2.25 && far[0].tempoFactor == 1)
        // A cut that is far from any change is left alone.
        #expect(!score([(0, .neutral), (4.2, .sad)], cuts: [8])[1].isHit)
    }

    @Test func twoChangesOnOneBeatAreOne() {
        let parts = score([(0, .neutral), (2.05, .happy), (2.1, .sad)])
        #expect(parts.map(\.mood) == [.neutral, .sad])
    }

    @Test func glancesAreNoMoods() {
        func moods(_ changes: [(Double, Mood.Expression)]) -> [FilmMood] { changes.map { FilmMood(seconds: $0.0, mood: $0.1) } }
        let kept = FilmSights.withoutGlances(moods([(0, .neutral), (3, .happy), (4, .neutral), (9, .sad), (20, .angry), (29, .happy)]), until: 30)
        #expect(kept == moods([(0, .neutral), (9, .sad), (20, .angry)]))
    }
}
