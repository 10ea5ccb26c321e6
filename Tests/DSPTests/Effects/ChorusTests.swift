import DSP
import Testing

@Suite struct ChorusTests {
    func played(_ song: Stereo, _ setting: Chorus.Setting, frames: Int) -> Stereo {
        Player(song, ChainParameters(effect: .chorus(setting))).play(frames)
    }

    func power(_ signal: ArraySlice<Float>) -> Double { signal.reduce(0) { $0 + Double($1 * $1) } / Double(signal.count) }

    /// Without a swing both voices of a channel are one, twice as loud: each a little later, on whole frames the sound itself.
    @Test func aVoiceIsTheSoundALittleLater() {
        let song = Stereo.noise(seconds: 1, amplitude: 0.1)
        var chorus = Chorus(rate: 48_000)
        chorus.set(Chorus.Setting(wet: 1, depthMilliseconds: 0, delayMilliseconds: 10), atOnce: true)
        var out = song
        chorus.process(left: &out.left, right: &out.right, frames: 20_000)
        #expect((480..<20_000).allSatisfy { abs(out.left[$0] - 2 * 0.707_106_78 * song.left[$0 - 480]) < 1e-6 })
        #expect(out.left[..<480].allSatisfy { abs($0) < 1e-6 })
        #expect(out.left == out.right)
    }

    /// Between frames the cubic keeps a tone of 1 kHz what it is: nothing else is as loud as −80 dB.
    @Test func readingBetweenFramesKeepsATone() {
        let out = played(.sine(1000, seconds: 1), Chorus.Setting(wet: 1, depthMilliseconds: 0, delayMilliseconds: 10.011), frames: 20_000)
        let late = out.left[2000..<18_384]
        let wanted = tone(late, hertz: 1000).amplitude
        #expect(abs(wanted / (0.5 * 2 * 0.707_106_78) - 1) < 0.001)
        for hertz in [500.0, 1500, 2000, 3000, 7000] { #expect(tone(late, hertz: hertz).amplitude < 1e-4 * wanted) }
    }

    /// A swing of d seconds r times a second bends the pitch by up to π·d·r, up and down alike.
    @Test func theSwingBendsThePitchAsFarAsItShould() {
        let setting = Chorus.Setting(wet: 1, rateHertz: 0.5, depthMilliseconds: 4, delayMilliseconds: 10)
        let out = played(.sine(1000, seconds: 3), setting, frames: 88_200)
        // The two voices of a channel lie at 1000 · (1 ± π · 0.004 · 0.5) Hz half a second into their swing.
        let middle = out.left[(22_050 - 8192)..<(22_050 + 8192)]
        let bent = Double.pi * 0.004 * 0.5
        for hertz in [1000 * (1 + bent), 1000 * (1 - bent)] { #expect(tone(middle, hertz: hertz).amplitude > 0.2) }
        #expect(tone(middle, hertz: 1020).amplitude < 0.05 && tone(middle, hertz: 980).amplitude < 0.05)
    }

    @Test(arguments: [0.2, 0.5, 1] as [Float])
    func itIsAboutAsLoudAsWhatWentIn(wet: Float) {
        let song = Stereo.noise(seconds: 3, amplitude: 0.2)
        let out = played(song, Chorus.Setting(wet: wet), frames: 100_000)
        for channel in [out.left, out.right] {
            let change = 10 * decibels(power(channel[10_000...]) / power(song.left[10_000..<100_000])) / 20
            // The highest octave of white noise loses a little between frames.
            #expect(abs(change) < 1.2, "\(change) dB")
        }
    }

    @Test func theChannelsDiffer() {
        let out = played(.noise(seconds: 1, amplitude: 0.2), Chorus.Setting(), frames: 40_000)
        let difference = zip(out.left, out.right).map { $0 - $1 }
        #expect(power(difference[5000...]) > 0.1 * power(out.left[5000...]))
    }

    /// The voices begin only when their lines are full; numbers that jump glide.
    @Test func switchingAndTurningEveryKnobLeavesNoClick() {
        let player = Player(.sine(200, seconds: 12, amplitude: 0.25), ChainParameters())
        _ = player.play(2000)
        for change in 1...24 {
            let setting = Chorus.Setting(
                wet: Float(change % 4) / 3, rateHertz: Float(change % 3) * 2 + 0.1, depthMilliseconds: Float(change * 7 % 20),
                delayMilliseconds: Float(1 + change * 13 % 39))
            player.chain.set(ChainParameters(effect: change % 5 == 0 ? .none : .chorus(setting)))
            // 200 Hz of amplitude 0.25 has a second difference of 0.0002; the bent voices at most four times that.
            #expect(roughness(player.play(3000 + 501 * (change % 7)).left[...]) < 0.001, "change \(change)")
        }
    }
}
