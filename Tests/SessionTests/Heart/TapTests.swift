import DSP
import Mood
import Testing

@testable import Session

/// The beats of a song, corrected by hand.
@Suite struct TapTests {
    private let rate = 44_100.0
    /// Two beats a second, four to a bar, 40 s.
    private let found = FoundBeats(
        beatFrames: (0..<80).map { Double($0) * 22_050 }, barFrames: (0..<20).map { Double($0) * 88_200 }, beatsPerMinute: 120,
        beatsPerBar: 4)
    private let frames = 80 * 22_050

    private func performance() -> Performance {
        var setting = Performance.Setting(mapping: ParameterMapping(map: .seed))
        (setting.sourceRate, setting.outputRate) = (rate, rate)
        var performance = Performance(setting)
        performance.take(.beats(BeatFinding(beats: found, confidence: 1), songFrames: frames), at: 0)
        _ = performance.takeActions()
        _ = performance.takeEvents()
        return performance
    }

    private func tap(_ performance: inout Performance, songSecond: Double, at seconds: Double) {
        performance.take(.hears(frame: songSecond * rate), at: seconds)
        performance.take(.tap, at: seconds)
    }

    private func kept(_ performance: inout Performance) -> [Double?] {
        performance.takeActions().compactMap { if case .keepTap(let frames, _) = $0 { .some(frames) } else { nil } }
    }

    /// Whether beats and bars lie `seconds` behind where they were found.
    private func isMoved(_ performance: Performance, by seconds: Double) -> Bool {
        guard let beats = performance.snapshot.beats, beats.beats.count == 80, beats.bars.count == 20 else { return false }
        func isOn(_ place: Double, _ step: Double) -> Bool {
            let rest = (place - seconds + 40).truncatingRemainder(dividingBy: step)
            return min(rest, step - rest) < 1e-6
        }
        return beats.beats.allSatisfy { isOn($0, 0.5) } && beats.bars.allSatisfy { isOn($0, 2) }
    }

    @Test func theMeanOfTapsInARowCounts() {
        var performance = performance()
        let offsets = [0.08, 0.13, 0.06, 0.11, 0.12]
        for (index, offset) in offsets.enumerated() {
            tap(&performance, songSecond: 3 + 0.5 * Double(index) + offset, at: 10 + 0.5 * Double(index))
            let mean = offsets[...index].reduce(0, +) / Double(index + 1)
            #expect(isMoved(performance, by: mean), "\(index)")
        }
        #expect(abs((performance.snapshot.tapSeconds ?? 0) - 0.1) < 1e-9)
        let kept = kept(&performance).compactMap { $0 }
        #expect(kept.count == offsets.count && abs((kept.last ?? 0) - 4410) < 1e-6)
    }

    /// Beyond half a beat the mean of places on either side would lie opposite to all of them.
    @Test func tapsAroundTheMiddleBetweenBeatsAgree() {
        var performance = performance()
        for (index, offset) in [0.24, 0.26, 0.25, 0.27, 0.23].enumerated() {
            tap(&performance, songSecond: 3 + 0.5 * Double(index) + offset, at: 10 + 0.5 * Double(index))
        }
        #expect(isMoved(performance, by: 0.25))
    }

    @Test func aLaterTapBeginsAnewAndALongRowFollowsItsEnd() {
        var performance = performance()
        tap(&performance, songSecond: 3.1, at: 10)
        tap(&performance, songSecond: 8.02, at: 15)
        #expect(isMoved(performance, by: 0.02))
        for index in 0..<16 { tap(&performance, songSecond: 10 + 0.5 * Double(index) + 0.06, at: 17 + 0.5 * Double(index)) }
        #expect(isMoved(performance, by: 0.06))
    }

    @Test func aResetForgetsAndIsRefusedWhereNothingWasTapped() {
        var performance = performance()
        performance.take(.resetTap, at: 1)
        #expect(performance.takeEvents().map { $0.kind.words } == ["tap reset: the beats are where they were found"])
        tap(&performance, songSecond: 3.1, at: 10)
        _ = performance.takeActions()
        performance.take(.resetTap, at: 11)
        #expect(isMoved(performance, by: 0) && performance.snapshot.tapSeconds == nil)
        #expect(kept(&performance) == [nil])
        // What was tapped before does not count with what is tapped now.
        tap(&performance, songSecond: 4.04, at: 12)
        #expect(isMoved(performance, by: 0.04))
    }

    @Test func whatWasKeptMovesTheBeatsThatAreFoundBeforeAndAfter() {
        var early = Performance(Performance.Setting(mapping: ParameterMapping(map: .seed)))
        early.take(.tapKept(frames: 4410), at: 0)
        #expect(early.snapshot.beats == nil)
        early.take(.beats(BeatFinding(beats: found, confidence: 1), songFrames: frames), at: 1)
        #expect(isMoved(early, by: 0.1))
        var late = performance()
        late.take(.tapKept(frames: -4410), at: 1)
        #expect(isMoved(late, by: -0.1))
        #expect(late.takeEvents().compactMap { $0.kind.words } == ["the beats are moved by -100 ms, as they were tapped before"])
        #expect(kept(&late).isEmpty)
        late.take(.resetTap, at: 2)
        #expect(isMoved(late, by: 0))
    }
}
