// DSPTests: sound judged by its properties: length, position, frequency, response, decay, level, exact bytes.
// May import DSP and Fixtures.
// Signals are made here by formula; nothing is read from disk.
import Testing

@testable import DSP

/// What happens while parameters change: the same bytes however the output is cut, and no click.
@Suite struct ChainChangeTests {
    static let moods: [ChainParameters] = [
        ChainParameters(filter: FilterSetting(kind: .lowPass, cutoffHertz: 8000)),
        ChainParameters(
            semitones: 4, tempo: 2.5, filter: FilterSetting(kind: .highPass, cutoffHertz: 300),
            effect: .reverb(Reverb.Setting())),
        ChainParameters(
            semitones: -5, tempo: 0.3, filter: FilterSetting(kind: .lowPass, cutoffHertz: 1200),
            effect: .wah(Wah.Setting(wet: 0.35))),
        ChainParameters(semitones: 7, tempo: 4, effect: .delay(Delay.Setting(seconds: 0.05))),
    ]

    func session(_ song: Stereo, cut: (Int) -> Int) -> Stereo {
        let player = Player(song, Self.moods[0])
        var all = Stereo(frames: 0) { _ in 0 }
        for change in 1...6 {
            var left = 2500 + 7 * change
            while left > 0 {
                let count = min(left, max(1, cut(all.left.count)))
                let part = player.play(count, cut: count)
                all.left += part.left
                all.right += part.right
                left -= count
            }
            player.chain.set(Self.moods[change % 4])
        }
        return all
    }

    @Test func cuttingNeverChangesTheBytes() {
        let song = Stereo.noise(seconds: 2)
        let whole = session(song) { _ in 64 }
        #expect(peak(whole.left[...]) > 0.05)
        #expect(session(song) { _ in 64 } == whole)
        #expect(session(song) { _ in 1 } == whole)
        #expect(session(song) { 1 + ($0 * 31 % 64) } == whole)
    }

    @Test func changesLeaveNoClick() {
        // The steepest second difference of a 200 Hz sine shifted up 7 semitones and lifted by a wah is about 0.0025.
        let player = Player(.sine(200, seconds: 8, amplitude: 0.25), Self.moods[0])
        _ = player.play(2000)
        for change in 1...16 {
            player.chain.set(Self.moods[(change * 3 + change / 4) % 4])
            let out = player.play(5000)
            #expect(roughness(out.left[...]) < 0.006, "change \(change)")
        }
    }

    /// Back at its own key and tempo a piece is itself again, bit for bit, and the resampler costs nothing.
    @Test func backHomeTheOutputIsTheInputAgain() throws {
        let song = Stereo.noise(seconds: 2)
        let player = Player(song, ChainParameters())
        for semitones in [3, 0, -4, 0] as [Float] {
            player.chain.set(ChainParameters(semitones: semitones))
            _ = player.play(7001)
        }
        _ = player.play(3000)
        let position = player.sourcePosition
        let out = player.play(1000).left
        let start = try #require(song.left.firstIndex(of: out[0]))
        #expect(Array(song.left[start..<start + 1000]) == out)
        // Where it reads lies at most a splice's reach from where it says it is, and the limiter's delay behind.
        #expect(abs(Double(start + player.chain.latencyFrames) - position) < SplicePlan(rate: 44_100).limit(1))
    }

    /// A fade ends at −60 dB, and what comes then is silence and not a thousandth of the music.
    @Test func theBottomOfTheGainIsSilence() {
        let player = Player(.sine(440, seconds: 2, amplitude: 0.8), ChainParameters(gainDecibels: -59))
        #expect(peak(player.play(3000).left[1000...]) > 0.0005)
        player.chain.set(ChainParameters(gainDecibels: -60))
        let out = player.play(6000)
        #expect(roughness(out.left[...]) < 0.0001)
        #expect(out.left[4000...].allSatisfy { $0 == 0 })
        player.chain.set(ChainParameters())
        #expect(peak(player.play(6000).left[4000...]) > 0.79)
    }

    @Test(arguments: [0.0, 6, -20])
    func gainIsReached(decibels wanted: Double) {
        let player = Player(.sine(440, seconds: 2, amplitude: 0.1), ChainParameters())
        _ = player.play(3000)
        player.chain.set(ChainParameters(gainDecibels: Float(wanted)))
        let out = player.play(12_000)
        #expect(abs(decibels(tone(out.left[6000...], hertz: 440).amplitude / 0.1) - wanted) < 0.01)
    }
}
