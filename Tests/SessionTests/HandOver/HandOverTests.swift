// SessionTests: what passes between threads, the player, offline rendering, the session record.
// May import Session and everything below it, AllocationCounter and Foundation.
// Songs are formulas, so that every frame is known.
import DSP
import Foundation
import Mood
import Synchronization
import Testing

@testable import Session

@Suite("What passes between threads")
struct HandOverTests {
    @Test("A mailbox gives the newest wish once")
    func newestOnce() {
        let mailbox = Mailbox(Wish(parameters: ChainParameters(), quantise: .now))
        defer { mailbox.deallocate() }
        var wish = Wish(parameters: ChainParameters(), quantise: .now)
        #expect(!mailbox.take(into: &wish))
        mailbox.post(Wish(parameters: ChainParameters(semitones: 1), quantise: .now))
        mailbox.post(Wish(parameters: ChainParameters(semitones: 2), quantise: .bar))
        #expect(mailbox.take(into: &wish))
        #expect(wish.parameters.semitones == 2)
        #expect(wish.quantise == .bar)
        #expect(!mailbox.take(into: &wish))
    }

    @Test("Two threads: no wish is torn, none comes out of order")
    func mailboxUnderLoad() {
        let mailbox = Mailbox(Wish(parameters: ChainParameters(), quantise: .now))
        let worker = Worker("writer") {
            for step in 1...200_000 {
                mailbox.post(Wish(parameters: ChainParameters(semitones: Float(step), tempo: Double(step)), quantise: .now))
            }
        }
        var wish = Wish(parameters: ChainParameters(), quantise: .now)
        var last = 0.0
        var torn = 0
        var backwards = 0
        while last < 200_000 {
            guard mailbox.take(into: &wish) else { continue }
            if Double(wish.parameters.semitones) != wish.parameters.tempo { torn += 1 }
            if wish.parameters.tempo < last { backwards += 1 }
            last = wish.parameters.tempo
        }
        worker.join()
        mailbox.deallocate()
        #expect(torn == 0)
        #expect(backwards == 0)
    }

    @Test("A ring answers full and empty, and keeps its order round its end")
    func ringIsAQueue() {
        let ring = SampleRing(capacity: 8)
        defer { ring.deallocate() }
        let target = UnsafeMutablePointer<Float>.allocate(capacity: 8)
        defer { target.deallocate() }
        #expect(ring.pop(into: target, count: 8) == 0)
        for round in 0..<20 {
            let values = (0..<5).map { Float(round * 5 + $0) }
            #expect(ring.push(values, count: 5))
            #expect(!ring.push(values, count: 5))
            #expect(ring.pop(into: target, count: 8) == 5)
            #expect((0..<5).map { target[$0] } == values)
        }
    }

    @Test("Two threads: every sample arrives, in order")
    func ringUnderLoad() {
        let ring = SampleRing(capacity: 256)
        let worker = Worker("writer") {
            var next: Float = 0
            while next < 300_000 {
                let values: [Float] = [next, next + 1, next + 2]
                if ring.push(values, count: 3) { next += 3 }
            }
        }
        let target = UnsafeMutablePointer<Float>.allocate(capacity: 256)
        var expected: Float = 0
        var wrong = 0
        while expected < 300_000 {
            let count = ring.pop(into: target, count: 100)
            for index in 0..<count {
                if target[index] != expected { wrong += 1 }
                expected += 1
            }
        }
        worker.join()
        ring.deallocate()
        target.deallocate()
        #expect(wrong == 0)
    }
}
