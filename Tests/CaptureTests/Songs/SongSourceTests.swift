import Glibc
import Testing

@testable import Capture

@Suite struct SongSourceTests {
    private func refusal(_ path: String) -> LeitmotifError? {
        do {
            _ = try openSong(path)
            return nil
        } catch { return error }
    }

    @Test func badSongsSayWhatIsWrong() throws {
        let folder = TemporaryFolder()
        #expect(refusal(folder.file("missing.wav"))?.cause == "No such file or directory")
        #expect(refusal(folder.path)?.cause == "it is a folder")
        #expect(refusal(folder.file("empty.wav", []))?.cause == "the file is empty")
        mkfifo(folder.file("pipe.wav"), 0o600)
        #expect(refusal(folder.file("pipe.wav"))?.cause == "it is not a regular file")
        let text = try #require(refusal(folder.file("text.wav", "This is a text about music.\n")))
        #expect(text.cause.contains("libsndfile") && !text.description.contains("\n"))
        #expect(openDescriptors(to: folder.path) == 0, "a refused file must not stay open")
    }

    /// A WAV whose header claims what it does not hold.
    private func wave(rate: UInt32 = 44100, channels: UInt16 = 1, data: [UInt8], claimed: UInt32? = nil) -> [UInt8] {
        func little<T: FixedWidthInteger>(_ value: T) -> [UInt8] { withUnsafeBytes(of: value.littleEndian, Array.init) }
        let rates = little(rate) + little(rate &* 2)
        let format = little(UInt16(1)) + little(channels) + rates + little(channels &* 2) + little(UInt16(16))
        return Array("RIFF".utf8) + little(UInt32(36) &+ (claimed ?? UInt32(data.count))) + Array("WAVEfmt ".utf8) + little(UInt32(16))
            + format
            + Array("data".utf8) + little(claimed ?? UInt32(data.count)) + data
    }

    @Test func headersAreNotBelieved() throws {
        let folder = TemporaryFolder()
        #expect(refusal(folder.file("none.wav", wave(data: [])))?.cause == "there is not one frame of sound in it")
        let cut = folder.file("cut.wav", wave(data: [], claimed: 0x7FFF_FF00))
        #expect(refusal(cut)?.cause == "there is not one frame of sound in it")
        #expect(refusal(folder.file("slow.wav", wave(rate: 7, data: [1, 2, 3, 4])))?.cause.contains("sample rate") == true)
        #expect(refusal(folder.file("fast.wav", wave(rate: 2_000_000_000, data: [1, 2, 3, 4]))) != nil)
        #expect(
            refusal(folder.file("many.wav", wave(channels: 60, data: Array(repeating: 1, count: 1200))))?
                .cause.contains("60 channels") == true)
        let long = try openSong(folder.file("long.wav", wave(data: [0, 64, 0, 64], claimed: 0x7FFF_FF00)))
        #expect(try samples(of: long) == [0.5, 0.5])
    }

    @Test(.enabled(if: hasFFmpeg, "needs ffmpeg"), arguments: ["ogg", "mp3", "aiff", "flac"])
    func everyFormatOfLibsndfileIsRead(_ name: String) throws {
        let folder = TemporaryFolder()
        let path = folder.file("a.\(name)")
        try #require(
            tool("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "aevalsrc='0.5*sin(2764.6*t)|0.5*sin(2764.6*t)':d=1:s=44100", path]))
        let song = try openSong(path)
        #expect((name == "mp3" ? song is MPEGSong : song is SndfileSong) && song.channels == 2 && song.sampleRate == 44100)
        let first = try samples(of: song)
        #expect(abs(first.count / 2 - 44100) < 3000)
        #expect(abs((first.map { $0 * $0 }.reduce(0, +) / Float(first.count)).squareRoot() - 0.354) < 0.02)
        try song.rewind()
        let again = try samples(of: song)
        #expect(again.count == first.count)
        #expect(zip(first, again).allSatisfy { abs($0 - $1) < 0.01 })
    }

    @Test(.enabled(if: hasFFmpeg, "needs ffmpeg")) func otherFormatsComeThroughFFmpeg() throws {
        let folder = TemporaryFolder()
        // A name that could pass for an option or a protocol.
        let path = folder.file("-i http:a%d.m4a")
        try #require(
            tool("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "sine=440:duration=1:sample_rate=32000", "-c:a", "aac", "file:" + path]))
        let song = try openSong(path)
        #expect(song is FFmpegSong && song.channels == 1 && song.sampleRate == 32000 && song.frameCount == 32000)
        let first = try samples(of: song)
        #expect(first.count == 32000, "without what the encoder added")
        // A short song is kept: no other child is started.
        unlink(path)
        try song.rewind()
        #expect(try samples(of: song) == first)
    }

    @Test(.enabled(if: hasFFmpeg, "needs ffmpeg")) func surroundIsMixedDown() throws {
        let folder = TemporaryFolder()
        let path = folder.file("a.mka")
        try #require(
            tool("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "sine=440:duration=0.5", "-ac", "6", "-c:a", "ac3", "-f", "ac3", path]))
        let song = try openSong(path)
        #expect(song.channels == 2)
        #expect(try samples(of: song).contains { abs($0) > 0.01 })
    }

    @Test(.enabled(if: hasFFmpeg, "needs ffmpeg")) func childEndsWhenGivenUp() throws {
        let folder = TemporaryFolder()
        let path = folder.file("a.m4a")
        try #require(tool("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "sine=440:duration=60", "-c:a", "aac", path]))
        for _ in 0..<3 {
            let song = try FFmpegSong(path)
            let some = UnsafeMutablePointer<Float>.allocate(capacity: 64)
            defer { some.deallocate() }
            #expect(try song.read(into: some, frames: 64) == 64)
        }
        #expect(processes(mentioning: path) == 0)
    }

    @Test func missingProgramIsNamedWithItsPackage() {
        let error = #expect(throws: LeitmotifError.self) {
            try ChildProcess("no-such-program-here", [], package: "something", for: "open song", of: "x")
        }
        #expect(error?.description == "open song x: no-such-program-here is not installed; install it: apt install something")
    }

    @Test func floodOfComplaintsDoesNotBlock() throws {
        let child = try ChildProcess(
            "sh", ["-c", "echo first >&2; head -c 10000000 /dev/zero >&2; exit 3"], package: "dash", for: "test", of: "sh")
        #expect(ByteStream(descriptor: child.output).byte() == nil)
        #expect(child.complaint == "first")
    }

    @Test func errorsAreOneLine() {
        let error = LeitmotifError(.failed, "open", "a\nb\u{1B}[2J", "bad", next: "try")
        #expect(error.description == "open a b [2J: bad; try")
    }
}
