import Capture
import Foundation
import Mood
import Testing

@testable import App

@Suite struct MoodSongsTests {
    private let rest = "[angry]\n[surprise]\n[neutral]\n"


    @Test func aMoodsSongLiesBesideItsMapAndIsWrittenBack() throws {
        let folder = try ScratchFolder()
        let song = folder.sine("str\"ings.wav")
        let path = folder.text("my.toml", "[happy]\n[sad]\nsong = \"str\\\"ings.wav\"\n" + rest)
        let map = try MapFile.map(path)
        #expect(map.songs == [.sad: URL(fileURLWithPath: song).standardizedFileURL.path])
        #expect(try MapFile(path: "elsewhere.toml", Array(MapFile.text(map).utf8)).map().songs == map.songs)
    }

    @Test(arguments: ["\"nowhere.wav\"", "\"\"", "3"]) func aSongThatIsNotThereNamesItsLineAndKey(value: String) throws {
        let folder = try ScratchFolder()
        let path = folder.text("my.toml", "[happy]\n[sad]\nsong = \(value)\n" + rest)
        let error = #expect(throws: LeitmotifError.self) { try MapFile.map(path) }
        #expect(error?.description.contains("line 3, [sad] song") == true)
    }

    /// The session's song is a tone; sad has silence at another rate.
    @Test func aRenderingPlaysEachMoodsSong() throws {
        let folder = try ScratchFolder()
        let quiet = folder.sine("quiet.wav", seconds: 4, rate: 22_050)
        var bytes = try #require(FileBytes.read(quiet))
        for index in 44..<bytes.count { bytes[index] = 0 }
        _ = folder.file("quiet.wav", bytes)
        let map = folder.text("my.toml", "[happy]\n[sad]\nsong = \"quiet.wav\"\n" + rest)
        let rows = folder.text("moods.csv", "seconds,expression\n0,neutral\n1,sad\n2.5,neutral\n4,neutral\n")
        for name in ["a.wav", "b.wav"] {
            let code = app(
                "render", "--song", folder.sine(seconds: 4), "--map", map, "--timeline", rows, "--quantise", "now", "--out", folder.file(name))
            #expect(code == 0)
        }
        let sound = try SoundFile.read(folder.file("a.wav")).left
        func peak(_ seconds: ClosedRange<Double>) -> Float {
            sound[Int(seconds.lowerBound * 44_100)..<Int(seconds.upperBound * 44_100)].reduce(0) { max($0, abs($1)) }
        }
        // A tone on both sides has −18 LUFS, to which several songs are brought, at this magnitude.
        let tone: Float = 0.136
        #expect(abs(peak(0.2...0.9) - tone) < 0.02 && peak(1.7...2.4) < 0.001 && abs(peak(3.2...3.9) - tone) < 0.02)
        #expect(FileBytes.read(folder.file("a.wav")) == FileBytes.read(folder.file("b.wav")))
    }
}
