import DSP
import Testing

/// What a panic key asks for: the dry sound within 50 ms, whatever was ringing.
@Suite struct CutTailsTests {
    static let sends: [EffectSetting] = [
        .delay(Delay.Setting(wet: 0.7, seconds: 0.1, feedback: 0.95)), .reverb(Reverb.Setting(wet: 0.8, seconds: 20)),
    ]

    @Test(arguments: sends)
    func theDrySoundIsReachedWithin60Milliseconds(effect: EffectSetting) {
        let song = Stereo.sine(200, seconds: 4, amplitude: 0.03)
        let player = Player(song, ChainParameters(effect: effect))
        _ = player.play(80_000)
        player.chain.set(ChainParameters(cutsTails: true))
        let out = player.play(20_000)
        // Twenty echoes in step, just under the limiter, have a second difference of 0.0005.
        #expect(roughness(out.left[...]) < 0.0007)
        let late = player.chain.latencyFrames
        let worst = (2646 + late..<20_000).map { abs(out.left[$0] - song.left[80_000 + $0 - late]) }.max() ?? 1
        #expect(worst < 0.03 * 3.2e-5, "\(decibels(Double(worst) / 0.03)) dB")
    }

    @Test(arguments: sends)
    func whatWasCutIsNotHeardAgain(effect: EffectSetting) {
        let player = Player(.noise(seconds: 1), ChainParameters(effect: effect))
        _ = player.play(44_200)
        player.chain.set(ChainParameters(cutsTails: true))
        _ = player.play(6000)
        player.chain.set(ChainParameters(effect: effect))
        #expect(player.play(40_000).left.allSatisfy { $0 == 0 }, "nothing went in since")
    }

    /// A new wish in the middle of the fade does not bring the tail back, and the effect itself may come back at any time.
    @Test(arguments: sends)
    func aWishInBetweenChangesNothing(effect: EffectSetting) {
        let player = Player(.sine(200, seconds: 1, amplitude: 0.2), ChainParameters(effect: effect))
        _ = player.play(44_100)
        player.chain.set(ChainParameters(cutsTails: true))
        _ = player.play(1000)
        player.chain.set(ChainParameters())
        #expect(peak(player.play(6000).left[1700...]) == 0)
        player.chain.set(ChainParameters(effect: effect))
        player.chain.set(ChainParameters(cutsTails: true))
        #expect(roughness(player.play(4000).left[...]) == 0)
    }

    @Test func withoutTheFlagTailsRingOn() {
        let player = Player(.noise(seconds: 1), ChainParameters(effect: Self.sends[1]))
        _ = player.play(44_200)
        player.chain.set(ChainParameters())
        #expect(peak(player.play(6000).left[4000...]) > 0.01)
    }
}
