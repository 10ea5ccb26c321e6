import Mood
import Session
import Testing

@testable import OSC

@Suite struct OSCInboxTests {
    private func hold(_ mood: Mood.Expression, at seconds: Double) -> [UInt8] {
        OSCPacket.bundle(
            time: OSCTime(secondsSince1970: seconds), [.message(OSCMessage("/leitmotif/hold", .string(mood.name)))]
        ).bytes
    }

    @Test func bundlesActAtTheirTime() {
        var inbox = OSCInbox()
        inbox.take(hold(.angry, at: 1_002), at: 10, secondsSince1970: 1_000)
        inbox.take(hold(.sad, at: 1_001), at: 10, secondsSince1970: 1_000)
        inbox.take(hold(.happy, at: 999), at: 10, secondsSince1970: 1_000)
        #expect(inbox.due(at: 10) == [.hold(.happy)])
        #expect(inbox.wait(at: 10) == 0.1)
        #expect(abs(inbox.wait(at: 10.95) - 0.05) < 0.001)
        #expect(inbox.due(at: 10.99) == [])
        #expect(inbox.due(at: 11.001) == [.hold(.sad)])
        #expect(inbox.due(at: 13) == [.hold(.angry)])
        #expect(inbox.due(at: 14) == [])
    }

    @Test func neitherAFarFutureNorManyBundlesAreKept() {
        var inbox = OSCInbox()
        inbox.take(hold(.sad, at: 1_061), at: 0, secondsSince1970: 1_000)
        #expect(inbox.due(at: 0) == [.hold(.sad)])
        for index in 0..<OSCInbox.mostWaiting + 3 {
            inbox.take(hold(.sad, at: 1_030), at: Double(index), secondsSince1970: 1_000)
        }
        #expect(inbox.due(at: 0).count == 3)
    }

    @Test func aFloodIsCutAndSaidOnce() {
        var inbox = OSCInbox()
        let tap = OSCPacket.message(OSCMessage("/leitmotif/tap")).bytes
        for _ in 0..<1000 { inbox.take(tap, at: 5, secondsSince1970: 0) }
        #expect(inbox.due(at: 5).count == Int(OSCInbox.mostPerSecond))
        #expect(inbox.complaint(at: 5)?.contains("800 dropped") == true)
        for _ in 0..<1000 { inbox.take(tap, at: 6, secondsSince1970: 0) }
        #expect(inbox.due(at: 6).count == Int(OSCInbox.mostPerSecond))
        #expect(inbox.complaint(at: 6) == nil)
        #expect(inbox.complaint(at: 15.1)?.contains("800 dropped") == true)
    }

    @Test func whatIsNotUnderstoodIsNamed() {
        var inbox = OSCInbox()
        #expect(inbox.complaint(at: 0) == nil)
        inbox.take([1, 2, 3], at: 0, secondsSince1970: 0)
        inbox.take(OSCPacket.message(OSCMessage("/leitmotif/nonsense")).bytes, at: 0, secondsSince1970: 0)
        #expect(inbox.due(at: 0) == [])
        #expect(inbox.complaint(at: 0)?.contains("2 not understood (/leitmotif/nonsense)") == true)
    }
}
