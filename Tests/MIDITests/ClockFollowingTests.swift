import Mood
import Session
import Testing

@testable import MIDI

@Suite struct ClockFollowingTests {
    /// Moods that differ in tempo, and in nothing that would hide a click's beginning.
    private static var plain: MoodMap {
        var map = MoodMap.drama
        for expression in Expression.allCases {
            map[expression] = MoodSetting(tempo: map[expression].tempo)
        }
        return map
    }

    /// Ten minutes beside a clock of another tempo, whatever the moods ask for.
    @Test func tenMinutesStayWithinTenMilliseconds() throws {
        var rehearsal = try Rehearsal(map: ClockFollowingTests.plain)
        rehearsal.outside.take(.start, at: 0)
        let perSecond = 112.0 / 60
        let truth: (Double) -> Double = { $0 * perSecond }
        for part in 1...60 {
            let moods: [Session.Command] = [.hold(.happy), .hold(.sad), .hold(.angry), .release]
            rehearsal.performance.take(moods[part % 4], at: Double(part - 1) * 10)
            try rehearsal.run(until: Double(part) * 10, beat: truth)
        }
        let late = rehearsal.lateness(from: 15, to: 600, truth, perSecond)
        #expect(late.count > 1000)
        let mean = late.reduce(0, +) / Double(late.count)
        // Ticks that come up to 6 ms late are 3 ms late on the whole.
        #expect(abs(mean - 0.003) < 0.006, "\(mean)")
        #expect(late.allSatisfy { abs($0 - 0.003) < 0.010 }, "\(late.map { abs($0 - 0.003) }.max() ?? 0)")
        #expect(rehearsal.remarks == ["MIDI clock: it is followed"])
    }

    @Test func anotherTempoIsReachedAndTheLastOneGoesOn() throws {
        var rehearsal = try Rehearsal()
        rehearsal.outside.take(.start, at: 0)
        try rehearsal.run(until: 20, beat: { $0 * 1.5 })
        // From 90 to 130.
        let faster: (Double) -> Double = { 30 + ($0 - 20) * 130 / 60 }
        try rehearsal.run(until: 50, beat: faster)
        let late = rehearsal.lateness(from: 32, to: 50, faster, 130.0 / 60)
        #expect(late.allSatisfy { abs($0 - 0.003) < 0.010 }, "\(late.map { abs($0) }.max() ?? 0)")
        // The cable is pulled out.
        try rehearsal.run(until: 70, beat: nil)
        let alone = rehearsal.lateness(from: 50, to: 70, faster, 130.0 / 60)
        #expect(alone.allSatisfy { abs($0 - 0.003) < 0.020 }, "\(alone.map { abs($0) }.max() ?? 0)")
        #expect(rehearsal.remarks.contains("MIDI clock: lost; the last tempo goes on"))
    }

    @Test func startAndStopAreFollowed() throws {
        var rehearsal = try Rehearsal()
        rehearsal.outside.take(.start, at: 0)
        let truth: (Double) -> Double = { $0 * 1.8 }
        try rehearsal.run(until: 10, beat: truth)
        rehearsal.outside.take(.stop, at: 10)
        try rehearsal.run(until: 14, beat: nil)
        #expect(rehearsal.performance.snapshot.isPaused)
        #expect(!rehearsal.clicks.contains { $0 > 11 })
        rehearsal.outside.take(.songPosition(72), at: 14)
        rehearsal.outside.take(.continue, at: 14)
        let begin = rehearsal.now
        let further: (Double) -> Double = { 18 + ($0 - begin) * 1.8 }
        try rehearsal.run(until: 30, beat: further)
        #expect(!rehearsal.performance.snapshot.isPaused)
        #expect(abs(rehearsal.beatsAhead(of: further)) < 0.05)
        let late = rehearsal.lateness(from: 22, to: 30, further, 1.8)
        #expect(late.count > 10)
        #expect(late.allSatisfy { abs($0 - 0.003) < 0.010 }, "\(late.map { abs($0) }.max() ?? 0)")
    }

    /// An instrument that is started again from its beginning, moved while it stands, and moved while it plays.
    @Test func thePositionIsFollowed() throws {
        var rehearsal = try Rehearsal()
        rehearsal.outside.take(.start, at: 0)
        try rehearsal.run(until: 10, beat: { $0 * 1.7 })
        rehearsal.outside.take(.stop, at: 10)
        try rehearsal.run(until: 12, beat: nil)
        // From the beginning.
        rehearsal.outside.take(.start, at: 12)
        try rehearsal.run(until: 20, beat: { ($0 - 12) * 1.7 })
        #expect(abs(rehearsal.beatsAhead(of: { ($0 - 12) * 1.7 })) < 0.05)
        rehearsal.outside.take(.stop, at: 20)
        try rehearsal.run(until: 22, beat: nil)
        // On beat 20 of 32.
        rehearsal.outside.take(.songPosition(80), at: 22)
        rehearsal.outside.take(.continue, at: 22)
        try rehearsal.run(until: 30, beat: { 20 + ($0 - 22) * 1.7 })
        #expect(abs(rehearsal.beatsAhead(of: { 20 + ($0 - 22) * 1.7 })) < 0.05)
        // On beat 8, while it plays.
        rehearsal.outside.take(.songPosition(32), at: 30)
        rehearsal.outside.take(.continue, at: 30)
        rehearsal.isMoved = true
        try rehearsal.run(until: 38, beat: { 8 + ($0 - 30) * 1.7 })
        #expect(abs(rehearsal.beatsAhead(of: { 8 + ($0 - 30) * 1.7 })) < 0.05)
    }

    @Test func aClockOfTwiceTheTempoIsFollowedInHalfTime() throws {
        var rehearsal = try Rehearsal()
        rehearsal.outside.take(.start, at: 0)
        let truth: (Double) -> Double = { $0 * 3 }
        try rehearsal.run(until: 30, beat: truth)
        #expect(abs(rehearsal.performance.snapshot.parameters.tempo - 0.9) < 0.02)
        let late = rehearsal.lateness(from: 15, to: 30, truth, 3)
        #expect(late.allSatisfy { abs($0 - 0.003) < 0.010 }, "\(late.map { abs($0) }.max() ?? 0)")
        #expect(rehearsal.remarks.contains("MIDI clock: 2 of its beats are one of the song's"))
    }
}
