import Session
import Testing

@testable import MIDI

/// Drives the clock in virtual time: told fifty times a second what is heard, asked a thousand times what is due.
private struct Listening {
    var clock = BeatClock()
    var sent: [(seconds: Double, message: MIDIMessage)] = []

    mutating func run(from begin: Double, to end: Double, _ heard: (Double) -> BeatClock.Moment?) {
        for millisecond in Int((begin * 1000).rounded())..<Int((end * 1000).rounded()) {
            let now = Double(millisecond) / 1000
            if millisecond % 20 == 0 { clock.take(heard(now)) }
            for message in clock.due(at: now) { sent.append((now, message)) }
        }
    }

    /// When each beat's tick went out: the first after a position, and every 24th from there.
    var beatSeconds: [Double] {
        var beats: [Double] = []
        var tick = 0
        for (seconds, message) in sent {
            switch message {
            case .songPosition(let sixteenths): tick = sixteenths * 6
            case .tick:
                if tick % 24 == 0 { beats.append(seconds) }
                tick += 1
            default: break
            }
        }
        return beats
    }
}

@Suite struct BeatClockTests {
    private func even(_ beatsPerMinute: Double, from beat: Double = 0, since begin: Double = 0) -> (Double) -> BeatClock.Moment? {
        { BeatClock.Moment(seconds: $0, beat: beat + ($0 - begin) * beatsPerMinute / 60, beatsPerSecond: beatsPerMinute / 60) }
    }

    @Test func evenBeatsHaveTwentyFourTicksEach() {
        var listening = Listening()
        listening.run(from: 0, to: 10, even(120))
        #expect(listening.sent.prefix(3).map(\.message) == [.songPosition(0), .start, .tick])
        #expect(listening.sent.filter { $0.message == .tick }.count == 480)
        for (index, seconds) in listening.beatSeconds.enumerated() { #expect(abs(seconds - Double(index) / 2) <= 0.001) }
    }

    @Test func aTempoThatChangesOnABeatIsFollowedWithinTwoMilliseconds() {
        // As a mood does: 90, then 1.4 times that from second 4 on, which is beat 6.
        var listening = Listening()
        listening.run(from: 0, to: 4, even(90))
        listening.run(from: 4, to: 12, even(126, from: 6, since: 4))
        let truth = (0..<6).map { Double($0) / 1.5 } + (0...16).map { 4 + Double($0) / 2.1 }
        #expect(listening.beatSeconds.count == truth.count)
        for (sent, heard) in zip(listening.beatSeconds, truth) { #expect(abs(sent - heard) <= 0.002) }
        #expect(!listening.sent.contains { $0.message == .stop })
    }

    @Test func aSongThatBeginsInTheMiddleSaysWhere() {
        var listening = Listening()
        listening.run(from: 0, to: 1, even(60, from: 16.3))
        // 16.5 beats are 66 sixteenths.
        #expect(listening.sent.prefix(2).map(\.message) == [.songPosition(66), .continue])
        #expect(abs(listening.sent[2].seconds - 0.2) <= 0.001)
    }

    @Test func aJumpMovesTheSongPosition() {
        var listening = Listening()
        listening.run(from: 0, to: 2, even(120))
        listening.run(from: 2, to: 3, even(120, from: 40, since: 2))
        let commands = listening.sent.map(\.message).filter { $0 != .tick }
        #expect(commands == [.songPosition(0), .start, .stop, .songPosition(160), .continue])
    }

    @Test func whoeverListensOnlyNowIsToldWhere() {
        var listening = Listening()
        listening.run(from: 0, to: 2.1, even(120))
        listening.clock.repeatPosition()
        listening.run(from: 2.1, to: 4, even(120))
        let commands = listening.sent.map(\.message).filter { $0 != .tick }
        // At 2.1 s tick 101 is next: the sixteenth after it is number 17.
        #expect(commands == [.songPosition(0), .start, .stop, .songPosition(17), .continue])
        for seconds in listening.beatSeconds { #expect(abs(seconds * 2 - (seconds * 2).rounded()) <= 0.003) }
    }

    @Test func aTapThatMovesTheGridHurriesTicksAndLosesNone() {
        var listening = Listening()
        listening.run(from: 0, to: 2, even(120))
        listening.run(from: 2, to: 6, even(120, from: 4.2, since: 2))
        #expect(listening.sent.filter { $0.message != .tick }.count == 2)
        #expect(listening.sent.filter { $0.message == .tick }.count == Int(((4.2 + 8) * 24).rounded(.up)))
        for pair in zip(listening.sent, listening.sent.dropFirst()) where pair.1.message == .tick && pair.0.message == .tick {
            #expect(pair.1.seconds - pair.0.seconds > 0.005)
        }
    }

    @Test func musicThatStandsStillStopsTheClock() {
        var listening = Listening()
        listening.run(from: 0, to: 1, even(120))
        listening.run(from: 1, to: 2) { _ in nil }
        #expect(listening.sent.filter { $0.message == .stop }.count == 1)
        #expect(listening.sent.last?.message == .stop)
        listening.run(from: 2, to: 3, even(120, from: 2, since: 2))
        #expect(listening.sent.filter { $0.message == .continue }.count == 1)
    }

    @Test(arguments: [(20.0, 2.0), (400.0, 0.5), (700.0, 0.25), (12.0, 4.0), (300.0, 1.0), (30.0, 1.0)])
    func temposThatNoInstrumentTakesAreDoubledOrHalved(beatsPerMinute: Double, times: Double) {
        var listening = Listening()
        listening.run(from: 0, to: 60, even(beatsPerMinute))
        let ticks = listening.sent.filter { $0.message == .tick }.count
        #expect(abs(Double(ticks) - beatsPerMinute * times * 24) <= 2)
        #expect((listening.clock.takeRemark() != nil) == (times != 1))
        #expect(listening.clock.takeRemark() == nil)
    }

    @Test func theTempoItselfComesBackWhenItIsTakenAgain() {
        var clock = BeatClock()
        clock.take(BeatClock.Moment(seconds: 0, beat: 0, beatsPerSecond: 5.2))
        #expect(clock.takeRemark() != nil)
        // Not at the edge, where it would change back and forth.
        clock.take(BeatClock.Moment(seconds: 1, beat: 5, beatsPerSecond: 4.8))
        #expect(clock.takeRemark() == nil)
        clock.take(BeatClock.Moment(seconds: 2, beat: 9, beatsPerSecond: 2))
        #expect(clock.takeRemark() != nil)
    }
}
