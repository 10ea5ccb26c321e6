import DSP
import Testing

@testable import Mood

@Suite struct MoodPlaceTests {
    @Test(arguments: Expression.allCases)
    func atAnExpressionsOwnPointNothingElseCounts(expression: Expression) {
        #expect(MoodPlace(of: expression).shares == ExpressionWeights(only: expression))
    }

    @Test func halfHappyAndHalfSadIsNearlyNeutral() {
        #expect(MoodPlace(of: ExpressionWeights(happy: 0.5, sad: 0.5)).shares.neutral > 0.9)
        #expect(MoodPlace(of: ExpressionWeights(happy: 0.5, surprise: 0.5)).shares.neutral < 0.3)
    }

    @Test(arguments: Expression.allCases)
    func valenceAndArousalAreThoseTheMusicFollows(expression: Expression) {
        let weights = ExpressionWeights(happy: 0.1, surprise: 0.1).moved(towards: ExpressionWeights(only: expression)) { _ in 0.6 }
        let place = MoodPlace(of: weights)
        #expect(weights.valence == place.valence && weights.arousal == place.arousal)
        #expect(abs(ExpressionWeights(only: expression).valence - MoodPlace(of: expression).valence) < 1e-6)
    }

    @Test func theMusicChangesContinuouslyBetweenExpressions() {
        for from in Expression.allCases {
            for to in Expression.allCases where to != from {
                var last = MoodPlace(of: from).shares
                for step in 1...400 {
                    var weights = ExpressionWeights()
                    weights[from] = 1 - Float(step) / 400
                    weights[to] += Float(step) / 400
                    let shares = MoodPlace(of: weights).shares
                    for expression in Expression.allCases { #expect(abs(shares[expression] - last[expression]) < 0.03) }
                    last = shares
                }
            }
        }
    }

    @Test(arguments: Expression.allCases)
    func dramaGoesTheSameWaysAsSeedWithinWhatMusicBears(expression: Expression) {
        let seed = MoodMap.seed[expression], drama = MoodMap.drama[expression]
        #expect((0.7...1.4).contains(drama.tempo))
        #expect(abs(drama.semitones) <= 3)
        #expect(drama.semitones.sign == seed.semitones.sign || drama.semitones == seed.semitones)
        #expect((drama.tempo - 1) * (seed.tempo - 1) >= 0)
        #expect(drama.filter.kind == seed.filter.kind)
        #expect(drama.effect.isSameEffect(as: seed.effect))
        // What a certain face gives is the table itself.
        let parameters = ParameterMapping(map: .drama).parameters(named: expression, weights: ExpressionWeights(only: expression))
        #expect(abs(parameters.tempo - drama.tempo) < 1e-9)
        #expect(parameters.semitones == drama.semitones)
    }

    @Test func allMoodsComeToThePiecesLoudnessOrLowerTogether() {
        let moods = ExpressionWeights(happy: -17, sad: -24, angry: -16, surprise: -18, neutral: -18)
        let low = ExpressionWeights(happy: -6, sad: -9, angry: -6, surprise: -6, neutral: -6)
        let free = LoudnessMatch(piece: -18, moods: moods, filters: moods, peaks: low, ceiling: -1)
        #expect(free.gains == ExpressionWeights(happy: -1, sad: 6, angry: -2, surprise: 0, neutral: 0))
        let high = ExpressionWeights(happy: -6, sad: -5, angry: -6, surprise: -6, neutral: -6)
        let tight = LoudnessMatch(piece: -18, moods: moods, filters: moods, peaks: high, ceiling: -1)
        for expression in Expression.allCases { #expect(moods[expression] + tight.gains[expression] == -20) }
        #expect(free.moved(towards: tight, step: 0.5).gains.sad == 5.5)
    }

    @Test func whileAChangeWaitsTheGainCompensatesForTheFilterAlone() throws {
        let grid = try #require(
            BeatGrid(beatFrames: [0, 48_000], barFrames: [0], loopFrames: 96_000, beatsPerMinute: 60, beatsPerBar: 4))
        var mapping = ParameterMapping(map: .seed)
        mapping.match.gains = ExpressionWeights(sad: 8, neutral: 1)
        mapping.match.filterGains = ExpressionWeights(sad: 5, neutral: 1)
        let sad = ExpressionWeights(only: .sad), neutral = ExpressionWeights(only: .neutral)
        var conductor = Conductor(
            start: mapping.parameters(named: .neutral, weights: neutral),
            structureDecibels: mapping.structureDecibels(named: .neutral, weights: neutral), grid: grid, sourceRate: 48_000,
            outputRate: 48_000)
        let now = conductor.wish(
            mapping.parameters(named: .sad, weights: sad), structureDecibels: mapping.structureDecibels(named: .sad, weights: sad),
            quantise: .beat, outputFrame: 10, sourcePosition: 10)
        #expect(now.gainDecibels == 5)
        #expect(conductor.takeChange().gainDecibels == 8)
    }

    @Test func aGridThatArrivesLaterDecidesTheNextChange() throws {
        let grid = try #require(
            BeatGrid(beatFrames: [0, 24_000], barFrames: [0], loopFrames: 48_000, beatsPerMinute: 120, beatsPerBar: 4))
        var conductor = Conductor(start: ChainParameters(), grid: nil, sourceRate: 48_000, outputRate: 48_000)
        let atOnce = conductor.wish(ChainParameters(semitones: 1), quantise: .beat, outputFrame: 0, sourcePosition: 100)
        #expect(atOnce.semitones == 1)
        _ = conductor.wish(
            ChainParameters(semitones: 2), marks: grid.marks, quantise: .beat, outputFrame: 1000, sourcePosition: 1000)
        #expect(conductor.framesUntilChange(from: 1000) == 23_000)
    }
}
