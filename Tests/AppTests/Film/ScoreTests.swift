import Foundation
import Testing

@testable import App

@Suite struct ScoreTests {
    private func run(_ program: String, _ words: String...) throws -> String {
        let process = Foundation.Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + words
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    private static let hasFFmpeg = FileManager.default.isExecutableFile(atPath: "/usr/bin/ffmpeg")

    @Test func theActorGetsHisMusicToTheFrameAndTwiceTheSame() throws {
        let folder = try ScratchFolder()
        let actor = try Actor()
        let (first, second, moods) = (folder.file("a.wav"), folder.file("b.wav"), folder.file("moods.csv"))
        #expect(app("score", "actor", "--out", first, "--write-timeline", moods, "--plot", folder.file("film.svg")) == 0)
        #expect(app("score", "actor", "--out", second) == 0)
        #expect(FileBytes.read(first) == FileBytes.read(second))
        let (written, rate) = (try SoundFile.read(first).frames, 44_100.0)
        let frames = try ActorFilm().frames.count
        #expect(abs(Double(written) - Double(frames) / actor.framesPerSecond * rate) <= 1)
        // Every mood that he holds is in the timeline, while he holds it.
        let rows = try TimelineFile.read(moods)
        for hold in actor.holds {
            let middle = Double(hold.frames.lowerBound + hold.frames.upperBound) / 2 / actor.framesPerSecond
            #expect(rows.last { $0.seconds <= middle }?.expression == hold.expression)
        }
        let plot = String(decoding: FileBytes.read(folder.file("film.svg")) ?? [], as: UTF8.self)
        #expect(plot.contains("in the music") && plot.hasSuffix("</svg>\n"))
        // The same timeline by hand is the same music.
        #expect(app("score", "actor", "--out", second, "--timeline", moods) == 0)
        #expect(FileBytes.read(first)?.count == FileBytes.read(second)?.count)
    }

    @Test(.enabled(if: hasFFmpeg, "ffmpeg is not installed"), arguments: ["mp4", "mkv"])
    func picturesAreCopiedUntouched(_ ending: String) throws {
        let folder = try ScratchFolder()
        let (film, out) = (folder.file("film.mp4"), folder.file("out.\(ending)"))
        _ = try run(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=s=320x240:r=25:d=3", "-f", "lavfi", "-i", "sine=d=3", "-pix_fmt", "yuv420p", "-shortest", film)
        #expect(app("score", film, "--out", out) == 0)
        #expect(app("score", film, "--out", folder.file("ducked.\(ending)"), "--duck") == 0)
        func pictures(_ path: String) throws -> String { try run("ffmpeg", "-v", "error", "-i", path, "-map", "0:v", "-c", "copy", "-f", "streamhash", "-") }
        #expect(try pictures(film) == pictures(out) && !pictures(film).isEmpty)
        #expect(try pictures(film) == pictures(folder.file("ducked.\(ending)")))
        let sound = try run("ffprobe", "-v", "error", "-select_streams", "a", "-show_entries", "stream=codec_name", "-of", "csv=p=0", out)
        #expect(sound.split(separator: "\n").count == 1)
        #expect(app("score", film, "--out", folder.file("again.\(ending)")) == 0)
        #expect(FileBytes.read(out) == FileBytes.read(folder.file("again.\(ending)")))
        #expect(folder.names == ["again.\(ending)", "ducked.\(ending)", "film.mp4", "out.\(ending)"])
    }

    @Test func wrongUseIsNamed() throws {
        let folder = try ScratchFolder()
        #expect(app("score", "actor", "--out", folder.file("a.mp4")) == 2)
        #expect(app("score", "actor", "--out", folder.file("a.txt")) == 2)
        #expect(app("score", "actor", "--out", folder.file("a.wav"), "--duck") == 2)
        #expect(app("score", "nothing.mp4", "--out", folder.file("a.wav")) == 1)
        #expect(app("score", folder.text("film.mp4", "no film"), "--out", folder.file("a.wav")) == 1)
        #expect(folder.names == ["film.mp4"])
    }

    @Test func silenceIsSilent() throws {
        let folder = try ScratchFolder()
        let rows = folder.text("moods.csv", "seconds,expression\n0,neutral\n1,silence\n3,sad\n")
        #expect(app("render", "--song", folder.sine(seconds: 8), "--timeline", rows, "--out", folder.file("a.wav")) == 0)
        let sound = try SoundFile.read(folder.file("a.wav")).left
        func peak(_ range: Range<Double>) -> Float { sound[Int(range.lowerBound * 44_100)..<Int(range.upperBound * 44_100)].map(abs).max() ?? 0 }
        #expect(peak(0.2..<1) > 0.1)
        #expect(peak(2.3..<2.95) < 1e-4)
        #expect(peak(3.2..<4) > 0.1)
    }
}
