import Testing

@testable import Session

@Suite struct FactQueueTests {
    @Test func aStalledSessionLosesTheOldestSightsButNoDevice() {
        let queue = FactQueue()
        queue.report(.lost(.camera, cause: "unplugged"))
        for second in 0..<200 { queue.report(.saw(Sight(seconds: Double(second), width: 1, height: 1))) }
        queue.report(.back(.camera))
        let facts = queue.take()
        #expect(facts.first == .lost(.camera, cause: "unplugged") && facts.last == .back(.camera))
        let sights = facts.compactMap { if case .saw(let sight) = $0 { sight.seconds } else { nil } }
        #expect((51..<70).contains(sights.count))
        #expect(sights == Array(stride(from: 200.0 - Double(sights.count), to: 200, by: 1)))
        #expect(queue.take().isEmpty)
    }
}
