import DSP
import Testing

@testable import App

@Suite struct EffectOptionTests {
    @Test func aNameMeansItsDefaultsAndAKeyChangesOneNumber() throws {
        #expect(try EffectOption.setting("none") == EffectSetting.none)
        for effect in EffectSetting.catalogue { #expect(try EffectOption.setting(effect.name) == effect.setting) }
        let delay = try EffectOption.setting("delay:seconds=0.001,feedback=0.95")
        #expect(delay == .delay(Delay.Setting(seconds: 0.001, feedback: 0.95)))
        #expect(try EffectOption.setting("wah:moved_by=envelope") == .wah(Wah.Setting(movedBy: .envelope)))
    }

    @Test func helpNamesEveryEffectAndKey() {
        for effect in EffectSetting.catalogue {
            #expect(EffectOption.help.contains("\(effect.name): "))
            for parameter in effect.parameters { #expect(EffectOption.help.contains("  \(parameter.key)=")) }
        }
        #expect(EffectOption.help.contains("seconds=2  0.1…20 s"))
        #expect(EffectOption.help.contains("moved_by=oscillator  oscillator or envelope"))
    }
}
