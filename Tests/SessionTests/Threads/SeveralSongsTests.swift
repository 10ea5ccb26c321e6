import AllocationCounter
import DSP
import Foundation
import Mood
import Testing

@testable import Session

/// Two recordings of one theme, of which now one and now the other is wished, in virtual time.
@Suite struct SeveralSongsTests {
    private static let frames = 201 * 44_100

    private func playback(
        second: SyntheticSong = ThemeTakes.song(overtones: ThemeTakes.piano, phase: 0), grid: BeatGrid? = ThemeTakes.grid(), outputRate: Double = 44_100
    ) -> SongPlayback {
        SongPlayback(
            [
                PlayableSong(ThemeTakes.song(overtones: ThemeTakes.strings, phase: 0.9), name: "strings", grid: ThemeTakes.grid()),
                PlayableSong(second, name: "piano", grid: grid),
            ], loops: true, outputRate: outputRate, start: Wish(parameters: ChainParameters(), quantise: .now))
    }

    private func wish(_ song: Int, _ quantise: Quantise = .beat, _ parameters: ChainParameters = ChainParameters()) -> Wish {
        var wish = Wish(parameters: parameters, quantise: quantise)
        wish.song = song
        return wish
    }

    /// The left channel, and the frames at which songs came in.
    private func render(_ stage: inout SongPlayback, blockFrames: Int = 256, frames: Int = frames, wishes: [Int: Wish]) throws -> (sound: [Float], entrances: [Int64]) {
        let block = StereoBlock(frames: blockFrames)
        var sound: [Float] = [], entrances: [Int64] = []
        let times = wishes.keys.sorted()
        while sound.count < frames {
            try stage.feeders.fill()
            if let wish = wishes[sound.count] { stage.remote.wishes.post(wish) }
            let next = times.first { $0 > sound.count } ?? frames
            let count = min(blockFrames, next - sound.count)
            stage.player.render(left: block.left, right: block.right, frames: count)
            sound.append(contentsOf: UnsafeBufferPointer(start: block.left, count: count))
            while let event = stage.remote.events.pop() { if event.entering >= 0 { entrances.append(event.outputFrame) } }
        }
        return (sound, entrances)
    }

    private var hundred: [Int: Wish] {
        var wishes: [Int: Wish] = [:]
        for index in 0..<100 { wishes[10_000 + index * 88_200 + index * 97 % 5000] = wish(1 - index % 2) }
        return wishes
    }

    private func momentary(_ sound: [Float]) -> [Double] {
        var loudness = Loudness(rate: 44_100)
        var units: [Double] = []
        for start in stride(from: 0, to: sound.count - 4410, by: 4410) {
            sound.withUnsafeBufferPointer { samples in
                let piece = samples.baseAddress! + start
                loudness.add(left: piece, right: piece, frames: 4410)
            }
            units.append(loudness.momentary)
        }
        return units
    }

    @Test func aHundredChangesAreNoStepInLoudnessAndNoClick() throws {
        var mixed = playback(), first = playback(), second = playback()
        let (sound, entrances) = try render(&mixed, wishes: hundred)
        #expect(entrances.count == 100)
        let strings = try render(&first, wishes: [:]).sound
        let piano = try render(&second, wishes: [0: wish(1, .now)]).sound
        let (heard, one, other) = (momentary(sound), momentary(strings), momentary(piano))
        var worst = 0.0
        for index in 10..<heard.count {
            let low = min(one[index], other[index]), high = max(one[index], other[index])
            worst = max(worst, low - heard[index], heard[index] - high)
        }
        #expect(worst < 0.5, "\(worst) LU")
        func bend(_ sound: [Float]) -> Float {
            var most: Float = 0
            for index in 30_001..<sound.count - 1 {
                let bend: Float = sound[index - 1] - 2 * sound[index] + sound[index + 1]
                most = max(most, abs(bend))
            }
            return most
        }
        #expect(bend(sound) <= 1.05 * max(bend(strings), bend(piano)))
    }

