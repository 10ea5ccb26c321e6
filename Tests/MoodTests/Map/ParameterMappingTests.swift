import DSP
import Mood
import Testing

@Suite struct ParameterMappingTests {
    private func parameters(_ expression: Expression, _ map: MoodMap = .seed, amount: Float = 1) -> ChainParameters {
        ParameterMapping(map: map, amount: amount).parameters(named: expression, weights: ExpressionWeights(only: expression))
    }

    @Test func theSeedMapPlaysTheOriginalsNumbers() {
        let table: [(Expression, Float, Double, String, FilterKind, Float)] = [
            (.happy, 4, 2.5, "reverb", .highPass, 300), (.sad, -5, 0.3, "wah", .lowPass, 1200), (.angry, 7, 4, "delay", .none, 0),
            (.surprise, 5, 2.5, "reverb", .highPass, 300), (.neutral, 0, 1, "none", .lowPass, 8000),
        ]
        for (expression, semitones, tempo, effect, filter, hertz) in table {
            let made = parameters(expression)
            #expect(made.semitones == semitones)
            #expect(made.tempo == tempo)
            #expect(made.effect.name == effect)
            #expect(made.filter.kind == filter)
            if filter != .none { #expect(made.filter.cutoffHertz == hertz) }
        }
        #expect(parameters(.angry).effect == .delay(Delay.Setting(wet: 0.35, seconds: 0.35, feedback: 0.35)))
        #expect(parameters(.happy).effect == .reverb(Reverb.Setting(wet: 0.35, seconds: 2)))
        let wah = Wah.Setting(
            wet: 0.7, lowHertz: 400, highHertz: 2200, q: 3, rateHertz: 0.5, movedBy: .oscillator, sensitivityDecibels: 0)
        #expect(parameters(.sad).effect == .wah(wah))
    }

    @Test func seedTableDiffersInTempoAlone() {
        let tempi = Expression.allCases.map { parameters($0, .seedTable).tempo }
        #expect(tempi == [2, 0.1, 5, 4, 1])
        #expect(parameters(.sad, .seedTable).semitones == -5)
    }

    @Test func amountZeroLeavesThePieceAloneAndOneHalfGoesHalfWay() {
        let none = parameters(.angry, amount: 0)
        #expect(none.tempo == 1)
        #expect(none.semitones == 0)
        #expect(none.effect.wet == 0)
        let half = parameters(.angry, amount: 0.5)
        #expect(half.tempo == 2)
        #expect(half.semitones == 4)
        #expect(parameters(.sad, amount: 0).filter.cutoffHertz >= 19_999)
        #expect(parameters(.happy, amount: 0).filter.cutoffHertz <= 20.01)
    }

    @Test func delayAndWahFollowTheBeatAsItSounds() {
        let mapping = ParameterMapping(map: .seed, beatsPerMinute: 60, beatsPerBar: 4)
        let angry = mapping.parameters(named: .angry, weights: ExpressionWeights(only: .angry))
        #expect(abs((Delay.setting(in: angry.effect)?.seconds ?? 0) - 0.75 / 4) < 1e-6)
        let sad = mapping.parameters(named: .sad, weights: ExpressionWeights(only: .sad))
        #expect(abs((Wah.setting(in: sad.effect)?.rateHertz ?? 0) - 0.3 / 4) < 1e-6)
    }

    @Test func aBlendingMapMixesAmountsNeverKeys() {
        var map = MoodMap.seed
        map.blend = .probability
        let mixed = ExpressionWeights(happy: 0.5, neutral: 0.5)
        let made = ParameterMapping(map: map).parameters(named: .happy, weights: mixed)
        #expect(made.semitones == 4)
        #expect(abs(made.tempo - 2.5.squareRoot()) < 1e-9)
        #expect(abs(made.effect.wet - 0.175) < 1e-6)
        #expect(made.filter.cutoffHertz > 20 && made.filter.cutoffHertz < 300)
    }

    @Test func doubtIsEntropy() {
        #expect(abs(ExpressionWeights(happy: 0.2, sad: 0.15, angry: 0.1, surprise: 0.05, neutral: 0.5).entropy) > 0.5)
        #expect(ExpressionWeights(only: .sad).entropy == 0)
    }
}
