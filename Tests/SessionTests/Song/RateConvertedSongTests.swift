import Capture
import Foundation
import Testing

@testable import Session

@Suite struct RateConvertedSongTests {
    /// A tone of a twentieth of the rate comes out as the same number of cycles.
    @Test(arguments: [1000.0, 2300, 3999, 384_001, 500_000, 768_000])
    func songsOutsideTheChainsRatesKeepTheirSpeed(rate: Double) throws {
        let frames = Int(rate / 2)
        let tone = SyntheticSong(frames: frames, sampleRate: rate, channels: 1) { Float(sin(2 * .pi * Double($0) / 20) / 2) }
        let song = RateConvertedSong(tone)
        #expect(RateConvertedSong.rates.contains(song.sampleRate))
        let expected = Double(frames) * song.sampleRate / rate
        for _ in 0..<2 {
            let left = try all(of: song)
            #expect(abs(Double(left.count) - expected) <= 1 && song.frameCount == left.count)
            let rises = left.indices.dropLast().count { left[$0] < 0 && left[$0 + 1] >= 0 }
            #expect(abs(rises - frames / 20) <= 1)
            try song.rewind()
        }
    }

    private func all(of song: any SongSource) throws -> [Float] {
        var samples: [Float] = []
        let buffer = UnsafeMutablePointer<Float>.allocate(capacity: 777)
        defer { buffer.deallocate() }
        while true {
            let count = try song.read(into: buffer, frames: 777)
            if count == 0 { return samples }
            samples += UnsafeBufferPointer(start: buffer, count: count)
        }
    }
}
