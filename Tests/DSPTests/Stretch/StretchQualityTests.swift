import AllocationCounter
import Foundation
import Testing

@testable import DSP

@Suite struct StretchQualityTests {
    static let spectral: [StretchQuality] = [.normal, .best]

    /// Steady partials without a common fundamental.
    static func chord(seconds: Double) -> (song: Stereo, hertz: [Double]) {
        let hertz = [196.0, 263.1, 331.7, 452.9, 617.3]
        let song = Stereo(frames: Int(seconds * 44_100)) { frame in
            var sum = 0.0
            for (index, tone) in hertz.enumerated() { sum += 0.12 * sin(2 * Double.pi * tone * Double(frame) / 44_100 + Double(index)) }
            return Float(sum)
        }
        return (song, hertz)
    }

    /// Plucked notes that ring under each other, with noise in the right channel.
    static func piece(seconds: Double) -> Stereo {
        var song = Stereo.noise(seconds: seconds, amplitude: 0.002)
        for (note, start) in stride(from: 4000, to: song.left.count, by: 11_025).enumerated() {
            let hertz = 110 * exp2(Double(note * 7 % 24) / 12)
            for index in 0..<min(40_000, song.left.count - start) {
                let t = Double(index) / 44_100
                var sum = 0.0
                for harmonic in 1...6 { sum += sin(2 * Double.pi * hertz * Double(harmonic) * t) / Double(harmonic) }
                song.left[start + index] += Float(0.12 * sum * exp(-2.5 * t) * min(1, t / 0.003))
            }
        }
        for index in song.left.indices { song.right[index] += 0.7 * song.left[index] }
        return song
    }

    /// Energy of the partials over that of all the rest, in dB: the median of half-overlapping parts of 0.37 s.
    static func purity(_ signal: ArraySlice<Float>, of hertz: [Double]) -> Double {
        let parts = stride(from: signal.startIndex, through: signal.endIndex - partFrames, by: partFrames / 2).map {
            purity(ofPart: signal[$0..<$0 + partFrames], of: hertz)
        }
        return parts.sorted()[parts.count / 2]
    }

    private static let partFrames = 1 << 14

    private static func purity(ofPart part: ArraySlice<Float>, of hertz: [Double]) -> Double {
        // Blackman-Harris: what is further than 4.5 / length away is 90 dB below.
        let count = partFrames
        let turns = (0..<count).map { 2 * Double.pi * Double($0) / Double(count) }
        var real = [Float](repeating: 0, count: count)
        for (index, sample) in part.enumerated() {
            let x = turns[index]
            real[index] = sample * Float(0.35875 - 0.48829 * cos(x) + 0.14128 * cos(2 * x) - 0.01168 * cos(3 * x))
        }
        var imaginary = [Float](repeating: 0, count: count)
        FourierTransform(size: count).forward(&real, &imaginary)
        var (near, far) = (1e-12, 1e-12)
        for bin in 0..<count / 2 {
            let frequency = Double(bin) * 44_100 / Double(count)
            let power = Double(real[bin] * real[bin] + imaginary[bin] * imaginary[bin])
            if hertz.contains(where: { abs($0 - frequency) < 12.2 }) { near += power } else { far += power }
        }
        return 10 * log10(near / far)
    }

    @Test(arguments: spectral, [0.3, 0.7, 1.4, 2.5])
    func aSteadyChordStaysPure(quality: StretchQuality, tempo: Double) {
        let (song, hertz) = Self.chord(seconds: 8)
        let player = Player(song, ChainParameters(tempo: tempo), quality: quality)
        let out = player.play(min(Int(300_000 / tempo), 160_000)).left
        #expect(Self.purity(out[20_000...], of: hertz) > 60)
    }

    @Test(arguments: spectral, [0.5, 1.6])
    func theSameHoweverItIsCut(quality: StretchQuality, tempo: Double) {
        let song = Self.piece(seconds: 2)
        let whole = Player(song, ChainParameters(semitones: -1, tempo: tempo), quality: quality).play(30_000)
        for cut in [1, 7, 16, 50] {
            #expect(Player(song, ChainParameters(semitones: -1, tempo: tempo), quality: quality).play(30_000, cut: cut) == whole, "\(cut)")
        }
    }

    @Test(arguments: StretchQuality.allCases)
    func theOriginalTempoIsTheOriginalBitForBit(quality: StretchQuality) {
        let song = Self.piece(seconds: 1)
        var stretcher = Stretcher(rate: 44_100, speed: 1, quality: quality)
        #expect(stretch(&stretcher, song, 0, 40_000).left == Array(song.left[..<40_000]))
    }

    @Test(arguments: spectral, [0.4, 0.8, 1.5])
    func backAtTheOriginalTempoItIsACopyAgain(quality: StretchQuality, speed: Double) throws {
        let song = Self.piece(seconds: 4)
        var stretcher = Stretcher(rate: 44_100, speed: 1, quality: quality)
        var out = stretch(&stretcher, song, 0, 20_000).left
        stretcher.set(speed: speed)
        out += stretch(&stretcher, song, stretcher.pushed, 40_000).left
        stretcher.set(speed: 1)
        let left = out.count
        out += stretch(&stretcher, song, stretcher.pushed, 40_000).left
        // The copy lies near where the tempo puts it, and is one to the last bit.
        let position = Int(stretcher.sourcePosition) - 20_000
        let copied = Array(out[(out.count - 20_000)...])
        let place = (position - 3000...position + 3000).first { Array(song.left[$0..<$0 + 20_000]) == copied }
        #expect(place != nil)
        // Neither way over is rougher than the music.
        #expect(roughness(out[(left - 3000)..<(left + 3000)]) < 1.3 * roughness(song.left[...]))
    }

