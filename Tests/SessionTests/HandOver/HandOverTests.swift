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
    @Test("A mailbox gives the newest value once")
    func newestOnce() {
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

    @Test("Two threads: no wish is torn, none comes out of order")
    func mailboxUnderLoad() {
        var torn = 0
        var backwards = 0
        Mailbox(Wish(parameters: ChainParameters(), quantise: .now)).split { writer, reader in
            var reader = reader
            let worker = Worker("writer", moving: writer) { (writer: consuming MailboxWriter<Wish>) in
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

    @Test("A ring answers full and empty, and keeps its order round its end")
    func ringIsAQueue() {
        var ring = Ring<Float>(capacity: 8)
        let target = UnsafeMutablePointer<Float>.allocate(capacity: 8)
        defer { target.deallocate() }
        var taken = ring.consumer.pop(into: target, count: 8)
        #expect(taken == 0)
        for round in 0..<20 {
            let values = (0..<5).map { Float(round * 5 + $0) }
            let (fits, fitsTwice) = (ring.producer.push(values, count: 5), ring.producer.push(values, count: 5))
            #expect(fits && !fitsTwice)
            taken = ring.consumer.pop(into: target, count: 8)
            #expect(taken == 5)
            #expect((0..<5).map { target[$0] } == values)
        }
    }

    @Test("One at a time: as many as the ring holds, oldest first")
    func ringOneAtATime() {
        var ring = Ring<Int>(capacity: 4)
        let pushed = (0..<6).map { ring.producer.push($0) }
        #expect(pushed == [true, true, true, true, false, false])
        var popped: [Int] = []
        while let value = ring.consumer.pop() { popped.append(value) }
        #expect(popped == [0, 1, 2, 3])
    }

    @Test("Two threads: every sample arrives, in order")
    func ringUnderLoad() {
        let target = UnsafeMutablePointer<Float>.allocate(capacity: 256)
        defer { target.deallocate() }
        var wrong = 0
        Ring<Float>(capacity: 256).split { producer, consumer in
            var consumer = consumer
            let worker = Worker("writer", moving: producer) { (producer: consuming Producer<Float>) in
                var next: Float = 0
                while next < 300_000 {
                    let values: [Float] = [next, next + 1, next + 2]
                    if producer.push(values, count: 3) { next += 3 }
                }
            }
            var expected: Float = 0
            while expected < 300_000 {
                let count = consumer.pop(into: target, count: 100)
                for index in 0..<count {
                    if target[index] != expected { wrong += 1 }
                    expected += 1
                }
            }
            worker.join()
        }
        #expect(wrong == 0)
    }

    @Test("A slow subscriber misses the newest events and learns how many; the others miss none")
    func slowSubscriber() {
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

    @Test("A stalled session loses the oldest sights, never what happened to a device")
    func factQueue() {
        let queue = FactQueue()
        queue.report(.lost(.camera, cause: "unplugged"))
        for second in 0..<200 { queue.report(.saw(Sight(seconds: Double(second), width: 1, height: 1))) }
        queue.report(.back(.camera))
        let facts = queue.take()
        #expect(facts.first == .lost(.camera, cause: "unplugged") && facts.last == .back(.camera))
        let sights = facts.compactMap { if case .saw(let sight) = $0 { sight.seconds } else { nil } }
        #expect(sights == Array(stride(from: 200.0 - Double(sights.count), to: 200, by: 1)) && sights.count > 50 && sights.count < 70)
        #expect(queue.take().isEmpty)
    }

    @Test("A port takes commands in their order, and refuses when nobody listens any more")
    func portQueue() {
        let port = SessionPort()
        port.send(.hold(.sad))
        port.report(.back(.camera))
        port.send(.panic)
        let inputs = port.takeInputs()
        #expect(inputs.count == 3)
        if case .command(let command) = inputs[2] { #expect(command == .panic) }
        let accepted = (0..<2000).count { _ in port.send(.tap) }
        #expect(accepted == 1024)
        _ = port.takeInputs()
        port.close()
        #expect(!port.send(.tap))
        #expect(port.subscribe().isOver)
    }
}
