import Testing

@testable import Session

@Suite struct SubscriptionTests {
    @Test func aSlowReaderMissesTheNewestAndIsToldHowMany() {
        let port = SessionPort()
        let (slow, fast) = (port.subscribe(capacity: 3), port.subscribe(capacity: 100))
        let events = (0..<10).map { SessionEvent(.mood(.happy), at: Double($0)) }
        port.publish(Array(events[..<5]))
        #expect(slow.take().events == Array(events[..<3]))
        port.publish(Array(events[5...]))
        let rest = slow.take()
        #expect(rest.events == Array(events[5..<8]))
        #expect(rest.missed == 2)
        let all = fast.take()
        #expect(all.events == events && all.missed == 0)
        #expect(!fast.isOver)
        port.close()
        #expect(fast.isOver)
    }
}