    @Test(arguments: spectral)
    func stepsOfTempoAndKeyLeaveNoClick(quality: StretchQuality) {
        let (song, _) = Self.chord(seconds: 12)
        let player = Player(song, ChainParameters(tempo: 0.8), quality: quality)
        var worst: Float = 0
        _ = player.play(4000)
        for (step, tempo) in [1.3, 0.6, 1, 2, 1, 0.4, 4, 0.9, 5, 1.1].enumerated() {
            player.chain.set(ChainParameters(semitones: Float(step % 5) - 2, tempo: tempo))
            worst = max(worst, roughness(player.play(12_000).left[...]))
        }
        // Two semitones up, its curvature is a quarter above the song's.
        #expect(worst < 1.8 * roughness(song.left[...]))
    }

    /// A change may come while the last one is still faded into: whatever runs must end before it is replaced.
    @Test(arguments: spectral)
    func changesInQuickSuccessionLeaveNoClick(quality: StretchQuality) {
        let (song, _) = Self.chord(seconds: 12)
        var stretcher = Stretcher(rate: 44_100, speed: 0.8, quality: quality)
        var out = stretch(&stretcher, song, 0, 4000).left
        // Every distance from 150 frames to a tenth of a second, in an order that mixes short and long.
        for step in 0..<160 {
            stretcher.set(speed: [0.6, 1.3, 1, 0.85, 2.2, 0.5, 1.1][step % 7])
            out += stretch(&stretcher, song, stretcher.pushed, 150 + step * 1373 % 4300).left
        }
        #expect(roughness(out[...]) < 1.3 * roughness(song.left[...]))
    }

    @Test(arguments: StretchQuality.allCases)
    func nothingIsAllocatedWhileItPlays(quality: StretchQuality) {
        let song = Self.piece(seconds: 3)
        var stretcher = Stretcher(rate: 44_100, speed: 0.7, quality: quality)
        let out = UnsafeMutablePointer<Float>.allocate(capacity: 64)
        defer { out.deallocate() }
        var at = 0
        var allocations = 0
        song.left.withUnsafeBufferPointer { samples in
            guard let start = samples.baseAddress else { return }
            while at < 110_000 {
                let before = allocation_count()
                let needed = stretcher.framesNeeded(64)
                stretcher.push(left: start + at, right: start + at, frames: needed)
                stretcher.process(left: out, right: out, frames: 64)
                at += needed
                if at > 60_000 { stretcher.set(speed: 1.3) }
                if at > 90_000 { stretcher.set(speed: 1) }
                allocations += Int(allocation_count() - before)
            }
        }
        #expect(allocations == 0)
    }

    @Test(arguments: spectral)
    func whatIsNoNumberLeavesNoTrace(quality: StretchQuality) {
        let (song, hertz) = Self.chord(seconds: 5)
        var damaged = song
        for index in 30_000..<30_100 {
            damaged.left[index] = index % 2 == 0 ? .nan : .infinity
            damaged.right[index] = -.infinity
        }
        var stretcher = Stretcher(rate: 44_100, speed: 0.8, quality: quality)
        let out = stretch(&stretcher, damaged, 0, 200_000).left
        let last = out[120_000...]
        #expect(last.allSatisfy { $0.isFinite })
        #expect(Self.purity(last, of: hertz) > 60)
    }

    @Test(arguments: spectral)
    func afterAResetItBeginsAnew(quality: StretchQuality) {
        let song = Self.piece(seconds: 2)
        var stretcher = Stretcher(rate: 44_100, speed: 0.6, quality: quality)
        let first = stretch(&stretcher, song, 0, 30_000)
        stretcher.reset()
        #expect(stretch(&stretcher, song, 0, 30_000) == first)
    }

    /// The next frames of a stretcher alone, fed from `at` on.
    private func stretch(_ stretcher: inout Stretcher, _ song: Stereo, _ first: Int, _ frames: Int) -> Stereo {
        var out = Stereo(frames: frames) { _ in 0 }
        var at = first
        for done in stride(from: 0, to: frames, by: 50) {
            let count = min(50, frames - done)
            let needed = stretcher.framesNeeded(count)
            let left = (at..<at + needed).map { $0 < song.left.count ? song.left[$0] : 0 }
            let right = (at..<at + needed).map { $0 < song.right.count ? song.right[$0] : 0 }
            at += needed
            stretcher.push(left: left, right: right, frames: needed)
            out.left.withUnsafeMutableBufferPointer { l in
                out.right.withUnsafeMutableBufferPointer { r in
                    guard let l = l.baseAddress, let r = r.baseAddress else { return }
                    stretcher.process(left: l + done, right: r + done, frames: count)
                }
            }
        }
        return out
    }
}
