import AllocationCounter
import Testing

@testable import DSP

/// From vocoder to splices and back while it plays.
@Suite struct SplicesAloneTests {
    private static let spectral = StretchQualityTests.spectral

    @Test(arguments: spectral, [0.6, 0.8, 1.5])
    func neitherWayLeavesAClick(quality: StretchQuality, tempo: Double) {
        let (song, _) = StretchQualityTests.chord(seconds: 20)
        let player = Player(song, ChainParameters(tempo: tempo), quality: quality)
        _ = player.play(20_000)
        var worst: Float = 0
        for change in 1...40 {
            player.chain.set(ChainParameters(tempo: tempo, splicesAlone: change % 2 == 1))
            worst = max(worst, roughness(player.play(3000 + change * 1373 % 9000).left[...]))
        }
        #expect(worst < 1.3 * roughness(song.left[...]))
    }

    @Test(arguments: spectral)
    func theVocoderIsLeftAndComesBack(quality: StretchQuality) {
        let (song, hertz) = StretchQualityTests.chord(seconds: 20)
        let player = Player(song, ChainParameters(tempo: 0.7), quality: quality)
        func purity(_ splicesAlone: Bool) -> Double {
            player.chain.set(ChainParameters(tempo: 0.7, splicesAlone: splicesAlone))
            return StretchQualityTests.purity(player.play(160_000).left[40_000...], of: hertz)
        }
        #expect(purity(false) > 60)
        #expect(purity(true) < 40)
        #expect(purity(false) > 60)
    }

    @Test(arguments: spectral)
    func theSameHoweverItIsCut(quality: StretchQuality) {
        let song = StretchQualityTests.piece(seconds: 4)
        func session(cut: Int) -> Stereo {
            let player = Player(song, ChainParameters(tempo: 0.8), quality: quality)
            var all = Stereo(frames: 0) { _ in 0 }
            for change in 1...9 {
                let part = player.play(5000 + 7 * change, cut: cut)
                all.left += part.left
                all.right += part.right
                player.chain.set(ChainParameters(semitones: change > 6 ? 2 : 0, tempo: 0.8, splicesAlone: change % 2 == 1))
            }
            return all
        }
        let whole = session(cut: 64)
        for cut in [1, 7, 16, 50] { #expect(session(cut: cut) == whole, "\(cut)") }
    }

    @Test func nothingIsAllocated() {
        let song = StretchQualityTests.piece(seconds: 3)
        var stretcher = Stretcher(rate: 44_100, speed: 0.7)
        let out = UnsafeMutablePointer<Float>.allocate(capacity: 64)
        defer { out.deallocate() }
        var (at, allocations) = (0, 0)
        song.left.withUnsafeBufferPointer { samples in
            guard let start = samples.baseAddress else { return }
            while at < 110_000 {
                let before = allocation_count()
                stretcher.set(speed: 0.7, splicesAlone: at / 15_000 % 2 == 1)
                let needed = stretcher.framesNeeded(64)
                stretcher.push(left: start + at, right: start + at, frames: needed)
                stretcher.process(left: out, right: out, frames: 64)
                at += needed
                allocations += Int(allocation_count() - before)
            }
        }
        #expect(allocations == 0)
    }

    @Test func lightQualityStaysAsItIs() {
        let song = StretchQualityTests.piece(seconds: 2)
        let plain = Player(song, ChainParameters(tempo: 0.7)).play(30_000)
        #expect(Player(song, ChainParameters(tempo: 0.7, splicesAlone: true)).play(30_000) == plain)
    }
}
