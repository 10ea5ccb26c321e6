import Fixtures
import Glibc
import Tensor
import Testing

@testable import Capture

@Suite struct FrameSourceTests {
    private func pgm(_ value: UInt8) -> [UInt8] { Array("P5 2 2 255\n".utf8) + [value, value, value, value] }

    /// Every frame of one pass: its stamp and its first pixel.
    private func pass(_ source: any FrameSource, limit: Int = 1000) throws -> [(FrameStamp, UInt8)] {
        var plane = LumaPlane(width: 1, height: 1)
        var all: [(FrameStamp, UInt8)] = []
        while all.count < limit, let stamp = try source.next(into: &plane) { all.append((stamp, plane.view.base[0])) }
        return all
    }

    private func refusal(_ source: String) -> String {
        do {
            _ = try pass(openFrames(source))
            return ""
        } catch { return "\(error)" }
    }

    @Test func folderGoesByNameAndPassesOverTheRest() throws {
        let folder = TemporaryFolder()
        _ = folder.file("b.pgm", pgm(2))
        _ = folder.file("a.txt", pgm(1))
        _ = folder.file("C.pgm", pgm(3))
        _ = folder.file("notes.jpg", "not a picture at all")
        _ = folder.file(".hidden.pgm", pgm(9))
        _ = folder.file("broken.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3])
        mkfifo(folder.file("pipe.pgm"), 0o600)
        mkdir(folder.file("sub.pgm"), 0o755)
        let source = try openFrames(folder.path)
        for _ in 0..<2 {
            let frames = try pass(source)
            #expect(frames.map(\.1) == [3, 1, 2])
            #expect(frames.map(\.0.name) == ["C.pgm", "a.txt", "b.pgm"])
            #expect(frames.map(\.0.seconds) == [0, 3, 6])
            let damage = try #require(source.damage)
            #expect(damage.words.hasPrefix("1 of 4 pictures left out: broken.png: libpng cannot decode it") && !damage.endsEarly)
            try source.rewind()
        }
    }

    @Test func namesThatAreNotUTF8AreShown() throws {
        let folder = TemporaryFolder()
        let path = FileName.text(Array((folder.path + "/caf").utf8) + [0xE9, 0x2E, 0x70])
        let descriptor = FileName.bytes(of: path) { creat($0, 0o600) }
        try #require(write(descriptor, pgm(7), 15) == 15)
        close(descriptor)
        #expect(try pass(openFrames(folder.path)).map(\.1) == [7])
        #expect(try pass(openFrames(path)).map(\.1) == [7])
    }

    @Test func sourcesThatAreNoneSayWhy() {
        let folder = TemporaryFolder()
        #expect(refusal(folder.file("missing.y4m")).contains("No such file or directory"))
        #expect(refusal(folder.path).contains("there is no picture in it"))
        _ = folder.file("broken.pgm", "P5 9 9 255\n")
        #expect(refusal(folder.path).contains("it ends early"))
        #expect(refusal(folder.file("empty.mp4", [])).contains("the file is empty"))
        mkfifo(folder.file("pipe"), 0o600)
        #expect(refusal(folder.file("pipe")).contains("it is not a regular file"))
        #expect(refusal(folder.file("text.mp4", "no video at all")) != "")
        #expect(openDescriptors(to: folder.path) == 0)
    }

    private func y4m(_ parameters: String, frames: [[UInt8]]) -> [UInt8] {
        Array("YUV4MPEG2 \(parameters)\n".utf8) + frames.flatMap { Array("FRAME Ixyz\n".utf8) + $0 }
    }

    @Test func y4mOfEveryColourFormatIsRead() throws {
        let folder = TemporaryFolder()
        // 3×3 pixels: odd sizes round the chroma planes up.
        for (colour, chroma) in [("mono", 0), ("420jpeg", 8), ("420", 8), ("422", 12), ("444", 18), ("444alpha", 27), ("411", 6)] {
            let frames = (1...3).map { value in (0..<9).map { UInt8($0 * value) } + [UInt8](repeating: 99, count: chroma) }
            let bytes = y4m("W3 H3 F30000:1001 Ip A1:1 C\(colour) XCOLORRANGE=FULL", frames: frames)
            let source = try openFrames(folder.file("a", bytes))
            var plane = LumaPlane(width: 1, height: 1)
            for pass in 0..<2 {
                for value in 1...3 {
                    let stamp = try #require(try source.next(into: &plane), "\(colour) frame \(value) of pass \(pass)")
                    #expect(abs(stamp.seconds - Double(value - 1) * 1001 / 30000) < 1e-12)
                    #expect(luma(plane) == (0..<9).map { UInt8($0 * value) })
                }
                #expect(try source.next(into: &plane) == nil)
                try source.rewind()
            }
        }
    }

    @Test func limitedLumaIsStretched() throws {
        let folder = TemporaryFolder()
        var plane = LumaPlane(width: 1, height: 1)
        let frame: [UInt8] = [0, 16, 126, 235, 255, 17]
        for (parameters, expected) in [
            ("W6 H1 C422", [0, 0, 128, 255, 255, 1]), ("W6 H1", [0, 0, 128, 255, 255, 1]), ("W6 H1 Cmono", frame),
            ("W6 H1 Cmono XCOLORRANGE=LIMITED", [0, 0, 128, 255, 255, 1]), ("W6 H1 C444 XCOLORRANGE=FULL", frame),
        ] as [(String, [UInt8])] {
            let source = try Y4MSource(folder.file("a.y4m", y4m(parameters, frames: [frame + [UInt8](repeating: 128, count: 12)])))
            _ = try source.next(into: &plane)
            #expect(luma(plane) == expected, "\(parameters)")
        }
    }

    @Test(arguments: [
        "", "W2", "W0 H2", "W-1 H2", "W99999 H2", "W16384 H16384", "W99999999999999999999 H1", "W2 H2 C420p10", "W2 H2 Cmono16",
        "W2 H2 F0:1",
        "W2 H2 F1:0", "W2 H2 F9", "W2 H2 F9999999:1",
    ]) func badY4MHeaders(_ parameters: String) {
        let folder = TemporaryFolder()
        #expect(refusal(folder.file("a.y4m", y4m(parameters, frames: [[1, 2, 3, 4, 5, 6]]))).hasPrefix("open video "))
    }

    @Test func y4mThatIsCutShortEndsAndWithoutAFrameSaysSo() throws {
        let folder = TemporaryFolder()
        let whole = y4m("W2 H2 Cmono", frames: [[1, 2, 3, 4], [5, 6, 7, 8]])
        let source = try openFrames(folder.file("cut.y4m", Array(whole.dropLast(2))))
        #expect(source.damage == nil)
        #expect(try pass(source).count == 1)
        #expect(source.damage == SourceDamage(cutOffAt: 0.04, missing: 0))
        let intact = try openFrames(folder.file("whole.y4m", whole))
        #expect(try pass(intact).count == 2 && intact.damage == nil)
        #expect(refusal(folder.file("none.y4m", Array(whole.prefix(30)))).contains("not one whole frame"))
        var bad = whole
        bad[bad.count - 15] = 0
        #expect(refusal(folder.file("bad.y4m", bad)).contains("frame 1 has no FRAME line"))
        #expect(
            refusal(folder.file("long.y4m", Array("YUV4MPEG2 ".utf8) + [UInt8](repeating: 65, count: 5000)))
                .contains("no YUV4MPEG2 header")
        )
    }

