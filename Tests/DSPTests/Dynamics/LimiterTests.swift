import Glibc
import Testing

@testable import DSP

@Suite struct LimiterTests {
    @Test func itKeepsItsCeilingAndIsOtherwiseTransparent() {
        let loud = Player(.noise(seconds: 1, amplitude: 1), ChainParameters(gainDecibels: 18)).play(40_000)
        #expect(peak(loud.left[...]) <= 0.8913)
        #expect(peak(loud.left[...]) > 0.75)
        let song = Stereo.noise(seconds: 1, amplitude: 0.4)
        let soft = Player(song, ChainParameters()).play(40_000)
        #expect(Array(soft.left[64...]) == Array(song.left[..<(40_000 - 64)]))
    }

    @Test func itKeepsTheWaveBetweenTheSamplesUnderItsCeiling() {
        // Crests between the samples: a quarter of the rate, and 45° beside it; and a steep beginning.
        for hertz in [11_025.0, 7350, 997] {
            let song = Stereo(frames: 22_050) { frame in
                frame < 2000 ? 0 : Float(2 * sin(2 * Double.pi * (hertz * Double(frame) / 44_100 + 0.125)))
            }
            let out = Player(song, ChainParameters()).play(20_000).left
            let judge = TruePeak()
            out.withUnsafeBufferPointer { out in
                let highest = (16..<19_900).map { judge.reference(out.baseAddress! + $0) }.max()!
                #expect(highest < 0.8913 && highest > 0.85, "\(hertz) Hz: \(highest)")
            }
        }
    }

    @Test func itLetsGoCompletely() {
        var song = Stereo.sine(1000, seconds: 2, amplitude: 0.3)
        for index in 1000..<1010 { song.left[index] = 3 }
        let out = Player(song, ChainParameters()).play(80_000)
        #expect(peak(out.left[...]) <= 0.8913)
        #expect(Array(out.left[70_000...]) == Array(song.left[(70_000 - 64)..<(80_000 - 64)]))
    }
}
