import Foundation
import Testing

@testable import App

@Suite struct RenderTests {
    @Test(arguments: ["happy", "sad", "angry", "surprise", "neutral"])
    func everyMoodHasItsLengthAndItsKey(name: String) throws {
        let folder = try ScratchFolder()
        let out = folder.file("out.wav")
        #expect(app("render", "--song", folder.sine(seconds: 3), "--emotion", name, "--out", out, "--seconds", "2.5") == 0)
        let result = try SoundFile.read(out)
        #expect(result.frames == 110_250)
        let semitones = ["happy": 4.0, "sad": -5, "angry": 7, "surprise": 5, "neutral": 0][name]!
        // A wah moves the phase of its tone while it sweeps, hence the wider bound there.
        let cents = 1200 * log2(SoundFile.hertz(result.left[22_050..<66_150], rate: 44_100) / 440)
        #expect(abs(cents - 100 * semitones) < (name == "sad" ? 4 : 2))
    }

    @Test func aTimelineEndsFiveSecondsAfterItsLastRow() throws {
        let folder = try ScratchFolder()
        let song = folder.sine()
        let rows = folder.text("moods.csv", "seconds,expression\n0,sad\n0.4,happy\n\n1.1,neutral\n")
        #expect(app("render", "--song", song, "--timeline", rows, "--out", folder.file("a.wav")) == 0)
        #expect(app("render", "--song", song, "--timeline", rows, "--out", folder.file("b.wav")) == 0)
        #expect(try SoundFile.read(folder.file("a.wav")).frames == Int((6.1 * 44_100).rounded()))
        #expect(FileBytes.read(folder.file("a.wav")) == FileBytes.read(folder.file("b.wav")))
    }
}