    @Test func motionPictureRunsAndStartsAgain() throws {
        let folder = TemporaryFolder()
        let jpegs = try (0..<5).map { value in
            try #require(makeJPEG([UInt8](repeating: UInt8(value * 50), count: 256), width: 16, height: 16))
        }
        let path = folder.file("a.mjpeg", [1, 2, 0xFF] + jpegs.joined(separator: [0, 0]) + jpegs[0].prefix(100))
        let source = try MotionPictureFile(path, framesPerSecond: 15)
        for _ in 0..<2 {
            let frames = try pass(source)
            #expect(frames.map(\.1) == [0, 50, 100, 150, 200])
            #expect(abs(frames[4].0.seconds - 4 / 15.0) < 1e-12)
            source.rewind()
        }
        #expect(throws: LeitmotifError.self) { try MotionPictureFile(folder.file("b", "nothing"), framesPerSecond: 15) }
        #expect(throws: LeitmotifError.self) { try MotionPictureFile(path, framesPerSecond: 0) }
    }

    @Test(.enabled(if: hasFFmpeg, "needs ffmpeg")) func otherVideosComeThroughFFmpegInFullRange() throws {
        let folder = TemporaryFolder()
        let path = folder.file("-a:b%d.mkv")
        let filter = "color=white:size=64x48:rate=25:duration=1,format=yuv420p"
        try #require(tool("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", filter, "-c:v", "mpeg4", "file:" + path]))
        let source = try openFrames(path)
        #expect(source is FFmpegVideo)
        for _ in 0..<2 {
            let frames = try pass(source)
            #expect(frames.count == 25 && frames[24].0.seconds == 0.96)
            #expect(frames.allSatisfy { $0.1 >= 253 }, "white is 255, not the 235 that video keeps")
            try source.rewind()
        }
    }

