import Capture
import DSP
import Foundation
import Mood
import Testing

@testable import Session

@Suite struct OfflineRenderTests {
    /// Everything a rendering writes, interleaved.
    private func render(
        _ song: SyntheticSong, _ parameters: ChainParameters, channels: Int = 2, changes: [ScoredWish] = [], length: RenderLength
    ) throws -> [Float] {
        var samples: [Float] = []
        var render = OfflineRender(
            song: song, name: "test", outputRate: song.sampleRate, channels: channels,
            start: Wish(parameters: parameters, quantise: .now), length: length)
        let count = try render.run(changes: changes) { (pointer, frames) throws(LeitmotifError) in
            samples.append(contentsOf: UnsafeBufferPointer(start: pointer, count: frames * channels))
        }
        #expect(Int(count) * channels == samples.count)
        return samples
    }

    @Test(arguments: [0.1, 0.3, 0.5, 0.77, 1, 1.3, 2.5, 4, 5])
    func theLengthIsExact(tempo: Double) throws {
        for frames in [1, 63, 1000, 30_011] {
            let song = SyntheticSong(frames: frames) { _ in 0.1 }
            let samples = try render(song, ChainParameters(tempo: tempo), length: .song(longestTailSeconds: 0))
            #expect(samples.count / 2 == Int((Double(frames) / tempo).rounded()), "\(frames) frames")
        }
    }

    @Test func tempoOneInTheSameKeyIsTheSong() throws {
        let song = SyntheticSong.chord(seconds: 1)
        let samples = try render(song, ChainParameters(), length: .song(longestTailSeconds: 0))
        let original = UnsafeMutablePointer<Float>.allocate(capacity: 88_200)
        defer { original.deallocate() }
        try song.rewind()
        _ = try song.read(into: original, frames: 44_100)
        let worst = samples.indices.map { abs(samples[$0] - original[$0]) }.max() ?? 1
        #expect(worst < 1e-4)
    }

    @Test func monoStaysMono() throws {
        let song = SyntheticSong(frames: 5000, channels: 1) { Float(sin(Double($0) / 20)) * 0.3 }
        let samples = try render(song, ChainParameters(), channels: 1, length: .song(longestTailSeconds: 0))
        #expect(samples.count == 5000)
        #expect(abs(samples[2500] - Float(sin(2500.0 / 20)) * 0.3) < 1e-4)
    }

    @Test func aReverbRingsOutToMinusSixtyDecibels() throws {
        let burst = SyntheticSong(frames: 20_000) { $0 > 15_000 && $0 < 19_990 ? Float(sin(Double($0) / 15)) * 0.5 : 0 }
        let wet = ChainParameters(effect: .reverb(Reverb.Setting(seconds: 2)))
        let ringing = try render(burst, wet, length: .song(longestTailSeconds: 10))
        #expect(ringing.count / 2 > 20_000 + 22_050)
        #expect(ringing.count / 2 < 20_000 + 3 * 44_100)
        #expect(ringing.suffix(2).contains { abs($0) > OfflineRender.quiet })
        try burst.rewind()
        let dry = try render(burst, ChainParameters(), length: .song(longestTailSeconds: 10))
        #expect(dry.count / 2 < 20_000 + 441)
    }

    @Test func aLengthInFramesLoopsTheSongWithoutAGap() throws {
        let song = SyntheticSong(frames: 441) { Float(sin(2 * .pi * Double($0) / 44.1)) * 0.3 }
        let samples = try render(song, ChainParameters(), length: .frames(10_000))
        #expect(samples.count == 20_000)
        #expect(song.rewinds >= 22)
        let left = stride(from: 0, to: samples.count, by: 2).map { samples[$0] }
        // No step between neighbours is larger than the sine's own steepest.
        let steepest = zip(left, left.dropFirst()).map { abs($0 - $1) }.max() ?? 1
        #expect(steepest < 0.3 * 2 * .pi / 44.1 * 1.05)
    }

    @Test func aSongWithoutAFrameIsAnError() {
        let song = SyntheticSong(frames: 0) { _ in 0 }
        #expect(throws: LeitmotifError.self) { try render(song, ChainParameters(), length: .frames(1000)) }
    }

    @Test func theSameBytesComeTwice() throws {
        let wish = Wish(parameters: ChainParameters(semitones: 3, tempo: 0.8), quantise: .now)
        let changes = [ScoredWish(outputFrame: 5001, wish: wish)]
        let first = try render(.chord(seconds: 1), ChainParameters(), changes: changes, length: .frames(30_000))
        let second = try render(.chord(seconds: 1), ChainParameters(), changes: changes, length: .frames(30_000))
        #expect(first == second)
    }
}
