import Mood
import Testing

@testable import Session

@Suite struct FirstBeatsTests {
    private func finding(beats: Int) -> BeatFinding {
        let frames = (0..<beats).map { Double($0) * 22_050 }
        let region = BeatRegion(
            startFrame: 0, endFrame: Double(beats) * 22_050, confidence: 0.9, beatsPerMinute: 120, beatsPerBar: 4)
        return BeatFinding(
            beats: FoundBeats(beatFrames: frames, barFrames: [0], beatsPerMinute: 120, beatsPerBar: 4, regions: [region]), confidence: 0.9)
    }

    /// A grid that grows is waited for at once, without words or new measurements of loudness.
    @Test func theBeginningsBeatsAreWaitedForQuietly() throws {
        var setting = Performance.Setting(mapping: ParameterMapping(map: .seed))
        setting.analysesSong = true
        setting.sourceRate = 44_100
        var performance = Performance(setting)
        performance.begin()
        _ = performance.takeEvents()
        performance.take(.firstBeats(finding(beats: 8), songFrames: 44_100 * 3600), at: 1)
        #expect(performance.takeEvents().isEmpty)
        #expect(!performance.takeActions().contains { if case .measure = $0 { true } else { false } })
        #expect(performance.snapshot.beats?.beats.count == 8)
        #expect(performance.snapshot.beat != nil)
        // Beyond what is known there is no beat yet.
        var report = PlayerReport()
        report.heardFrame = 10 * 44_100
        performance.take(.played(report), at: 2)
        #expect(performance.snapshot.beat == nil)
        performance.take(.beats(finding(beats: 100), songFrames: 44_100 * 3600), at: 3)
        #expect(performance.takeEvents().contains { if case .beats = $0.kind { true } else { false } })
        #expect(performance.snapshot.beats?.beats.count == 100)
    }
}