    @Test(arguments: [44_100.0, 48_000]) func barsStayAligned(rate: Double) throws {
        var mixed = playback(second: ThemeTakes.song(overtones: ThemeTakes.piano, phase: 0, rate: rate), grid: ThemeTakes.grid(rate: rate))
        var alone = playback()
        let sound = try render(&mixed, wishes: hundred).sound
        let strings = try render(&alone, wishes: [:]).sound
        let (one, other) = (onsets(sound), onsets(strings))
        let best = lag(one, other, 100..<other.count - 100)
        #expect(abs(best) <= 1, "\(Double(best) * 2) ms after a hundred changes")
        // Towards the end, too.
        #expect(abs(lag(one, other, other.count - 3000..<other.count - 100)) <= 1)
    }

    /// The rise of the envelope in pieces of 2 ms.
    private func onsets(_ sound: [Float]) -> [Float] {
        var onsets: [Float] = [], before: Float = 0
        for start in stride(from: 0, to: sound.count - 88, by: 88) {
            var level: Float = 0
            for index in start..<start + 88 { level += abs(sound[index]) }
            onsets.append(max(level - before, 0))
            before = level
        }
        return onsets
    }

    /// By how many pieces the one is late where both agree best.
    private func lag(_ one: [Float], _ other: [Float], _ range: Range<Int>) -> Int {
        var best = 0, most: Float = -1
        for lag in -30...30 {
            var sum: Float = 0
            for index in range { sum += one[index + lag] * other[index] }
            if sum > most { (best, most) = (lag, sum) }
        }
        return best
    }

    @Test func theBlockSizeNeverMattersAndASongComesInOnABeat() throws {
        let mood = ChainParameters(semitones: -3, tempo: 0.8, effect: .reverb(Reverb.Setting()))
        let wishes = [20_000: wish(1, .beat, mood), 60_001: wish(0, .bar), 160_000: wish(1, .now, mood), 190_000: wish(0, .now)]
        var reference = playback()
        let (sound, entrances) = try render(&reference, blockFrames: 64, frames: 260_000, wishes: wishes)
        #expect(entrances.count == 4 && entrances.first == 22_050)
        for blockFrames in [100, 256, 1024] {
            var other = playback()
            let again = try render(&other, blockFrames: blockFrames, frames: 260_000, wishes: wishes)
            #expect(again.sound == sound, "blocks of \(blockFrames)")
        }
    }

    /// At every tempo, whatever was played before.
    @Test func theBlockSizeNeverMattersInQuickSuccession() throws {
        for parameters in [ChainParameters(), ChainParameters(semitones: 3, tempo: 1.6)] {
            var stage = playback(), twin = playback()
            var wishes: [Int: Wish] = [:]
            for index in 0..<12 { wishes[40_000 + index * 33_000] = wish(1 - index % 2, .now, parameters) }
            let one = try render(&stage, frames: 40_000 + 12 * 33_000, wishes: wishes)
            let other = try render(&twin, blockFrames: 1000, frames: 40_000 + 12 * 33_000, wishes: wishes)
            let difference = zip(one.sound, other.sound).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            #expect(one.entrances == other.entrances && difference == nil, "tempo \(parameters.tempo), from frame \(difference ?? 0) on")
        }
    }

    @Test func changingAllocatesNothing() throws {
        var stage = playback()
        let block = StereoBlock(frames: 256)
        var allocations = 0
        for index in 0..<2000 {
            try stage.feeders.fill()
            if index % 150 == 0 { stage.remote.wishes.post(wish(index / 150 % 2)) }
            let before = allocation_count()
            stage.player.render(left: block.left, right: block.right, frames: 256)
            allocations += allocation_count() - before
            while stage.remote.events.pop() != nil {}
        }
        #expect(allocations == 0)
    }

    @Test func aSongThatIsNotThereYetIsWaitedForWhileTheOtherPlays() throws {
        var stage = playback()
        let block = StereoBlock(frames: 256)
        stage.remote.wishes.post(wish(1, .now))
        for index in 0..<800 {
            try stage.feeders[0].pointee.fill()
            if index >= 400 { try stage.feeders[1].pointee.fill() }
            stage.player.render(left: block.left, right: block.right, frames: 256)
            if index < 400 { #expect(stage.player.song == 0) }
        }
        #expect(stage.player.song == 1)
        #expect(stage.remote.gauges.starvedQuanta.load(ordering: .relaxed) == 0)
    }
}
