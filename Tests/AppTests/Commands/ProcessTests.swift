import Foundation
import Testing

@testable import App

@Suite struct ProcessTests {
    @Test func lengthAndPitchAreExact() throws {
        let folder = try ScratchFolder()
        let out = folder.file("out.wav")
        #expect(app("process", folder.sine(seconds: 2), out, "--tempo", "0.5", "--semitones", "7") == 0)
        let result = try SoundFile.read(out)
        #expect(result.frames == 176_400)
        #expect(result.rate == 44_100)
        let cents = 1200 * log2(SoundFile.hertz(result.left[20_000..<150_000], rate: 44_100) / 440)
        #expect(abs(cents - 700) < 2)
    }

    @Test func negativeNumbersAreTakenAfterASpaceAndAfterEquals() throws {
        let folder = try ScratchFolder()
        let song = folder.sine()
        #expect(app("process", song, folder.file("a.flac"), "--semitones", "-5") == 0)
        #expect(app("process", song, folder.file("b.flac"), "--semitones=-5") == 0)
        #expect(FileBytes.read(folder.file("a.flac")) == FileBytes.read(folder.file("b.flac")))
        let cents = 1200 * log2(SoundFile.hertz(try SoundFile.read(folder.file("a.flac")).left[8000..<36_000], rate: 44_100) / 440)
        #expect(abs(cents + 500) < 2)
    }
}
