import Mood
import Testing

@testable import App

@Suite struct StretchesTests {
    private func words(_ stretches: Stretches<String>) -> [String] { stretches.all.map { "\($0.value) \($0.from) \($0.to)" } }

    @Test func aValueHoldsUntilTheNextChange() {
        let changes = [(1.0, "a"), (2, "b"), (2.5, "b"), (4, "a"), (6, "c"), (7, "d")]
        #expect(words(Stretches(changes, before: "a", until: 6)) == ["a 0.0 2.0", "b 2.0 4.0", "a 4.0 6.0"])
        #expect(words(Stretches([], before: "a", until: 6)) == ["a 0.0 6.0"])
        #expect(words(Stretches([(0, "b")], before: "a", until: 6)) == ["b 0.0 6.0"])
    }

    @Test func whatIsTooShortToBeSeenIsLeftOut() {
        let seconds = PlotFrame.columns
        let changes = [(10.0, "b"), (10.3, "c"), (10.6, "d"), (20, "e"), (20.5, "d"), (30, "f"), (30.5, "d"), (31.5, "g")]
        #expect(
            words(Stretches(changes, before: "a", until: seconds))
                == ["a 0.0 10.0", "d 10.0 31.5", "g 31.5 \(seconds)"])
        let flicker = (0..<100_000).map { (Double($0) / 100_000 * seconds, "\($0 % 3)") }
        #expect(Stretches(flicker, before: "a", until: seconds).all.count <= Int(seconds))
    }

    @Test func aPartThatStaysIsOneStretch() {
        let changes = [(1.0, "ab"), (2, "ac"), (3, "bc")]
        #expect(words(Stretches(changes, before: "aa", until: 4).map { String($0.prefix(1)) }) == ["a 0.0 3.0", "b 3.0 4.0"])
    }

    @Test func readingsInOneColumnAreAveraged() throws {
        let end = PlotFrame.columns
        let readings = [(0.1, 0.2), (0.5, nil), (0.9, 0.6), (1.5, nil), (2.5, 1), (end, 1)].map { (seconds: Double, happy: Float?) in
            PlotRecord.Reading(seconds: seconds, weights: happy.map { ExpressionWeights(happy: $0) })
        }
        let means = ExpressionPanel.means(of: readings, until: end)
        #expect(means.map(\.seconds) == [0.1, 1.5, 2.5])
        #expect(abs(try #require(means[0].weights).happy - 0.4) < 1e-6)
        #expect(means[1].weights == nil && means[2].weights?.happy == 1)
    }
}
