import Testing

@testable import Session

@Suite struct RingTests {
    @Test func fullAndEmptyAreAnswersAndOrderSurvivesWrapping() {
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

    @Test func itHoldsItsCapacityOldestFirst() {
        var ring = Ring<Int>(capacity: 4)
        let pushed = (0..<6).map { ring.producer.push($0) }
        #expect(pushed == [true, true, true, true, false, false])
        var popped: [Int] = []
        while let value = ring.consumer.pop() { popped.append(value) }
        #expect(popped == [0, 1, 2, 3])
    }

    @Test func everySampleArrivesInOrderBetweenThreads() throws {
        let target = UnsafeMutablePointer<Float>.allocate(capacity: 256)
        defer { target.deallocate() }
        var wrong = 0
        try Ring<Float>(capacity: 256).split { producer, consumer in
            var consumer = consumer
            let worker = try Worker("writer", moving: producer) { (producer: consuming Producer<Float>) in
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
}
