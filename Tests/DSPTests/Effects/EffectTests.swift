import Glibc
import Testing

@testable import DSP

@Suite struct EffectTests {
    /// Of an octave around `hertz`, by fifth-order slopes: seconds to fall by 60 dB, measured from −5 to −35 dB.
    func decaySeconds(_ tail: [Float], around hertz: Double) -> Double {
        var band = Stereo(frames: tail.count) { tail[$0] }
        for highPass in [true, false] {
            for q in [0.5177, 0.7071, 1.9319] {
                var filter = SweptFilter(highPass: highPass, rate: 44_100)
                filter.set(cutoffHertz: Float(hertz * (highPass ? 0.7071 : 1.4142)), q: Float(q), atOnce: true)
                for start in stride(from: 0, to: tail.count - 15, by: 16) {
                    filter.tick()
                    band.left.withUnsafeMutableBufferPointer { left in
                        band.right.withUnsafeMutableBufferPointer { right in
                            filter.process(left.baseAddress! + start, right.baseAddress! + start, frames: 16, phase: 0)
                        }
                    }
                }
            }
        }
        var left = 0.0
        let energies = band.left.reversed().map { (sample: Float) -> Double in
            left += Double(sample * sample)
            return left
        }
        let decay = energies.reversed().map { decibels($0 / left) / 2 }
        // A line through the curve: its ends alone would measure their own ripple.
        let places = decay.indices.filter { decay[$0] < -5 && decay[$0] > -35 }.map { Double($0) / 44_100 }
        let levels = decay.filter { $0 < -5 && $0 > -35 }
        let meanPlace = places.reduce(0, +) / Double(places.count)
        let meanLevel = levels.reduce(0, +) / Double(levels.count)
        let slope =
            zip(places, levels).reduce(0) { $0 + ($1.0 - meanPlace) * ($1.1 - meanLevel) }
            / places.reduce(0) { $0 + ($1 - meanPlace) * ($1 - meanPlace) }
        return -60 / slope
    }

    @Test(arguments: [1.0, 2.0])
    func reverbDecaysAsAskedInEveryOctave(seconds: Double) {
        let parameters = ChainParameters(effect: .reverb(Reverb.Setting(wet: 1, seconds: Float(seconds))))
        let tail = Player(.impulse(frames: 1), parameters).play(Int(seconds * 1.4 * 44_100)).left
        for hertz in [125.0, 250, 500, 1000, 2000, 4000] {
            let measured = decaySeconds(tail, around: hertz)
            #expect(abs(measured / seconds - 1) < 0.05, "\(hertz) Hz: RT60 \(measured) s")
        }
    }

    @Test func reverbIsDenseByATenthOfASecond() {
        // Echo density: a Gaussian tail has 32 % of its samples beyond one standard deviation (Abel & Huang 2006); 20 ms by Hann.
        let parameters = ChainParameters(effect: .reverb(Reverb.Setting(wet: 1, seconds: 2)))
        let tail = Player(.impulse(frames: 1), parameters).play(14_000)
        for signal in [tail.left, tail.right] {
            for seconds in [0.08, 0.1, 0.15, 0.2, 0.3] {
                let start = Int(seconds * 44_100) - 441
                let window = (0..<882).map { (1 - cos(2 * Double.pi * (Double($0) + 0.5) / 882)) / 882 }
                let power = (0..<882).reduce(0.0) { $0 + window[$1] * Double(signal[start + $1] * signal[start + $1]) }
                let beyond = (0..<882).reduce(0.0) { sum, index in
                    abs(Double(signal[start + index])) > power.squareRoot() ? sum + window[index] : sum
                }
                #expect(beyond / 0.3173 > 0.9, "density \(beyond / 0.3173) at \(seconds) s")
            }
        }
    }

    @Test(arguments: [0.5, 1.5, 5])
    func reverbIsAsLoudAsWhatWentIn(seconds: Float) {
        let parameters = ChainParameters(effect: .reverb(Reverb.Setting(wet: 1, seconds: seconds)))
        let song = Stereo.noise(seconds: 6, amplitude: 0.1)
        let out = Player(song, parameters).play(5 * 44_100)
        func power(_ x: ArraySlice<Float>) -> Double { x.reduce(0) { $0 + Double($1 * $1) } / Double(x.count) }
        let change = 10 * decibels(power(out.left[150_000...]) / power(song.left[150_000...])) / 20
        #expect(abs(change) < 1.5, "\(change) dB")
    }

    @Test func echoesComeOnTheRightFrameWithTheRightLevel() {
        let effect = EffectSetting.delay(Delay.Setting(wet: 0.5, seconds: 0.1, feedback: 0.5))
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
}
