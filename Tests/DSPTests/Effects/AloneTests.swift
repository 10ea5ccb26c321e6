import DSP
import Testing

/// Parts of the chain used without it, as a player of one's own would: nothing here may lock.
@_noLocks
private func play(_ effect: inout Reverb, _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ frames: Int) {
    effect.process(left: left, right: right, frames: frames)
}

@Suite struct AloneTests {
    func cut(_ sound: Stereo, into frames: Int, _ make: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void) -> Stereo {
        var out = sound
        out.left.withUnsafeMutableBufferPointer { left in
            out.right.withUnsafeMutableBufferPointer { right in
                for start in stride(from: 0, to: left.count, by: frames) {
                    make(left.baseAddress! + start, right.baseAddress! + start, min(frames, left.count - start))
                }
            }
        }
        return out
    }

    @Test func aReverbLeavesItsReturnAlone() {
        func rung(cut frames: Int) -> Stereo {
            var reverb = Reverb(rate: 44_100)
            reverb.set(Reverb.Setting(seconds: 0.5), atOnce: true)
            return cut(.impulse(frames: 20_000), into: frames) { play(&reverb, $0, $1, $2) }
        }
        let whole = rung(cut: 512)
        #expect(peak(whole.left[..<10]) == 0 && peak(whole.left[1000...]) > 0.001)
        for frames in [1, 7, 64, 1000] { #expect(rung(cut: frames) == whole) }
    }

    @Test func aDelayAndAWahAreTheirOwn() {
        var delay = Delay(rate: 44_100)
        delay.set(Delay.Setting(seconds: 0.01, feedback: 0), atOnce: true)
        let echoes = cut(.impulse(frames: 1000), into: 100) { delay.process(left: $0, right: $1, frames: $2) }
        #expect(echoes.left[441] == 0.8 && echoes.left.filter { $0 != 0 }.count == 1)
        var wah = Wah(rate: 44_100)
        let dry = Stereo.noise(seconds: 0.2)
        #expect(cut(dry, into: 100) { wah.process(left: $0, right: $1, frames: $2) } == dry)
        wah.set(Wah.Setting(wet: 1), atOnce: true)
        #expect(cut(dry, into: 100) { wah.process(left: $0, right: $1, frames: $2) } != dry)
    }

    /// The same numbers as in the chain, whose other stages do nothing here.
    @Test func theRackIsTheChainsColour() {
        let effect = EffectSetting.reverb(Reverb.Setting(wet: 0.5, seconds: 1))
        let song = Stereo.noise(seconds: 0.5, amplitude: 0.05)
        var rack = EffectRack(rate: 44_100)
        rack.set(effect, atOnce: true)
        let alone = cut(song, into: 333) { rack.process(left: $0, right: $1, frames: $2) }
        let player = Player(song, ChainParameters(effect: effect))
        let late = player.chain.latencyFrames
        #expect(Array(player.play(20_000).left[late...]) == Array(alone.left[..<(20_000 - late)]))
    }

    @Test func aLimiterKeepsItsCeiling() {
        func limited(cut frames: Int) -> Stereo {
            var limiter = Limiter(rate: 44_100)
            return cut(.noise(seconds: 0.5, amplitude: 4), into: frames) { limiter.process(left: $0, right: $1, frames: $2) }
        }
        let whole = limited(cut: 512)
        #expect(peak(whole.left[...]) <= 0.8913 && peak(whole.left[5000...]) > 0.7)
        for frames in [1, 33] { #expect(limited(cut: frames) == whole) }
    }

    @Test(arguments: [0.5, 1, 1.7])
    func aStretcherStreams(speed: Double) {
        let song = Stereo.sine(440, seconds: 3)
        func stretched(cut frames: Int) -> [Float] {
            var stretcher = Stretcher(rate: 44_100, speed: speed)
            var pushed = 0
            let out = cut(Stereo(frames: 40_000) { _ in 0 }, into: frames) { left, right, count in
                let needed = stretcher.framesNeeded(count)
                let part = (pushed..<pushed + needed).map { $0 < song.left.count ? song.left[$0] : 0 }
                pushed += needed
                stretcher.push(left: part, right: part, frames: needed)
                stretcher.process(left: left, right: right, frames: count)
            }
            #expect(abs(stretcher.sourcePosition - 40_000 * speed) < 1e-6)
            return out.left
        }
        let whole = stretched(cut: Stretcher.maximumFrames)
        if speed == 1 { #expect(whole == Array(song.left[..<40_000])) }
        #expect(abs(centsOff(whole[2000..<38_000], from: 440)) < 2)
        for frames in [1, 17] { #expect(stretched(cut: frames) == whole) }
    }
}
