import DSP
import Glibc
import Testing

@Suite struct WahTests {
    static let follows = Wah.Setting(wet: 1, movedBy: .envelope)

    /// Power around `hertz` in 4096 frames around `frame`.
    func level(_ out: Stereo, _ hertz: Double, around frame: Int) -> Double {
        (-5...5).reduce(0) { sum, step in
            let amplitude = tone(out.left[(frame - 2048)..<(frame + 2048)], hertz: hertz * (1 + 0.02 * Double(step))).amplitude
            return sum + amplitude * amplitude
        }
    }

    @Test func theOscillatorMovesThePeakOfTheSpectrum() {
        let effect = EffectSetting.wah(Wah.Setting(wet: 1, rateHertz: 1))
        let out = Player(.noise(seconds: 2), ChainParameters(effect: effect)).play(44_100)
        // One sweep a second: lowest at 0 and 1 s, highest at 0.5 s.
        #expect(level(out, 2200, around: 22_050) > 4 * level(out, 400, around: 22_050))
        #expect(level(out, 400, around: 41_500) > 4 * level(out, 2200, around: 41_500))
    }

    @Test func aLoudSoundOpensItAndAQuietOneLetsItClose() {
        var song = Stereo.noise(seconds: 2, amplitude: 1)
        for frame in song.left.indices { song.left[frame] *= frame < 44_100 ? 0.6 : 0.003 }
        song.right = song.left
        let out = Player(song, ChainParameters(effect: .wah(Self.follows))).play(80_000)
        #expect(level(out, 2200, around: 20_000) > 4 * level(out, 400, around: 20_000))
        #expect(level(out, 400, around: 75_000) > 4 * level(out, 2200, around: 75_000))
    }

    /// Noise at −20 dB drives the filter two thirds of the way: the more sensitive, the higher.
    @Test func sensitivityStandsForLoudness() {
        let loud = Player(.noise(seconds: 1, amplitude: 0.2), ChainParameters(effect: .wah(Self.follows))).play(30_000)
        var effect = Self.follows
        effect.sensitivityDecibels = 20
        let quiet = Player(.noise(seconds: 1, amplitude: 0.02), ChainParameters(effect: .wah(effect))).play(30_000)
        #expect(peak(loud.left[10_000...]) > 0.05)
        #expect(zip(loud.left, quiet.left).allSatisfy { abs($0 - 10 * $1) < 1e-4 })
    }

    @Test func sweepingAndTakingTurnsLeavesNoClick() {
        // Swells twice a second, so that the envelope runs up and down the whole way.
        let song = Stereo(frames: 300_000) { frame in
            let seconds = Double(frame) / 44_100
            return Float(0.25 * (1 - cos(2 * Double.pi * 2 * seconds)) * sin(2 * Double.pi * 200 * seconds))
        }
        let player = Player(song, ChainParameters(effect: .wah(Self.follows)))
        _ = player.play(2000)
        for change in 0..<20 {
            var effect = Self.follows
            effect.movedBy = change % 3 == 0 ? .oscillator : .envelope
            effect.sensitivityDecibels = Float(change % 4 * 10 - 10)
            player.chain.set(ChainParameters(effect: .wah(effect)))
            let out = player.play(10_000)
            // A 200 Hz sine of amplitude 1, twice what goes in, has a second difference of 0.0008.
            #expect(roughness(out.left[...]) < 0.002, "change \(change)")
        }
    }

    @Test func silenceStaysSilence() {
        let player = Player(Stereo(frames: 0) { _ in 0 }, ChainParameters(effect: .wah(Self.follows)))
        #expect(player.play(10_000).left.allSatisfy { $0 == 0 })
        #expect(player.isSilent)
    }

    @Test func cuttingNeverChangesTheBytes() {
        func session(cut: Int) -> Stereo {
            Player(.noise(seconds: 1), ChainParameters(semitones: 3, tempo: 0.7, effect: .wah(Self.follows))).play(20_000, cut: cut)
        }
        let whole = session(cut: 64)
        #expect(peak(whole.left[...]) > 0.05)
        for cut in [1, 7, 16, 33] { #expect(session(cut: cut) == whole, "cut into \(cut)") }
    }
}
