import Fixtures
import Testing

@testable import Session

@Suite(.timeLimit(.minutes(1))) struct CardSlotTests {
    @Test func everyBlockArrivesWholeAndInOrder() throws {
        let slot = CardSlot(capacityFrames: 64, bufferSeconds: 0.02)
        let blocks = 2000
        let card = try Worker("card") {
            var expected: Float = 0
            while slot.order == .play || slot.state == .filled {
                guard slot.state == .filled else {
                    slot.waitForBlock()
                    continue
                }
                for sample in 0..<2 * slot.frames where slot.block[sample] != expected { slot.lossCode.store(1, ordering: .relaxed) }
                expected += 1
                slot.xruns.wrappingAdd(1, ordering: .relaxed)
                slot.free()
            }
            slot.end()
        }
        for block in 0..<blocks {
            let samples = [Float](repeating: Float(block), count: 128)
            while slot.state != .free { slot.waitUntilFree(seconds: 0.05) }
            slot.offer(samples, frames: 64)
        }
        slot.give(.drain)
        card.join()
        #expect(slot.state == .over && slot.lossCode.load(ordering: .relaxed) == 0)
        #expect(slot.xruns.load(ordering: .relaxed) == blocks)
    }

    @Test func aCardThatHangsIsWaitedForOnlySoLong() {
        let slot = CardSlot(capacityFrames: 64, bufferSeconds: 0.02)
        slot.offer([Float](repeating: 0, count: 128), frames: 64)
        // Else the suite's time limit speaks.
        slot.waitUntilFree(seconds: 0.01)
        #expect(slot.state == .filled)
    }

    @Test func anOrderToCloseStands() {
        let slot = CardSlot(capacityFrames: 64, bufferSeconds: 0.02)
        slot.give(.close)
        slot.give(.drain)
        #expect(slot.order == .close)
    }
}
