import DSP
import Fixtures
import Mood
import Testing

@testable import Session

@Suite struct ParameterWordsTests {
    @Test func wordsAreExactBothWays() throws {
        for expression in Expression.allCases {
            let mapping = ParameterMapping(map: .seed, amount: 0.37, beatsPerMinute: 83.7)
            let parameters = mapping.parameters(named: expression, weights: ExpressionWeights(only: expression))
            let words = ParameterWords.text(parameters).split(separator: " ")
            #expect(ParameterWords.parse(words) == parameters)
        }
    }

    @Test(arguments: EffectSetting.catalogue.map(\.setting))
    func everyEffectWritesItsOwnParametersExactly(effect: EffectSetting) throws {
        let descriptor = try #require(effect.descriptor)
        var random = SeededNumbers(seed: 5)
        for _ in 0..<200 {
            var values = SIMD8<Float>()
            for (index, parameter) in descriptor.parameters.enumerated() {
                let range = Float(parameter.range.lowerBound)...Float(parameter.range.upperBound)
                let choice = parameter.choices.isEmpty ? nil : Int.random(in: parameter.choices.indices, using: &random)
                values[index] = choice.map { Float($0) } ?? .random(in: range, using: &random)
            }
            let parameters = ChainParameters(effect: descriptor.setting(values))
            let words = ParameterWords.text(parameters).split(separator: " ")
            #expect(ParameterWords.parse(words) == parameters)
            #expect(words.count == 7 + descriptor.parameters.count)
        }
    }

    @Test func cuttingTailsIsWrittenOnlyWhenSet() {
        let words = ParameterWords.text(ChainParameters(cutsTails: true))
        #expect(words.hasSuffix(" cuts_tails=true"))
        #expect(ParameterWords.parse(words.split(separator: " ")) == ChainParameters(cutsTails: true))
        #expect(!ParameterWords.text(ChainParameters()).contains("cuts_tails"))
        #expect(ParameterWords.parse(["cuts_tails=maybe"]) == nil)
    }

    @Test func splicesAloneAreWrittenOnlyWhenWanted() {
        let words = ParameterWords.text(ChainParameters(splicesAlone: true))
        #expect(words.hasSuffix(" splices_alone=true"))
        #expect(ParameterWords.parse(words.split(separator: " ")) == ChainParameters(splicesAlone: true))
        #expect(!ParameterWords.text(ChainParameters()).contains("splices_alone"))
        #expect(ParameterWords.parse(["splices_alone=perhaps"]) == nil)
    }

    /// Once a line held the numbers of all effects.
    @Test func oldWordsMeanWhatTheyMeant() {
        func parse(_ kind: String) -> ChainParameters? {
            ParameterWords.parse(
                """
                semitones=-5.0 tempo=0.3 gain_db=2.0 filter=low-pass hertz=1200.0 q=2.5 effect=\(kind) wet=0.6 reverb_seconds=2.5 \
                delay_seconds=0.3 feedback=0.5 wah_low=300.0 wah_high=3000.0 wah_q=2.0 wah_hertz=0.35 wah_by=envelope \
                wah_sensitivity_db=12.0
                """.split(separator: " "))
        }
        let wah = Wah.Setting(
            wet: 0.6, lowHertz: 300, highHertz: 3000, q: 2, rateHertz: 0.35, movedBy: .envelope, sensitivityDecibels: 12)
        #expect(parse("wah")?.effect == .wah(wah))
        #expect(parse("delay")?.effect == .delay(Delay.Setting(wet: 0.6, seconds: 0.3, feedback: 0.5)))
        #expect(parse("reverb")?.effect == .reverb(Reverb.Setting(wet: 0.6, seconds: 2.5)))
        #expect(parse("none")?.effect == EffectSetting.none)
        #expect(parse("none")?.filter == FilterSetting(kind: .lowPass, cutoffHertz: 1200, q: 2.5))
        #expect(parse("flanger") == nil)
    }
}
