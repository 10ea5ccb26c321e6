import Testing

@testable import App

/// The table of keys is the options of `live`, without a list beside them.
@Suite struct SettingKeyTests {
    @Test func everyOptionOfLiveIsAKey() {
        let names = SettingKey.all.map(\.name)
        for name in [
            "camera", "song", "output", "map", "seconds", "record", "no-web", "latency", "quality", "channels", "quantise", "longest-wait", "amount", "idle",
            "who", "calibration", "rotate", "mirror", "weights", "json",
        ] { #expect(names.contains(name), "\(name)") }
        #expect(Set(names).count == names.count)
        for name in ["help", "version", "config", "no-mirror", "no-json"] { #expect(!names.contains(name), "\(name)") }
    }

    @Test func kindsAndDefaultsAreThoseOfTheOptions() {
        #expect(SettingKey.named("output")?.kind == .list && SettingKey.named("output")?.standard == nil)
        #expect(SettingKey.named("song")?.kind == .list && SettingKey.named("song")?.standardInWords == "theme")
        #expect(SettingKey.named("mirror")?.kind == .flag && SettingKey.named("mirror")?.hasInverse == true)
        #expect(SettingKey.named("no-web")?.hasInverse == false)
        #expect(SettingKey.named("output")?.standardInWords == "the sound card, else leitmotif-session.wav")
        #expect(SettingKey.named("map")?.standardInWords == "seed and drama")
        #expect(SettingKey.named("idle")?.standardInWords == "neutral" && SettingKey.named("who")?.standard == "largest")
    }
}
