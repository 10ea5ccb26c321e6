import DSP
import Mood
import Testing

@testable import Session

@Suite struct SessionPastTests {
    private func snapshot(frames: Int64) -> Snapshot {
        var snapshot = Snapshot()
        snapshot.seconds = 60
        snapshot.player.frames = frames
        (snapshot.map, snapshot.held, snapshot.mood, snapshot.volumeDecibels) = ("drama", .sad, .sad, -6)
        return snapshot
    }

    private func past(changes: Int) -> SessionPast {
        var past = SessionPast()
        past.take([SessionEvent(.began(song: "theme", outputRate: 48_000, quality: .normal, start: ChainParameters(semitones: 1)), at: 0)])
        past.take((0..<changes).map { index in
            let parameters = ChainParameters(gainDecibels: -Float(index) / 1000)
            return SessionEvent(.applied(frame: Int64(index) * 480, position: Double(index) * 440, parameters: parameters), at: 0)
        })
        return past
    }

    /// As a record holds it.
    private func record(_ events: [SessionEvent]) throws -> SessionRecord {
        try SessionRecord(parsing: events.compactMap { SessionText.lines($0) }.joined(), path: "past")
    }

    @Test func aRecordBegunLaterKnowsWhatHasSoundedAndWhatHolds() throws {
        let record = try record(past(changes: 100).beginning(at: snapshot(frames: 50_000)))
        #expect(record.song == "theme" && record.outputRate == 48_000 && record.start.semitones == 1)
        #expect(record.beginning == RecordBeginning(frame: 50_000))
        #expect(record.changes.map { $0.outputFrame } == (0..<100).map { $0 * 480 } && record.inexact == nil)
        let rest = record.events.map { $0.kind }.suffix(6)
        #expect(rest == [
            .map("drama", edited: false), .mood(.sad), .obeyed(.amount(1)), .obeyed(.volume(-6)), .obeyed(.policy(.match)),
            .obeyed(.hold(.sad)),
        ])
    }

    @Test func ofAVeryLongSessionTheNewestSettingsAreKept() throws {
        let count = 3 * SessionPast.mostChanges + 7
        let record = try record(past(changes: count).beginning(at: snapshot(frames: Int64(count) * 480)))
        let since = record.beginning.knownSince
        #expect(since > 0 && since % 480 == 0 && record.beginning.frame == Int64(count) * 480)
        #expect(record.beginning.position == Double(since / 480) * 440)
        #expect(record.start.gainDecibels == -Float(since / 480) / 1000)
        #expect(record.changes.count >= SessionPast.mostChanges / 2 && record.changes.count <= SessionPast.mostChanges)
        #expect(record.changes.first?.outputFrame == 480)
        #expect(record.changes.last?.outputFrame == Int64(count - 1) * 480 - since)
        #expect(record.inexact?.frame == since)
    }

    @Test func aSubscriptionForARecordMissesNothingAndDoublesNothing() {
        let port = SessionPort()
        func applied(_ frames: ClosedRange<Int64>) -> [SessionEvent] {
            frames.map { SessionEvent(.applied(frame: $0, position: 0, parameters: ChainParameters()), at: 0) }
        }
        let began = SessionEvent(.began(song: "theme", outputRate: 48_000, quality: .normal, start: ChainParameters()), at: 0)
        port.publish([began] + applied(1...3))
        port.publish([SessionEvent(.mood(.happy), at: 0.5)] + applied(4...5))
        // Its own past does not count against its room.
        let subscription = port.subscribeForRecord(capacity: 2)
        port.publish(applied(6...8))
        let (events, missed) = subscription.take()
        #expect(events.first == began && missed == 1)
        #expect(events.filter { if case .applied = $0.kind { true } else { false } } == applied(1...7))
        port.close()
        #expect(port.subscribeForRecord(capacity: 2).isOver)
    }
}
