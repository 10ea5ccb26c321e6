import Testing

@testable import App

@Suite struct LoudnessScaleTests {
    @Test func louderIsDarker() {
        let lumas = LoudnessScale.palette.map { colour in
            0.2126 * Double(colour >> 16 & 255) + 0.7152 * Double(colour >> 8 & 255) + 0.0722 * Double(colour & 255)
        }
        #expect(lumas.count == LoudnessScale.steps && zip(lumas, lumas.dropFirst()).allSatisfy { $0 > $1 })
        #expect(LoudnessScale.step(-3) == 0 && Int(LoudnessScale.step(7)) == LoudnessScale.steps - 1)
    }
}
