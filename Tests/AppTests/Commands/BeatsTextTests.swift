import Mood
import Testing

@testable import App

@Suite struct BeatsTextTests {
    /// Beats at these tempi in turn, 40 each, in a piece of 100 frames a second.
    private func finding(_ tempi: [Double], rests: [Double] = []) -> BeatFinding {
        var beats: [Double] = []
        var regions: [BeatRegion] = []
        var frame = 50.0
        for (index, tempo) in tempi.enumerated() {
            let start = frame
            for _ in 0..<40 {
                beats.append(frame)
                frame += 6000 / tempo
            }
            if index > 0, index > rests.count || rests[index - 1] == 0 {
                regions[regions.count - 1].endFrame = frame
            } else {
                regions.append(BeatRegion(startFrame: start, endFrame: frame, confidence: 0.9, beatsPerMinute: tempo, beatsPerBar: 3))
            }
            if index < rests.count { frame += 100 * rests[index] }
        }
        let found = FoundBeats(
            beatFrames: beats, barFrames: [50], beatsPerMinute: tempi[0], beatsPerBar: 3, alternativeBeatsPerMinute: nil, regions: regions)
        return BeatFinding(beats: found, confidence: 0.9)
    }

    private func line(_ finding: BeatFinding, frames: Int) -> String { BeatsText.line(finding, rate: 100, songFrames: frames) }

    @Test func aSteadyTempoIsOneNumber() {
        #expect(line(finding([120]), frames: 2050) == "120.0 beats a minute, 3 to a bar, first at 0.50 s, confidence 0.90")
        #expect(line(BeatFinding(confidence: 0.1), frames: 9) == "no beat found: changes take effect at once, confidence 0.10")
    }

    @Test func tempiAreToldInTurn() {
        let text = line(finding([60, 120, 90]), frames: 9000)
        #expect(text.contains("60.0 until 0:40, then 120.0 until 1:00, then 90.0 beats a minute"), "\(text)")
        // Some beats around a change belong to neither tempo.
        let many = line(finding([60, 120, 90, 130, 70]), frames: 20_000)
        #expect(many.contains("60.0 beats a minute, from 6") && many.contains(" to 1"), "\(many)")
    }

    @Test func stretchesWithoutABeatAreTold() {
        let text = line(finding([120, 120], rests: [30]), frames: 100 * 80)
        #expect(text.contains("120.0 beats a minute"), "\(text)")
        #expect(text.contains("no beat 0:20 to 0:50, 1:10 to 1:20"), "\(text)")
    }

    @Test func aDriftIsNoChangeUntilItIsOne() {
        var beats: [Double] = []
        var frame = 0.0
        for index in 0..<200 {
            beats.append(frame)
            frame += 50 + (index % 2 == 0 ? 1 : -1)
        }
        let found = FoundBeats(beatFrames: beats, barFrames: [0], beatsPerMinute: 120, beatsPerBar: 4)
        #expect(found.tempi(rate: 100).count == 1)
    }
}
