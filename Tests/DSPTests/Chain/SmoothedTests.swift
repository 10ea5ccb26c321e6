import Testing

@testable import DSP

@Suite struct SmoothedTests {
    @Test func aGlideLandsExactly() {
        var value = Smoothed(1)
        value.glide(to: 0.3, periods: 7)
        var last: Float = 1
        for _ in 0..<7 {
            value.tick()
            #expect(value.value < last)
            #expect(abs(value.at(15) - value.value) < 1e-6)
            last = value.value
        }
        #expect(value.value == 0.3)
        value.tick()
        #expect(value.isSettled && value.at(0) == 0.3)
    }
}
