import DSP
import Testing

@Suite struct ChainRestartTests {
    /// Whatever sounded before, nothing of it is left.
    @Test(arguments: [StretchQuality.light, .normal], [(44_100.0, 48_000.0), (48_000, 44_100)])
    func aChainThatWasRestartedIsANewOne(quality: StretchQuality, rates: (source: Double, output: Double)) {
        let song = Stereo.noise(seconds: 3)
        let moods = [
            ChainParameters(semitones: -5, tempo: 0.3, filter: FilterSetting(kind: .lowPass, cutoffHertz: 1200), effect: .wah(Wah.Setting())),
            ChainParameters(semitones: 4, tempo: 2.5, filter: FilterSetting(kind: .highPass, cutoffHertz: 300), effect: .reverb(Reverb.Setting())),
            ChainParameters(semitones: 7, tempo: 2, effect: .delay(Delay.Setting()), gainDecibels: 9), ChainParameters(),
        ]
        for (before, after) in zip(moods, moods.dropFirst() + [moods[0]]) {
            var used = Chain(sourceRate: rates.source, outputRate: rates.output, parameters: before, quality: quality)
            _ = play(&used, song, 20_001)
            used.restart(after)
            var new = Chain(sourceRate: rates.source, outputRate: rates.output, parameters: after, quality: quality)
            let isSame = play(&used, song, 20_000) == play(&new, song, 20_000)
            #expect(isSame, "\(after)")
        }
    }

    private func play(_ chain: inout Chain, _ song: Stereo, _ frames: Int) -> [Float] {
        var left = [Float](repeating: 0, count: frames + 64), right = left
        var pushed = 0, done = 0
        while done < frames {
            let count = min(64, frames - done)
            let needed = chain.framesNeeded(count)
            song.left.withUnsafeBufferPointer { l in
                song.right.withUnsafeBufferPointer { r in chain.push(left: l.baseAddress! + pushed, right: r.baseAddress! + pushed, frames: needed) }
            }
            pushed += needed
            left.withUnsafeMutableBufferPointer { l in
                right.withUnsafeMutableBufferPointer { r in chain.process(left: l.baseAddress! + done, right: r.baseAddress! + done, frames: count) }
            }
            done += count
        }
        return left + right
    }
}
