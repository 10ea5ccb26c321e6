import Testing

@testable import Capture

@Suite struct UnplayableFileTests {
    @Test(arguments: [
        ("a.mid", "MThd\0\0\0\u{6}", "fluidsynth"), ("a.m3u", "song.wav\n", "name one of the files"),
        ("list", "#EXTM3U\nsong.wav\n", "name one of the files"), ("a.pls", "[playlist]\n", "name one of the files"),
        ("a.gif", "GIF89a........", "--camera"), ("a.txt", "Some words about a song.\n", "use WAV"), ("a.zip", "PK\u{3}\u{4}....", "unpack"),
    ]) func whatIsNoSongIsExplained(_ name: String, _ text: String, _ next: String) throws {
        let folder = TemporaryFolder()
        let path = folder.file(name, text)
        let error = #expect(throws: LeitmotifError.self) { try openSong(path) }
        #expect(error?.nextStep.contains(next) == true && error?.kind == .unsupported, "\(String(describing: error))")
    }

    @Test(.enabled(if: hasFFmpeg, "needs ffmpeg")) func silentFilmIsExplained() throws {
        let folder = TemporaryFolder()
        let path = folder.file("a.mp4")
        try #require(tool("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc=d=0.2:s=64x64", path]))
        let error = #expect(throws: LeitmotifError.self) { try openSong(path) }
        #expect(error?.cause.contains("a video without sound") == true)
    }
}
