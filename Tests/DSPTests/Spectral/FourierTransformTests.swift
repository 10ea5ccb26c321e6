import Foundation
import Testing

@testable import DSP

@Suite struct FourierTransformTests {
    static func noise(_ count: Int) -> [Float] { Stereo.noise(seconds: Double(count) / 44_100 + 0.001).left.prefix(count).map { $0 } }

    /// Straight from the definition, at some of the frequencies.
    static func reference(_ real: [Float], _ imaginary: [Float], at bin: Int) -> (Double, Double) {
        var sum = (0.0, 0.0)
        for index in real.indices {
            let turn = -2 * Double.pi * Double(bin * index % real.count) / Double(real.count)
            sum.0 += Double(real[index]) * cos(turn) - Double(imaginary[index]) * sin(turn)
            sum.1 += Double(real[index]) * sin(turn) + Double(imaginary[index]) * cos(turn)
        }
        return sum
    }

    @Test(arguments: [256, 512, 1024, 2048, 4096, 8192, 16_384])
    func agreesWithTheDefinitionAndBack(size: Int) {
        let transform = FourierTransform(size: size)
        let real = Self.noise(size)
        let imaginary = Array(real.reversed())
        var (x, y) = (real, imaginary)
        transform.forward(&x, &y)
        for bin in [0, 1, 2, 15, 16, 17, size / 3, size / 2, size - 1] {
            let truth = Self.reference(real, imaginary, at: bin)
            #expect(abs(Double(x[bin]) - truth.0) < 1e-5 * Double(size))
            #expect(abs(Double(y[bin]) - truth.1) < 1e-5 * Double(size))
        }
        transform.backward(&x, &y)
        let worst = zip(x + y, real + imaginary).map { abs($0 / Float(size) - $1) }.max() ?? 1
        #expect(worst < 1e-6)
    }
}
