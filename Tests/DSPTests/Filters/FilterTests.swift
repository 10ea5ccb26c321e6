import Glibc
import Testing

@testable import DSP

@Suite struct FilterTests {
    /// |H| of the RBJ second-order filters: bilinear transform of 1/(1 + s/Q + s²), and s² of it.
    func formula(_ hertz: Double, cutoff: Double, q: Double, high: Bool) -> Double {
        let s = tan(Double.pi * hertz / 44_100) / tan(Double.pi * cutoff / 44_100)
        let power = (1 - s * s) * (1 - s * s) + s * s / (q * q)
        return (high ? s * s : 1) / power.squareRoot()
    }

    func response(high: Bool, cutoff: Float, q: Float, at hertz: Double) -> Double {
        var filter = SweptFilter(highPass: high, rate: 44_100)
        filter.set(cutoffHertz: cutoff, q: q, atOnce: true)
        var real = 0.0
        var imaginary = 0.0
        var left = [Float](repeating: 0, count: 16)
        var right = left
        for block in 0..<2000 {
            for index in 0..<16 { left[index] = block + index == 0 ? 1 : 0 }
            filter.tick()
            filter.process(&left, &right, frames: 16, phase: 0)
            for index in 0..<16 {
                let turn = 2 * Double.pi * hertz * Double(16 * block + index) / 44_100
                real += Double(left[index]) * cos(turn)
                imaginary += Double(left[index]) * sin(turn)
            }
        }
        return (real * real + imaginary * imaginary).squareRoot()
    }

    @Test(arguments: [30.0, 300, 1200, 8000, 15_000])
    func lowPassFollowsTheFormula(hertz: Double) {
        for (cutoff, q) in [(1200, 0.707), (8000, 0.707), (60, 2)] as [(Float, Float)] {
            let wanted = formula(hertz, cutoff: Double(cutoff), q: Double(q), high: false)
            let got = response(high: false, cutoff: cutoff, q: q, at: hertz)
            #expect(abs(got - wanted) < 2e-5 + 1e-4 * wanted)
        }
    }

    @Test(arguments: [30.0, 300, 1200, 8000, 15_000])
    func highPassFollowsTheFormula(hertz: Double) {
        for (cutoff, q) in [(300, 0.707), (5000, 3)] as [(Float, Float)] {
            let wanted = formula(hertz, cutoff: Double(cutoff), q: Double(q), high: true)
            let got = response(high: true, cutoff: cutoff, q: q, at: hertz)
            #expect(abs(got - wanted) < 2e-5 + 1e-4 * wanted)
        }
    }

    @Test(arguments: [(20.0, 0.707), (200, 0.707), (1200, 3), (8000, 0.5)])
    func theBiquadIsRightToAMillionthOfADecibel(cutoff: Double, q: Double) {
        for kind in [FilterKind.lowPass, .highPass] {
            var filter = Biquad(kind: kind, cutoffHertz: cutoff, q: q, rate: 44_100)
            var left = [Float](repeating: 0, count: 88_200)
            left[0] = 1
            var right = left
            filter.process(left: &left, right: &right, frames: 88_200)
            for hertz in [cutoff / 2, cutoff, kind == .lowPass ? min(2 * cutoff, 12_000) : 4 * cutoff] where hertz < 22_050 {
                var real = 0.0
                var imaginary = 0.0
                for (index, sample) in left.enumerated() {
                    let turn = 2 * Double.pi * hertz * Double(index) / 44_100
                    real += Double(sample) * cos(turn)
                    imaginary += Double(sample) * sin(turn)
                }
                let wanted = formula(hertz, cutoff: cutoff, q: q, high: kind == .highPass)
                let error = decibels((real * real + imaginary * imaginary).squareRoot() / wanted)
                #expect(abs(error) < 1e-6, "\(kind) at \(hertz) Hz: \(error) dB")
            }
        }
    }

    @Test func leavingTheFilterBypassesItBitForBit() {
        let song = Stereo.noise(seconds: 0.6)
        let player = Player(song, ChainParameters(filter: FilterSetting(kind: .lowPass, cutoffHertz: 500)))
        _ = player.play(2000)
        player.chain.set(ChainParameters())
        let out = player.play(20_000)
        #expect(Array(out.left[8000...]) == Array(song.left[(8000 + 2000 - 64)..<(22_000 - 64)]))
    }

    @Test func itStaysStableWhileSwept() {
        let player = Player(.noise(seconds: 2), ChainParameters())
        for change in 0..<100 {
            let kind: FilterKind = change % 3 == 0 ? .highPass : .lowPass
            player.chain.set(
                ChainParameters(filter: FilterSetting(kind: kind, cutoffHertz: change % 2 == 0 ? 60 : 15_000, q: 4)))
            let out = player.play(500)
            #expect(out.left.allSatisfy { $0.isFinite && abs($0) <= 0.9 })
        }
    }
}
