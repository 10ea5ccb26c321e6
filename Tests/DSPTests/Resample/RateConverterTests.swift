import Glibc
import Testing

@testable import DSP

@Suite struct RateConverterTests {
    func convert(_ signal: [Float], _ source: Double, _ output: Double, cut: Int = 1024) -> [Float] {
        let converter = RateConverter(sourceRate: source, outputRate: output)
        let total = converter.outputFrames(forSourceFrames: signal.count)
        var out = [Float](repeating: 0, count: total)
        var at = 0
        var done = 0
        while done < total {
            let count = min(cut, total - done)
            let needed = converter.framesNeeded(count)
            let part = (at..<at + needed).map { $0 < signal.count ? signal[$0] : 0 }
            at += needed
            converter.push(left: part, right: part, frames: needed)
            out.withUnsafeMutableBufferPointer {
                converter.process(left: $0.baseAddress! + done, right: $0.baseAddress! + done, frames: count)
            }
            done += count
        }
        return out
    }

    @Test(arguments: [(44_100.0, 48_000.0), (48_000, 44_100), (44_100, 33_037.67), (22_050, 96_000.5), (44_100, 44_100)])
    func aToneKeepsFrequencyLevelAndPlace(source: Double, output: Double) {
        let signal = (0..<Int(source / 2)).map { Float(0.5 * sin(2 * Double.pi * 997 * Double($0) / source)) }
        let out = convert(signal, source, output)
        #expect(out.count == Int((Double(signal.count) * output / source).rounded()))
        let worst = out.indices.dropFirst(300).dropLast(300).map { index in
            abs(Double(out[index]) - 0.5 * sin(2 * Double.pi * 997 * Double(index) / output))
        }.max()!
        #expect(worst < 1e-6)
    }

    @Test func whatTheLowerRateCannotHoldIsGone() {
        let signal = (0..<48_000).map { Float(0.5 * sin(2 * Double.pi * 23_300 * Double($0) / 48_000)) }
        let out = convert(signal, 48_000, 44_100)
        #expect(peak(out[2000..<40_000]) < 1e-5)
    }

    @Test func aRampStaysARampHoweverItIsCut() {
        let signal = (0..<8000).map { Float($0) / 8000 }
        let out = convert(signal, 44_100, 48_000)
        for index in 200..<8000 { #expect(abs(Double(out[index]) - Double(index) * 44_100 / 48_000 / 8000) < 2e-6) }
        #expect(convert(signal, 44_100, 48_000, cut: 17) == out)
    }

    @Test(arguments: [Double.nan, 0, -5, .infinity, 1e-9])
    func hostileRatesAreTamed(rate: Double) {
        let converter = RateConverter(sourceRate: 44_100, outputRate: rate)
        #expect(converter.framesNeeded(16) < 1_000_000)
    }

    @Test func kaiserAndBesselAreRight() {
        #expect(abs(KaiserWindow.bessel(1) - 1.266_065_877_752_008) < 1e-14)
        #expect(abs(KaiserWindow.bessel(10) / 2815.716_628_466_254 - 1) < 1e-13)
        #expect(KaiserWindow(decibels: 100).value(at: 0) == 1)
        #expect(KaiserWindow(decibels: 100).value(at: 1.01) == 0)
    }
}
