import Foundation
import Testing

@testable import DSP

@Suite struct VocoderTests {
    /// Identity phase locking as it is written down, bin by bin in double precision. Left in the real parts, right in the imaginary ones.
    static func reference(_ played: Stereo, _ frame: Stereo, _ before: Stereo) -> (left: [Double], right: [Double]) {
        let size = frame.left.count
        func spectrum(_ signal: [Float]) -> [(Double, Double)] {
            let windowed = signal.enumerated().map { $1 * Float(0.5 - 0.5 * cos(2 * Double.pi * Double($0) / Double(size))) }
            let zeros = [Float](repeating: 0, count: size)
            return (0...size / 2).map { FourierTransformTests.reference(windowed, zeros, at: $0) }
        }
        let (a, b) = (spectrum(played.left), spectrum(played.right))
        let (c, d) = (spectrum(before.left), spectrum(before.right))
        var (x, y) = (spectrum(frame.left), spectrum(frame.right))
        let half = size / 2
        var power = [Double](repeating: 0, count: half + 1)
        for bin in 0...half {
            power[bin] = x[bin].0 * x[bin].0 + x[bin].1 * x[bin].1
            power[bin] += y[bin].0 * y[bin].0 + y[bin].1 * y[bin].1
        }
        var peaks: [Int] = []
        for bin in 2...half - 2 {
            let below = max(power[bin - 1], power[bin - 2])
            let above = max(power[bin + 1], power[bin + 2])
            if power[bin] > below && power[bin] >= above { peaks.append(bin) }
        }
        var begin = 0
        for (index, peak) in peaks.enumerated() {
            var end = half + 1
            if index + 1 < peaks.count { end = (peak...peaks[index + 1]).min { power[$0] < power[$1] } ?? peak }
            var cross = (0.0, 0.0)
            for (p, q) in [(a[peak], c[peak]), (b[peak], d[peak])] {
                cross.0 += p.0 * q.0 + p.1 * q.1
                cross.1 += p.1 * q.0 - p.0 * q.1
            }
            let length = hypot(cross.0, cross.1)
            let gain = gain(begin..<end, [(a, c), (b, d)], (cross.0 / length, cross.1 / length))
            for bin in begin..<end {
                x[bin] = turned(x[bin], (gain * cross.0 / length, gain * cross.1 / length))
                y[bin] = turned(y[bin], (gain * cross.0 / length, gain * cross.1 / length))
            }
            begin = end
        }
        func signal(_ bins: [(Double, Double)]) -> [Double] {
            (0..<size).map { index in
                var sum = bins[0].0 + bins[half].0 * (index % 2 == 0 ? 1 : -1)
                for bin in 1..<half {
                    let turn = 2 * Double.pi * Double(bin * index % size) / Double(size)
                    let part = bins[bin].0 * cos(turn) - bins[bin].1 * sin(turn)
                    sum += 2 * part
                }
                // A hop of a quarter: the squares of four windows sum up to 1.5.
                let window = 0.5 - 0.5 * cos(2 * Double.pi * Double(index) / Double(size))
                return sum * window / (1.5 * Double(size))
            }
        }
        return (signal(x), signal(y))
    }

    private static func turned(_ a: (Double, Double), _ b: (Double, Double)) -> (Double, Double) {
        (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
    }

    /// What makes up for frames that are unlike.
    private static func gain(
        _ region: Range<Int>, _ pairs: [([(Double, Double)], [(Double, Double)])], _ turn: (Double, Double)
    ) -> Double {
        var cross = (0.0, 0.0)
        var powers = (0.0, 0.0)
        for (p, q) in pairs {
            for bin in region {
                cross.0 += p[bin].0 * q[bin].0 + p[bin].1 * q[bin].1
                cross.1 += p[bin].1 * q[bin].0 - p[bin].0 * q[bin].1
                powers.0 += p[bin].0 * p[bin].0 + p[bin].1 * p[bin].1
                powers.1 += q[bin].0 * q[bin].0 + q[bin].1 * q[bin].1
            }
        }
        let kept = 35 / 128 / (0.375 * 0.375) / 4
        let common = max(0, (cross.0 * turn.0 + cross.1 * turn.1) / (powers.0 * powers.1).squareRoot())
        return 1 / (kept + (1 - kept) * common).squareRoot()
    }

    @Test func aFrameAgreesWithTheReference() {
        let size = 512
        func part(_ from: Int) -> Stereo {
            var sound = Stereo(frames: size) { frame in
                let t = Double(frame + from)
                return Float(0.4 * sin(0.31 * t) + 0.2 * sin(0.97 * t + 1) + 0.1 * sin(1.9 * t))
            }
            for index in 0..<size { sound.right[index] = sound.left[(index + 3) % size] * 0.5 }
            return sound
        }
        let (played, frame, before) = (part(0), part(190), part(62))
        let vocoder = Vocoder(size: size, hop: size / 4)
        vocoder.begin(played.left, played.right)
        vocoder.take(frame.left, frame.right)
        vocoder.takeBefore(before.left, before.right)
        vocoder.lock()
        let sums = SplitBuffer(size)
        defer { sums.deallocate() }
        vocoder.add(to: sums)
        let truth = Self.reference(played, frame, before)
        for index in 0..<size {
            #expect(abs(Double(sums.real[index]) - truth.left[index]) < 2e-5)
            #expect(abs(Double(sums.imaginary[index]) - truth.right[index]) < 2e-5)
        }
    }

    @Test func framesThatFollowAtTheHopAreTheSourceItself() {
        let song = Stereo.noise(seconds: 0.5)
        let (size, hop) = (1024, 256)
        let vocoder = Vocoder(size: size, hop: hop)
        let sums = SplitBuffer(song.left.count)
        defer { sums.deallocate() }
        song.left.withUnsafeBufferPointer { left in
            guard let start = left.baseAddress else { return }
            vocoder.begin(start, start)
            for place in stride(from: hop, to: 16_000, by: hop) {
                vocoder.take(start + place, start + place)
                vocoder.takeBefore(start + place - hop, start + place - hop)
                vocoder.lock()
                vocoder.add(to: SplitBuffer(sums.real + place, sums.imaginary + place))
            }
        }
        for index in 2000..<14_000 { #expect(abs(sums.real[index] - song.left[index]) < 2e-5) }
    }
}
