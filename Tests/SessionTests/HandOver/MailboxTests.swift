// SessionTests: the heart, what passes between threads, the player, analysis and rendering of songs, the session record.
// May import Session and everything below it, AllocationCounter and Foundation.
// Songs are formulas, so that every frame is known.
import DSP
import Testing

@testable import Session

@Suite struct MailboxTests {
    @Test func theNewestValueComesOnce() {
        var mailbox = Mailbox(Wish(parameters: ChainParameters(), quantise: .now))
        var wish = Wish(parameters: ChainParameters(), quantise: .now)
        let isEmpty = !mailbox.reader.take(into: &wish)
        mailbox.writer.post(Wish(parameters: ChainParameters(semitones: 1), quantise: .now))
        mailbox.writer.post(Wish(parameters: ChainParameters(semitones: 2), quantise: .bar))
        let isThere = mailbox.reader.take(into: &wish)
        let isGone = !mailbox.reader.take(into: &wish)
        #expect(isEmpty && isThere && isGone)
        #expect(wish.parameters.semitones == 2)
        #expect(wish.quantise == .bar)
    }

    @Test func noValueIsTornOrOutOfOrderBetweenThreads() throws {
        var torn = 0
        var backwards = 0
        try Mailbox(Wish(parameters: ChainParameters(), quantise: .now)).split { writer, reader in
            var reader = reader
            let worker = try Worker("writer", moving: writer) { (writer: consuming MailboxWriter<Wish>) in
                for step in 1...200_000 {
                    writer.post(Wish(parameters: ChainParameters(semitones: Float(step), tempo: Double(step)), quantise: .now))
                }
            }
            var wish = Wish(parameters: ChainParameters(), quantise: .now)
            var last = 0.0
            while last < 200_000 {
                guard reader.take(into: &wish) else { continue }
                if Double(wish.parameters.semitones) != wish.parameters.tempo { torn += 1 }
                if wish.parameters.tempo < last { backwards += 1 }
                last = wish.parameters.tempo
            }
            worker.join()
        }
        #expect(torn == 0)
        #expect(backwards == 0)
    }
}
