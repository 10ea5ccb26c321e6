import AllocationCounter
import DSP
import Fixtures
import Mood
import Testing

@testable import Session

@Suite struct PlayerTests {
    private let moods = Expression.allCases.map {
        ParameterMapping(map: .seed).parameters(named: $0, weights: ExpressionWeights(only: $0))
    }

    /// Renders `frames` frames in blocks of `blockFrames`, wishing the next mood every `period` frames exactly.
    private func render(frames: Int, blockFrames: Int, period: Int = 9_999) throws -> [Float] {
        var stage = playback(start: moods[4])
        let block = StereoBlock(frames: blockFrames)
        var result: [Float] = []
        while result.count < 2 * frames {
            try stage.feeders.fill()
            let done = result.count / 2
            if done % period == 0 {
                stage.remote.wishes.post(Wish(parameters: moods[done / period % 5], quantise: .now))
            }
            let count = min(blockFrames, frames - done, period - done % period)
            stage.player.render(left: block.left, right: block.right, frames: count)
            block.interleave(frames: count, channels: 2)
            result.append(contentsOf: UnsafeBufferPointer(start: block.interleaved, count: 2 * count))
        }
        return result
    }

    @Test func theBlockSizeNeverMatters() throws {
        let reference = try render(frames: 60_000, blockFrames: 64)
        for blockFrames in [100, 256, 1024] {
            let other = try render(frames: 60_000, blockFrames: blockFrames)
            #expect(reference == other, "blocks of \(blockFrames) frames")
        }
        #expect(reference.contains { abs($0) > 0.05 })
        #expect(reference.allSatisfy { $0.isFinite && abs($0) <= 1 })
    }

    @Test func tenThousandBlocksAllocateNothing() throws {
        var stage = playback(start: moods[4])
        let block = StereoBlock(frames: 256)
        var allocations = 0
        for index in 0..<10_000 {
            try stage.feeders.fill()
            if index % 100 == 0 { stage.remote.wishes.post(Wish(parameters: moods[index / 100 % 5], quantise: .now)) }
            let before = allocation_count()
            stage.player.render(left: block.left, right: block.right, frames: 256)
            block.interleave(frames: 256, channels: 2)
            _ = block.peak(frames: 256)
            allocations += allocation_count() - before
            while stage.remote.events.pop() != nil {}
        }
        #expect(allocations == 0)
    }

    @Test func theAllocationCounterCounts() {
        let before = allocation_count()
        let memory = UnsafeMutablePointer<Float>.allocate(capacity: 1000)
        memory.deallocate()
        #expect(allocation_count() > before)
    }

    @Test func changesWaitForTheBeatAndReportTheirFrame() throws {
        let grid = try #require(
            BeatGrid(
                beatFrames: (0..<6).map { Double($0) * 22_050 }, barFrames: [0, 88_200], loopFrames: 132_300, beatsPerMinute: 120,
                beatsPerBar: 4))
        var stage = playback(start: ChainParameters(), grid: grid)
        let block = StereoBlock(frames: 256)
        for index in 0..<200 {
            try stage.feeders.fill()
            if index == 10 { stage.remote.wishes.post(Wish(parameters: moods[0], quantise: .beat)) }
            stage.player.render(left: block.left, right: block.right, frames: 256)
        }
        let (first, second, third) = (stage.remote.events.pop(), stage.remote.events.pop(), stage.remote.events.pop())
        let colour = try #require(first)
        let structure = try #require(second)
        #expect(colour.outputFrame == 2560)
        #expect(colour.parameters.filter.kind == .highPass)
        #expect(colour.parameters.tempo == 1)
        #expect(structure.outputFrame == 22_050)
        #expect(structure.parameters.tempo == 2.5)
        #expect(third == nil)
    }

    @Test(arguments: MoodMap.builtin)
    func randomMoodsGiveTheSameBytesAtEveryBlockSize(map: MoodMap) throws {
        let grid = try #require(
            BeatGrid(
                beatFrames: (0..<9).map { Double($0) * 14_700 }, barFrames: [0, 58_800], loopFrames: 132_300, beatsPerMinute: 180,
                beatsPerBar: 4))
        var mapping = ParameterMapping(map: map, beatsPerMinute: 180)
        mapping.match.gains = ExpressionWeights(happy: -1.5, sad: 6, angry: -2, surprise: -1, neutral: 0.5)
        mapping.match.filterGains = ExpressionWeights(sad: 4, neutral: 0.5)
        func render(_ blockFrames: Int) throws -> [Float] {
            var stage = playback(start: mapping.parameters(named: .neutral, weights: .init(neutral: 1)))
            let block = StereoBlock(frames: blockFrames)
            var random = SeededNumbers(seed: 11)
            var result: [Float] = []
            var next = 0
            while result.count < 2 * 400_000 {
                try stage.feeders.fill()
                let done = result.count / 2
                if done == next {
                    let mood = Expression.allCases.randomElement(using: &random)!
                    let weights = ExpressionWeights(only: mood)
                    stage.remote.wishes.post(
                        Wish(
                            parameters: mapping.parameters(named: mood, weights: weights), quantise: .beat,
                            structureDecibels: mapping.structureDecibels(named: mood, weights: weights), marks: grid.marks))
                    next += Int.random(in: 500...40_000, using: &random)
                }
                let count = min(blockFrames, next - done)
                stage.player.render(left: block.left, right: block.right, frames: count)
                block.interleave(frames: count, channels: 2)
                result.append(contentsOf: UnsafeBufferPointer(start: block.interleaved, count: 2 * count))
                while stage.remote.events.pop() != nil {}
            }
            // The last block reaches past the end by what its size has left over.
            return Array(result.prefix(2 * 400_000))
        }
        let reference = try render(64)
        for blockFrames in [128, 256, 512, 1000, 1024] { #expect(try render(blockFrames) == reference, "blocks of \(blockFrames)") }
        #expect(reference.contains { abs($0) > 0.05 })
    }

    @Test func anUnderrunGivesSilenceThenTheMusicReturns() throws {
        var stage = playback(start: ChainParameters())
        let block = StereoBlock(frames: 256)
        for _ in 0..<20 { stage.player.render(left: block.left, right: block.right, frames: 256) }
        let quanta = stage.remote.gauges.starvedQuanta.load(ordering: .relaxed)
        #expect(quanta == 80)
        #expect(block.peak(frames: 256) == 0)
        for _ in 0..<200 {
            try stage.feeders.fill()
            stage.player.render(left: block.left, right: block.right, frames: 256)
        }
        #expect(block.peak(frames: 256) > 0.05)
        // The song's own frames, without the silence before them: the chain had read that far ahead, and beats stay in place.
        let heard = stage.remote.gauges.heardFrame
        #expect(heard > 0 && heard < 51_200, "\(heard)")
    }
}

/// Three seconds of a chord, looping.
private func playback(start: ChainParameters, grid: BeatGrid? = nil) -> SongPlayback {
    SongPlayback(
        [PlayableSong(SyntheticSong.chord(seconds: 3), name: "chord", grid: grid)], loops: true, outputRate: 44_100,
        start: Wish(parameters: start, quantise: .now))
}
