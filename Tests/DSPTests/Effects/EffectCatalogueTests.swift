import DSP
import Testing

/// What every effect keeps to, whichever there are.
@Suite struct EffectCatalogueTests {
    static let names = EffectSetting.catalogue.map(\.name)

    @Test(arguments: names)
    func descriptorsAreWhole(name: String) throws {
        let effect = try #require(EffectSetting(name: name)?.descriptor)
        #expect(effect.name == name)
        #expect(effect.parameters.count <= 8)
        #expect(effect.parameters.first?.key == "wet")
        #expect(Set(effect.parameters.map(\.key)).count == effect.parameters.count)
        for parameter in effect.parameters {
            #expect(parameter.range.contains(Double(parameter.defaultValue)))
            #expect(!parameter.meaning.isEmpty && parameter.meaning.last != ".")
        }
        let bounds = ParameterBounds(effect.parameters, rate: 44_100)
        #expect(bounds.clamped(effect.setting.values) == effect.setting.values)
        #expect(bounds.clamped(SIMD8(repeating: .nan)) == effect.setting.values)
    }

    @Test func settingsKnowWhatTheyAre() {
        #expect(EffectSetting(name: "none") == EffectSetting.none && EffectSetting(name: "flanger") == nil)
        #expect(EffectSetting.none.index == nil && EffectSetting.none.name == "none" && EffectSetting.none.wet == 0)
        for (index, effect) in EffectSetting.catalogue.enumerated() {
            var changed = effect.setting
            changed.wet = 0.9
            #expect(changed.index == index && changed.wet == 0.9 && changed != effect.setting)
            #expect(changed.isSameEffect(as: effect.setting) && !changed.isSameEffect(as: .none))
        }
    }

    @Test(arguments: names)
    func wetNothingIsTheSoundItself(name: String) throws {
        var effect = try #require(EffectSetting(name: name))
        effect.wet = 0
        let song = Stereo.noise(seconds: 0.5)
        #expect(Player(song, ChainParameters(effect: effect)).play(20_000) == Player(song, ChainParameters()).play(20_000))
    }

    @Test(arguments: names)
    func switchingLeavesNoClick(name: String) throws {
        let effect = try #require(EffectSetting(name: name))
        let player = Player(.sine(200, seconds: 8, amplitude: 0.25), ChainParameters())
        _ = player.play(2000)
        for change in 1...12 {
            player.chain.set(ChainParameters(effect: change % 2 == 1 ? effect : .none))
            // 200 Hz of amplitude 0.25 has a second difference of 0.0002; a wah lifts it to twice that.
            #expect(roughness(player.play(3000 + 501 * change).left[...]) < 0.001, "change \(change)")
        }
    }

    /// Also when the numbers jump while it sounds.
    @Test(arguments: names)
    func cuttingNeverChangesTheBytes(name: String) throws {
        let effect = try #require(EffectSetting(name: name))
        func session(cut: Int) -> Stereo {
            let player = Player(.noise(seconds: 1), ChainParameters(effect: effect))
            var all = player.play(5003, cut: cut)
            var other = effect
            other.values *= 1.3
            for setting in [other, .none, effect] {
                player.chain.set(ChainParameters(effect: setting))
                let part = player.play(5003, cut: cut)
                all.left += part.left
                all.right += part.right
            }
            return all
        }
        let whole = session(cut: 64)
        #expect(peak(whole.left[...]) > 0.05)
        for cut in [1, 7, 33] {
            // Not within `#expect`, which would print both.
            let isSame = session(cut: cut) == whole
            #expect(isSame, "cut into \(cut)")
        }
    }
}
