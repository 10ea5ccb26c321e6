import Testing

@testable import Session

@Suite struct SongStreamTests {
    @Test(arguments: [4000.0, 8000, 44_100, 48_000, 96_000, 192_000, 384_000, 768_000])
    func enoughLiesAheadForWhatACardAsksForAtOnce(rate: Double) {
        let buffer = SongBuffer(sampleRate: rate)
        let seconds = Double(buffer.blockCount * SongBlock.capacityFrames) / rate
        // A buffer of three blocks of 200 ms; four to five times that at the fastest tempo.
        #expect(seconds >= 2.9 && buffer.blockCount & (buffer.blockCount - 1) == 0)
    }
}
