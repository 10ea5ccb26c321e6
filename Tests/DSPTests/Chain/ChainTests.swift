import DSP
import Testing

@Suite struct ChainTests {
    @Test func withoutChangesTheOutputIsTheInputBitForBit() {
        let song = Stereo.noise(seconds: 0.5)
        let player = Player(song, ChainParameters())
        let out = player.play(20_000)
        let late = player.chain.latencyFrames
        #expect(Array(out.left[late...]) == Array(song.left[..<(20_000 - late)]))
        #expect(out.left[..<late].allSatisfy { $0 == 0 })
    }

    @Test(arguments: [0.1, 0.3, 0.5, 0.8, 1.25, 2.5, 4, 5])
    func sourcePositionIsExactAtAnyTempo(tempo: Double) {
        let player = Player(.sine(440, seconds: 1), ChainParameters(semitones: 3, tempo: tempo))
        #expect(player.sourcePosition == 0)
        _ = player.play(20_001)
        #expect(abs(player.sourcePosition - 20_001 * tempo) < 1e-6)
    }

    @Test func halfTempoLastsTwiceAsLong() {
        let song = Stereo.sine(440, seconds: 0.5)
        let player = Player(song, ChainParameters(tempo: 0.5))
        let out = player.play(2 * song.left.count + 64 + 4096)
        #expect(abs(player.sourcePosition - Double(song.left.count + 2080)) < 1e-6)
        let end = 2 * song.left.count + 64
        #expect(peak(out.left[(end - 4000)..<(end - 2500)]) > 0.45)
        #expect(peak(out.left[(end + 2500)...]) < 0.01)
    }

    @Test(arguments: [-12, -5, 4, 7, 12])
    func pitchIsRightWithinTwoCents(semitones: Int) {
        let player = Player(.sine(440, seconds: 2), ChainParameters(semitones: Float(semitones)))
        let out = player.play(60_000)
        var expected = 440.0
        for _ in 0..<abs(semitones) { expected *= semitones > 0 ? 1.059_463_094_359_295 : 1 / 1.059_463_094_359_295 }
        #expect(abs(centsOff(out.left[8000..<56_000], from: expected)) < 2)
    }

    @Test(arguments: [(22_050.0, 48_000.0), (48_000, 44_100), (96_000, 44_100)])
    func ratesAreConvertedWithoutChangingPitchOrTempo(source: Double, output: Double) {
        let song = Stereo.sine(440, seconds: 1, rate: source)
        let player = Player(song, ChainParameters(), sourceRate: source, outputRate: output)
        let out = player.play(24_000)
        #expect(abs(centsOff(out.left[4000..<22_000], from: 440, rate: output)) < 0.1)
        #expect(abs(player.sourcePosition - 24_000 * source / output) < 1e-6)
    }

    @Test(arguments: [0.3, 1.0, 2.5])
    func aConstantStaysConstant(tempo: Double) {
        let player = Player(Stereo(frames: 200_000) { _ in 0.5 }, ChainParameters(semitones: 5, tempo: tempo))
        let out = player.play(30_000)
        #expect(out.left[200...].allSatisfy { abs($0 - 0.5) < 1e-5 })
    }

    @Test func theStereoImageIsExact() {
        var song = Stereo.noise(seconds: 1)
        song.right = song.left.map { -$0 }
        let effect = EffectSetting.wah(Wah.Setting())
        let filter = FilterSetting(kind: .lowPass, cutoffHertz: 1200)
        let player = Player(song, ChainParameters(semitones: -5, tempo: 0.6, filter: filter, effect: effect))
        let out = player.play(30_000)
        #expect(peak(out.left[1000...]) > 0.1)
        #expect(zip(out.left, out.right).allSatisfy { $0 == -$1 })
    }

    @Test(arguments: [.none] + EffectSetting.catalogue.map(\.setting))
    func silenceStaysSilence(effect: EffectSetting) {
        let parameters = ChainParameters(
            semitones: 4, tempo: 2.5, filter: FilterSetting(kind: .highPass), effect: effect)
        let player = Player(Stereo(frames: 0) { _ in 0 }, parameters)
        let out = player.play(10_000)
        #expect(out.left.allSatisfy { $0 == 0 } && out.right.allSatisfy { $0 == 0 })
        #expect(player.isSilent)
    }

    @Test func tailsRingOutAndThenItIsSilent() {
        let parameters = ChainParameters(effect: .reverb(Reverb.Setting(seconds: 0.5)))
        let player = Player(.noise(seconds: 0.3), parameters)
        _ = player.play(20_000)
        #expect(!player.isSilent)
        player.chain.set(ChainParameters())
        #expect(peak(player.play(4000).left[2000...]) > 0.003, "the tail goes on when the effect is left")
        _ = player.play(44_100)
        #expect(player.isSilent)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity, 0, -1, 1e30, 1e-30])
    func hostileNumbersAreTamed(value: Float) {
        let filter = FilterSetting(kind: .lowPass, cutoffHertz: value, q: value)
        let filter2 = FilterSetting(kind: .highPass, cutoffHertz: value, q: value)
        let song = Stereo.noise(seconds: 0.5)
        for descriptor in EffectSetting.catalogue {
            let effect = descriptor.setting(SIMD8(repeating: value))
            let parameters = ChainParameters(
                semitones: value, tempo: Double(value), filter: filter, effect: effect, gainDecibels: value)
            let player = Player(
                song, parameters, sourceRate: Double(value), outputRate: Double(value.isNaN ? 48_000 : value))
            _ = player.play(300)
            player.chain.set(ChainParameters(filter: filter2))
            _ = player.play(300)
            player.chain.set(parameters)
            #expect(player.play(1500).left.allSatisfy { $0.isFinite && abs($0) <= 0.9 })
        }
    }

    @Test func samplesThatAreNoNumbersAreTakenAsSilence() {
        var song = Stereo.sine(440, seconds: 0.5)
        song.left[3000] = .nan
        song.right[5000] = .infinity
        let player = Player(song, ChainParameters(semitones: 2, effect: .reverb(Reverb.Setting())))
        let out = player.play(20_000)
        #expect((out.left + out.right).allSatisfy { $0.isFinite })
    }

    @Test func denormalNumbersAreTakenAsSilence() {
        let player = Player(.noise(seconds: 0.5, amplitude: .leastNormalMagnitude / 8), ChainParameters(effect: .reverb(Reverb.Setting())))
        #expect(player.play(10_000).left.allSatisfy { $0 == 0 })
    }
}