    @Test(.enabled(if: hasFFmpeg, "needs ffmpeg"), arguments: ["a.mp4", "a.mkv", "a.avi"])
    func aFilmThatIsCutOffSaysSo(name: String) throws {
        let folder = TemporaryFolder()
        let path = folder.file(name)
        let filter = ["-f", "lavfi", "-i", "testsrc=size=64x48:rate=25:duration=4", "-c:v", "mpeg4", "-g", "5"]
        try #require(tool("ffmpeg", ["-v", "error"] + filter + ["-movflags", "+faststart", "file:" + path]))
        let whole = try openFrames(path)
        #expect(try pass(whole).count == 100 && whole.damage == nil)
        let cut = try openFrames(folder.file("cut-" + name, Array(bytes(of: path).prefix(bytes(of: path).count * 6 / 10))))
        let frames = try pass(cut).count
        let damage = try #require(cut.damage)
        #expect((30..<90).contains(frames) && damage.endsEarly)
        #expect(damage.words.hasPrefix("it is cut off at ") && damage.words.hasSuffix(" s are missing"), "\(damage.words)")
    }

    @Test(.enabled(if: hasFFmpeg, "needs ffmpeg")) func theCoverOfASongIsNoFilm() throws {
        let folder = TemporaryFolder()
        let (cover, song) = (folder.file("cover.pgm", pgm(9)), folder.file("song.mp3"))
        let inputs = ["-f", "lavfi", "-i", "sine=duration=1", "-i", cover, "-map", "0", "-map", "1", "-c:v", "mjpeg"]
        try #require(tool("ffmpeg", ["-v", "error"] + inputs + ["-disposition:v:0", "attached_pic", song]))
        #expect(refusal(song).contains("there is sound in it, and perhaps the picture of a cover, but no film"))
    }

    @Test(.enabled(if: sharedData("data/video/dinner-10s.mp4") != nil && hasFFmpeg, "needs the shared data and ffmpeg"))
    func videoFramesResembleOpenCVs() throws {
        let source = try openFrames(try #require(sharedData("data/video/dinner-10s.mp4")).path)
        var plane = LumaPlane(width: 1, height: 1)
        var expected = LumaPlane(width: 1, height: 1)
        for _ in 0...25 { _ = try source.next(into: &plane) }
        try PictureDecoder().decode(try #require(sharedData("data/detect/dinner_0025.pgm")).path, into: &expected)
        let differences = zip(luma(plane), luma(expected)).map { abs(Int($0) - Int($1)) }
        // OpenCV goes through RGB with truncating arithmetic and lands 1.3 lower; a frame beside it is 3.3 away.
        #expect(Double(differences.reduce(0, +)) / Double(differences.count) < 2)
    }
}
