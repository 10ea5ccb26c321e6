import Foundation
import Testing

@testable import Session

@Suite struct CardBridgeTests {
    @Test(arguments: [(44_100.0, 48_000.0), (48_000, 44_100), (44_100, 192_000), (192_000, 44_100), (8_000, 44_100), (44_100, 8_000)])
    func aToneKeepsItsPitchAndItsLengthThroughBlocksOfAnySize(session: Double, card: Double) {
        let frames = Int(session / 2)
        let tone = (0..<frames).flatMap { frame -> [Float] in
            let value = Float(0.5 * sin(2 * .pi * 441 * Double(frame) / session))
            return [value, -value]
        }
        func through(_ block: Int) -> [Float] {
            var bridge = CardBridge(sessionRate: session, cardRate: card)
            var result: [Float] = []
            var done = 0
            while done < frames {
                let count = min(block, frames - done)
                let isThere = tone.withUnsafeBufferPointer { tone in
                    bridge.convert(tone.baseAddress! + 2 * done, frames: count) { samples, count in
                        result += UnsafeBufferPointer(start: samples, count: 2 * count)
                        return true
                    }
                }
                #expect(isThere)
                done += count
            }
            return result
        }
        let result = through(256)
        let count = result.count / 2
        // All but what waits in the filter.
        #expect(abs(Double(count) - card / 2) < 100 * max(1, card / session) + 200)
        #expect(through(1000) == result)
        var worst: Float = 0
        for frame in 500..<count - 500 {
            let expected = Float(0.5 * sin(2 * .pi * 441 * Double(frame) / card))
            worst = max(worst, abs(result[2 * frame] - expected), abs(result[2 * frame + 1] + expected))
        }
        #expect(worst < 0.001, "\(worst)")
    }

    @Test func aCardThatIsLostEndsTheConversion() {
        var bridge = CardBridge(sessionRate: 44_100, cardRate: 48_000)
        let sound = [Float](repeating: 0.1, count: 2000)
        var calls = 0
        let isThere = bridge.convert(sound, frames: 1000) { _, _ in
            calls += 1
            return false
        }
        #expect(!isThere && calls == 1)
    }
}
