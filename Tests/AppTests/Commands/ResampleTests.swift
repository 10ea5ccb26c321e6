import Testing

@testable import App

@Suite struct ResampleTests {
    @Test func lengthAndPitchStayAndTheRateIsNew() throws {
        let folder = try ScratchFolder()
        #expect(app("resample", folder.sine(), folder.file("out.wav"), "--rate", "48000") == 0)
        let result = try SoundFile.read(folder.file("out.wav"))
        #expect(result.frames == 48_000)
        #expect(result.rate == 48_000)
        #expect(abs(SoundFile.hertz(result.left[1000..<47_000], rate: 48_000) - 440) < 0.01)
    }
}
