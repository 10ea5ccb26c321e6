import Testing

@testable import Session

@Suite(.timeLimit(.minutes(1))) struct WorkerTests {
    @Test func aThreadThatHangsIsLeftOnceAndNotWaitedForAgain() throws {
        let stop = StopFlag()
        let worker = try Worker("hanging") { while stop.sleep(until: Clock.seconds + 0.01) {} }
        let first = worker.join(within: 0)
        // Else the suite's time limit speaks.
        let second = worker.join(within: 3600)
        #expect(!first && !second)
        stop.set()
    }

    @Test func aThreadThatEndsIsJoined() throws {
        let worker = try Worker("short") {}
        #expect(worker.join(within: 3600))
    }
}
