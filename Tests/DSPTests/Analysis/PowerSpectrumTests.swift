import Foundation
import Testing

@testable import DSP

@Suite struct PowerSpectrumTests {
    @Test(arguments: [1, 17, 100, 511])
    func aSineIsFoundInItsBin(_ bin: Int) {
        let transform = PowerSpectrum(size: 1024)
        transform.measure(sine(bin))
        let powers = Array(UnsafeBufferPointer(start: transform.powers, count: 513))
        #expect(powers.firstIndex(of: powers.max()!) == bin)
        #expect(abs(powers[bin] - 1) < (bin == 1 || bin == 511 ? 0.6 : 1e-4), "full scale reads 1")
        for far in 0...512 where abs(far - bin) > 3 { #expect(powers[far] < 1e-9) }
    }

    @Test func itAgreesWithThePlainSum() {
        let size = 64
        let samples = noise(size)
        let transform = PowerSpectrum(size: size)
        transform.measure(samples)
        for bin in 0...size / 2 {
            var (x, y) = (0.0, 0.0)
            for (index, sample) in samples.enumerated() {
                let turn = 2 * Double.pi * Double(index) / Double(size)
                let window: Double = 0.5 - 0.5 * cos(turn)
                let windowed = Double(sample) * window
                x += windowed * cos(turn * Double(bin))
                y += windowed * sin(turn * Double(bin))
            }
            let expected: Double = (x * x + y * y) * 16 / Double(size * size)
            #expect(abs(Double(transform.powers[bin]) - expected) < 1e-5 * (1 + expected))
        }
    }

    private func sine(_ bin: Int) -> [Float] {
        (0..<1024).map { (frame: Int) -> Float in Float(sin(2 * Double.pi * Double(bin * frame) / 1024)) }
    }

    private func noise(_ frames: Int) -> [Float] {
        (0..<frames).map { (frame: Int) -> Float in
            let step = (frame * 7919 + 13) % 101
            return Float(step) / 50 - 1
        }
    }
}
