import Testing

@testable import DSP

@Suite struct EffectTests {
    @Test(arguments: [0.6, 2.0])
    func reverbDecaysAsAsked(seconds: Double) {
        // A low-pass keeps the band where the asked time holds; highs are damped on purpose.
        let parameters = ChainParameters(
            filter: FilterSetting(kind: .lowPass, cutoffHertz: 1000),
            effect: EffectSetting(kind: .reverb, wet: 1, reverbSeconds: Float(seconds)))
        let out = Player(.impulse(frames: 1), parameters).play(Int(seconds * 44_100))
        var left = 0.0
        let decay = out.left.reversed().map { (sample: Float) -> Double in
            left += Double(sample * sample)
            return left
        }.reversed().map { decibels($0 / left) / 2 }
        let from = decay.firstIndex { $0 < -5 }!
        let to = decay.firstIndex { $0 < -35 }!
        let measured = Double(to - from) / 44_100 * 2
        #expect(abs(measured / seconds - 1) < 0.1, "RT60 \(measured) s")
    }

    @Test func reverbIsDenseAndAsLoudAsWhatWentIn() {
        let parameters = ChainParameters(effect: EffectSetting(kind: .reverb, wet: 1, reverbSeconds: 1.5))
        let song = Stereo.noise(seconds: 4, amplitude: 0.1)
        let out = Player(song, parameters).play(3 * 44_100)
        func power(_ x: ArraySlice<Float>) -> Double { x.reduce(0) { $0 + Double($1 * $1) } / Double(x.count) }
        let change = 10 * decibels(power(out.left[88_200...]) / power(song.left[88_200...])) / 20
        #expect(abs(change) < 2.5, "\(change) dB")
        // Echo density: a Gaussian tail has 32 % of its samples beyond one standard deviation (Abel & Huang 2006).
        let tail = Player(.impulse(frames: 1), parameters).play(8000).left[5000..<7000]
        let deviation = Float(power(tail).squareRoot())
        let beyond = Double(tail.filter { abs($0) > deviation }.count) / 2000 / 0.3173
        #expect(beyond > 0.8, "density \(beyond)")
    }

    @Test func echoesComeOnTheRightFrameWithTheRightLevel() {
        let effect = EffectSetting(kind: .delay, wet: 0.5, delaySeconds: 0.1, delayFeedback: 0.5)
        let player = Player(.impulse(frames: 1), ChainParameters(effect: effect))
        let late = player.chain.latencyFrames
        let out = player.play(10_000).left
        let share = Float(0.5).squareRoot()
        #expect(abs(out[late] - 0.8 * share) < 1e-5)
        #expect(abs(out[late + 4410] - 0.8 * share) < 1e-5)
        #expect(abs(out[late + 8820] - 0.8 * share * 0.5 * 0.7) < 1e-5)
        #expect(abs(out[late + 8821] - 0.8 * share * 0.5 * 0.15) < 1e-5)
        #expect(peak(out[(late + 1)..<(late + 4410)]) < 1e-6)
    }

    @Test func theLimiterKeepsItsCeilingAndIsOtherwiseTransparent() {
        let loud = Player(.noise(seconds: 1, amplitude: 1), ChainParameters(gainDecibels: 18)).play(40_000)
        #expect(peak(loud.left[...]) <= 0.8913)
        #expect(peak(loud.left[...]) > 0.85)
        let song = Stereo.noise(seconds: 1, amplitude: 0.89)
        let soft = Player(song, ChainParameters()).play(40_000)
        #expect(Array(soft.left[64...]) == Array(song.left[..<(40_000 - 64)]))
    }

    @Test func theLimiterLetsGoCompletely() {
        var song = Stereo.sine(1000, seconds: 2, amplitude: 0.3)
        for index in 1000..<1010 { song.left[index] = 3 }
        let out = Player(song, ChainParameters()).play(80_000)
        #expect(peak(out.left[...]) <= 0.8913)
        #expect(Array(out.left[70_000...]) == Array(song.left[(70_000 - 64)..<(80_000 - 64)]))
    }

    @Test func aGlideLandsExactly() {
        var value = Smoothed(1)
        value.glide(to: 0.3, periods: 7)
        var last: Float = 1
        for _ in 0..<7 {
            value.tick()
            #expect(value.value < last)
            #expect(abs(value.at(15) - value.value) < 1e-6)
            last = value.value
        }
        #expect(value.value == 0.3)
        value.tick()
        #expect(value.isSettled && value.at(0) == 0.3)
    }
}
