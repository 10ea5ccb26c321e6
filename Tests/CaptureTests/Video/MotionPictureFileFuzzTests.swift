import Fixtures
import Testing

@testable import Capture

/// 20,000 damaged streams of JPEGs: what is found lies inside, in order, from start to end marker.
@Suite struct MotionPictureFileFuzzTests {
    @Test func damagedStreamsAreCutInsideTheirBytes() {
        let picture: [UInt8] = [
            0xFF, 0xD8, 0xFF, 0xE0, 0, 6, 0xFF, 0xD9, 1, 2, 0xFF, 0xDA, 0, 4, 7, 7, 1, 0xFF, 0, 9, 0xFF, 0xD3, 5, 0xFF, 0xD9,
        ]
        let whole = picture + [0, 0] + picture + picture
        #expect(whole.withUnsafeBytes { findJPEGs($0) }.count == 3)
        var (found, strange) = (0, 0)
        for bytes in Mutations(whole, count: 20_000, seed: 81) {
            let ranges = bytes.withUnsafeBytes { findJPEGs($0) }
            found += ranges.count
            var end = 0
            for range in ranges {
                let isGood = range.lowerBound >= end && range.upperBound <= bytes.count && range.count >= 4
                let (first, last) = (bytes[range.lowerBound...].prefix(2), bytes[..<range.upperBound].suffix(2))
                if !isGood || first != [0xFF, 0xD8] || last != [0xFF, 0xD9] {
                    strange += 1
                }
                end = range.upperBound
            }
        }
        #expect(strange == 0)
        #expect(found > 20_000)
    }
}
