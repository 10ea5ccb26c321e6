import Testing

@testable import DSP

@Suite struct StretchTests {
    /// Frames where a click begins: louder than 0.1 after 20 ms of less.
    func clicks(_ signal: [Float]) -> [Int] {
        var found: [Int] = []
        var lastLoud = -10_000
        for (index, sample) in signal.enumerated() where abs(sample) > 0.1 {
            if index - lastLoud > 900 { found.append(index) }
            lastLoud = index
        }
        return found
    }

    @Test(arguments: [0.3, 0.5, 0.8, 1.25, 2.5, 4], StretchQuality.allCases)
    func everyClickIsPlayedOnceAndInTime(tempo: Double, quality: StretchQuality) {
        // Clicks of 2 ms at uneven distances in faint noise.
        var song = Stereo.noise(seconds: 3.2, amplitude: 0.001)
        let places = [9000, 27_000, 41_500, 66_000, 83_100, 105_000, 121_700]
        for place in places {
            for index in 0..<90 { song.left[place + index] += index % 8 < 4 ? 0.5 : -0.5 }
        }
        song.right = song.left
        let out = Player(song, ChainParameters(tempo: tempo), quality: quality).play(Int(130_000 / tempo)).left
        let heard = clicks(out)
        #expect(heard.count == places.count)
        for (place, click) in zip(places, heard) {
            #expect(abs(Double(click - 64) - Double(place) / tempo) < 0.012 * 44_100)
        }
    }

    @Test(arguments: [0.1, 0.5, 0.9, 1.1, 2.5, 5, 10])
    func noSpliceCutsIntoAnOnset(speed: Double) {
        let plan = SplicePlan(rate: 44_100)
        let here = 100_000
        let past = here - 1500
        var splices = 0
        var cut: [String] = []
        // The running piece up to 0.15 s off its place, the next onset within 60 ms of it.
        for drift in stride(from: -6600, through: 6600, by: 37) where Double(abs(drift)) < plan.limit(speed) + Double(plan.patience) {
            for plays in stride(from: 0, through: 2600, by: 13) {
                let next = here + plays
                let isOverdue = Double(next - here + drift) < -Double(plan.slack) * speed
                let step = plan.step(here: here, nominal: Double(here - drift), speed: speed, past: past, next: next)
                guard case .splice(let lowest, let highest, let fade) = step, !isOverdue else { continue }
                splices += 1
                let fits = lowest < highest && fade >= plan.shortestFade && fade <= plan.longestFade
                let oldEndsBefore = here + fade < next
                let newBeginsBefore = highest + fade < next
                let staysOnce = speed > 1 || lowest > past
                if !(fits && oldEndsBefore && newBeginsBefore && staysOnce) { cut.append("\(drift) \(plays): \(step)") }
            }
        }
        #expect(splices > 1000)
        #expect(cut.isEmpty, "\(cut.count): \(cut.prefix(3))")
    }

    @Test(arguments: StretchQuality.allCases)
    func aNewTempoActsAtOnceAlsoWhileACrossFadeRuns(quality: StretchQuality) {
        let player = Player(Stereo.noise(seconds: 6), ChainParameters(tempo: 0.5), quality: quality)
        for turn in 0..<40 {
            _ = player.play(1000 + 61 * turn)
            let before = player.sourcePosition
            player.chain.set(ChainParameters(tempo: 2))
            _ = player.play(441)
            // 3 ms, and what the resampler has taken in advance.
            #expect(player.sourcePosition - before > 441 * 2 - 0.004 * 44_100 * 1.5)
            player.chain.set(ChainParameters(tempo: 0.5))
        }
    }

    @Test func onsetsAreFoundWhereNotesBeginAndNotInSteadySound() {
        var ring = AudioRing(minimumFrames: 65_536)
        var search = SpliceSearch(rate: 44_100, ringFrames: ring.capacity, maximumFrames: 1400)
        var finder = OnsetFinder(rate: 44_100, factor: search.factor)
        let song = Stereo(frames: 40_000) { frame in
            let low = 0.3 * Float((frame / 150) % 2) - 0.15
            return frame < 5000 ? low : low + (frame > 20_000 && frame < 24_000 ? 0.3 * Float(frame / 10 % 2) - 0.15 : 0)
        }
        ring.write(left: song.left, right: song.right, frames: 40_000)
        search.follow(ring)
        finder.follow(ring, coarse: search.coarse)
        let onset = finder.first(from: 5000)
        #expect(abs(onset - 20_000) < 140)
        #expect(finder.first(from: onset + 1) == Int.max)
        #expect(finder.last(before: 30_000) == onset)
    }

    @Test func theSearchFindsTheOnlyLikePlace() {
        var ring = AudioRing(minimumFrames: 16_384)
        let noise = Stereo.noise(seconds: 0.3)
        var signal = noise.left
        for index in 0..<900 { signal[7013 + index] = 0.5 * signal[2000 + index] }
        ring.write(left: signal, right: signal, frames: signal.count)
        var search = SpliceSearch(rate: 44_100, ringFrames: ring.capacity, maximumFrames: 1400)
        search.follow(ring)
        let match = search.best(in: ring, like: 2000, window: 600, from: 6500, to: 7500)
        #expect(match.frame == 7013)
        #expect(match.likeness > 0.999)
    }
}
