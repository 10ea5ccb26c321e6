import Testing

@testable import Session

@Suite(.timeLimit(.minutes(1))) struct BellTests {
    private let never = Clock.seconds + 3600

    @Test func aRingBeforeTheWaitIsNotLost() {
        let bell = Bell()
        bell.ring()
        bell.ring()
        bell.wait(until: never)
    }

    @Test func anotherThreadWakesTheSleeper() throws {
        let bell = Bell()
        let worker = try Worker("ringer") { bell.ring() }
        bell.wait(until: never)
        worker.join()
    }

    @Test func withoutARingItWakesAtItsTime() {
        let end = Clock.seconds + 0.01
        let bell = Bell()
        bell.wait(until: end)
        #expect(Clock.seconds >= end)
        bell.wait(until: end)
    }

    @Test func aReportRings() {
        let bell = Bell()
        let facts = FactQueue(bell: bell)
        facts.report(.back(.camera))
        bell.wait(until: never)
        #expect(facts.take() == [.back(.camera)])
    }
}
