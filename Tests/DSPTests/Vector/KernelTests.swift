import Testing

@testable import DSP

/// The vector kernels against their plain versions.
@Suite struct KernelTests {
    let a = Stereo.noise(seconds: 0.02).left
    let b = Array(Stereo.noise(seconds: 0.03).left.dropFirst(300))

    @Test func tapsAgree() {
        // Eight frames of 48 taps, each a frame later; rows are noise too.
        let taps = 48
        let row = Array(a[0..<4 * taps])
        for isCubic in [true, false] {
            var sums = [Float](repeating: 0, count: 256)
            sums.withUnsafeMutableBufferPointer { sums in
                for slot in 0..<8 {
                    let left = UnsafePointer(a.withUnsafeBufferPointer { $0.baseAddress! }) + slot
                    let right = UnsafePointer(b.withUnsafeBufferPointer { $0.baseAddress! }) + slot
                    let into = sums.baseAddress! + 16 * slot
                    if isCubic {
                        TapKernels.stereo(left, right, cubic: row, blend: 0.3, taps: taps, sums: into)
                    } else {
                        TapKernels.stereo(left, right, row: row, taps: taps, sums: into)
                    }
                }
            }
            let out = TapKernels.reduced(&sums)
            for slot in 0..<8 {
                let (x, y) = (Array(a[slot...]), Array(b[slot...]))
                let left = isCubic
                    ? TapKernels.reference(x, cubic: row, blend: 0.3, taps: taps) : TapKernels.reference(x, row: row, taps: taps)
                let right = isCubic
                    ? TapKernels.reference(y, cubic: row, blend: 0.3, taps: taps) : TapKernels.reference(y, row: row, taps: taps)
                #expect(abs(Double(out[slot]) - left) < 1e-5 && abs(Double(out[8 + slot]) - right) < 1e-5)
            }
        }
    }

    @Test func aCubicBankMeetsItsFilterAtAndBetweenThePhases() {
        let bank = CubicBank(cutoff: 0.7, taps: 48, phases: 32, decibels: 100, stretch: 1)
        let filter = WindowedSinc(cutoff: 0.7, taps: 48, decibels: 100, stretch: 1)
        var exact = [Double](repeating: 0, count: 48)
        for (phase, blend) in [(0, 0), (7, 0.5), (31, 0.999)] as [(Int, Float)] {
            filter.row((Double(phase) + Double(blend)) / 32, into: &exact)
            for tap in 0..<48 {
                var one = [Float](repeating: 0, count: 48)
                one[tap] = 1
                let got = TapKernels.reference(one, cubic: bank.row(phase), blend: blend, taps: 48)
                #expect(abs(got - exact[tap]) < 2e-6)
            }
        }
    }

    @Test func theWaveBetweenSamplesIsSeen() {
        // A quarter of the rate, sampled 45° beside its crests: the samples stay under 0.71 of them.
        let wave = (0..<64).map { Float([0.5, 0.5, -0.5, -0.5][$0 % 4]) }
        let judge = TruePeak()
        wave.withUnsafeBufferPointer { wave in
            var peaks = [Float](repeating: 0, count: 16)
            judge.sixteen(wave.baseAddress! + 16, wave.baseAddress! + 16, into: &peaks)
            for lane in 0..<16 {
                #expect(abs(Double(peaks[lane]) - judge.reference(wave.baseAddress! + 16 + lane)) < 1e-6)
            }
            #expect(abs(Double(peaks.max()!) - 0.5 * 2.0.squareRoot()) < 0.002)
        }
    }

    @Test func neighboursAreSummedAndRootsAreInverse() {
        let x = Lanes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
        let sums = Lanes.pairSums(x, x + Lanes(repeating: 100))
        #expect(sums[0] == 1 && sums[7] == 29 && sums[8] == 201 && sums[15] == 229)
        #expect((x * Lanes(repeating: -1)).largest == 0 && x.largest == 15)
        let roots = (Lanes(repeating: 0.5) + x * Lanes(repeating: 1.0 / 30)).inverseRoot
        for lane in 0..<16 { #expect(abs(roots[lane] * (0.5 + Float(lane) / 30).squareRoot() - 1) < 3e-7) }
    }

    @Test func energiesAgree() {
        var energies = [Float](repeating: 0, count: 40)
        CorrelationKernels.energies(a, b, count: 101, lags: 40, into: &energies)
        for lag in [0, 1, 39] {
            let left = Array(a[lag...])
            let right = Array(b[lag...])
            let plain = CorrelationKernels.reference(left, right, left, right, count: 101, lag: 0)
            #expect(abs(Double(energies[lag]) - plain) < 1e-4)
        }
    }

    @Test func correlationsAgree() {
        let count = 97
        var many = [Float](repeating: 0, count: 64)
        var few = [Float](repeating: 0, count: 16)
        var energy = few
        for step in [1, 2] {
            CorrelationKernels.sixtyFourLags(a, b, b, a, count: count, every: step, into: &many)
            for lag in 0..<64 {
                let plain = CorrelationKernels.reference(a, b, b, a, count: count, every: step, lag: lag)
                #expect(abs(Double(many[lag]) - plain) < 1e-4)
            }
        }
        CorrelationKernels.sixteenLags(a, b, b, a, count: count, into: &few, energy: &energy)
        for lag in 0..<16 {
            let plain = CorrelationKernels.reference(a, b, b, a, count: count, lag: lag)
            #expect(abs(Double(few[lag]) - plain) < 1e-4)
        }
        let own = CorrelationKernels.reference(
            Array(b[5...]), Array(a[5...]), Array(b[5...]), Array(a[5...]), count: count, lag: 0)
        #expect(abs(Double(energy[5]) - own) < 1e-4)
    }

    @Test func theMixOfEightSharesEnergyAndIsItsOwnInverse() {
        var channels = EightChannels(
            Lanes(repeating: 1), Lanes(repeating: 2), Lanes(repeating: 3), Lanes(repeating: 4), Lanes(repeating: 5),
            Lanes(repeating: 6), Lanes(repeating: 7), Lanes(repeating: 8))
        channels.mix()
        #expect(channels.c0[3] == 36)
        channels.mix()
        #expect(channels.c0[0] == 8 && channels.c4[9] == 40 && channels.c7[15] == 64)
    }

    @Test func delayLinesRemember() {
        let lines = DelayLines(count: 2, maximumFrames: 100)
        for block in 0..<40 {
            lines.store(1, at: 16 * block + 3, Lanes(repeating: Float(block)))
            if block >= 6 { #expect(lines.load(1, at: 16 * (block - 6) + 3) == Lanes(repeating: Float(block - 6))) }
        }
        #expect(lines.load(0, at: 50) == Lanes())
    }

    @Test func aRingGivesEveryWindowWhole() {
        var ring = AudioRing(minimumFrames: 256, windowFrames: 40)
        for start in stride(from: 0, to: 1000, by: 37) {
            let part = (start..<start + 37).map(Float.init)
            ring.write(left: part, right: part.map { -$0 }, frames: 37)
            for first in max(0, ring.written - 256)...ring.written - 37 {
                let left = ring.left(at: first)
                let right = ring.right(at: first)
                #expect((0..<37).allSatisfy { left[$0] == Float(first + $0) && right[$0] == -Float(first + $0) })
            }
        }
    }
}
