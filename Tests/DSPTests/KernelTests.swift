import Testing

@testable import DSP

/// The vector kernels against their plain versions.
@Suite struct KernelTests {
    let a = Stereo.noise(seconds: 0.02).left
    let b = Array(Stereo.noise(seconds: 0.03).left.dropFirst(300))

    @Test func tapsAgree() {
        let low = Array(a[0..<64])
        let high = Array(a[100..<164])
        var partial = [Float](repeating: 0, count: 8)
        TapKernels.stereo(a, b, low: low, high: high, blend: 0.3, taps: 64, partial: &partial)
        let left = TapKernels.reference(a, low: low, high: high, blend: 0.3, taps: 64)
        let right = TapKernels.reference(b, low: low, high: high, blend: 0.3, taps: 64)
        #expect(abs(Double(partial[0..<4].reduce(0, +)) - left) < 1e-5)
        #expect(abs(Double(partial[4..<8].reduce(0, +)) - right) < 1e-5)
    }

    @Test func correlationsAgree() {
        let count = 97
        var many = [Float](repeating: 0, count: 64)
        var few = [Float](repeating: 0, count: 16)
        var energy = few
        CorrelationKernels.sixtyFourLags(a, b, b, a, count: count, into: &many)
        CorrelationKernels.sixteenLags(a, b, b, a, count: count, into: &few, energy: &energy)
        for lag in 0..<64 {
            let plain = CorrelationKernels.reference(a, b, b, a, count: count, lag: lag)
            #expect(abs(Double(many[lag]) - plain) < 1e-4)
            if lag < 16 { #expect(abs(Double(few[lag]) - plain) < 1e-4) }
        }
        let own = CorrelationKernels.reference(
            Array(b[5...]), Array(a[5...]), Array(b[5...]), Array(a[5...]), count: count, lag: 0)
        #expect(abs(Double(energy[5]) - own) < 1e-4)
    }

    @Test func theMixOfEightKeepsEnergyAndIsItsOwnInverse() {
        var channels = EightChannels(
            Lanes(repeating: 1), Lanes(repeating: 2), Lanes(repeating: 3), Lanes(repeating: 4), Lanes(repeating: 5),
            Lanes(repeating: 6), Lanes(repeating: 7), Lanes(repeating: 8))
        channels.mix()
        #expect(abs(channels.c0[3] - 36 * 0.353_553_39) < 1e-4)
        channels.mix()
        #expect(abs(channels.c0[0] - 1) < 1e-5 && abs(channels.c4[9] - 5) < 1e-5 && abs(channels.c7[15] - 8) < 1e-5)
    }

    @Test func delayLinesRemember() {
        let lines = DelayLines(count: 2, maximumFrames: 100)
        for block in 0..<40 {
            lines.store(1, at: 16 * block + 3, Lanes(repeating: Float(block)))
            if block >= 6 { #expect(lines.load(1, at: 16 * (block - 6) + 3) == Lanes(repeating: Float(block - 6))) }
        }
        #expect(lines.load(0, at: 50) == Lanes())
    }
}
