import CPictures
import Fixtures
import Glibc
import Tensor
import Testing

@testable import Capture

/// Still pictures of the kinds that ffmpeg decodes.
@Suite(.enabled(if: hasFFmpeg, "needs ffmpeg")) struct FFmpegPictureTests {
    private let folder = TemporaryFolder()

    private func decoded(_ path: String) throws -> (width: Int, height: Int, luma: [UInt8]) {
        var plane = LumaPlane(width: 1, height: 1)
        try PictureDecoder().decode(path, into: &plane)
        return (plane.width, plane.height, luma(plane))
    }

    private func refusal(_ path: String) -> String {
        do {
            _ = try decoded(path)
            return ""
        } catch { return "\(error)" }
    }

    /// A colourful PNG of 48×40 pixels, and the same made into `name` by ffmpeg.
    private func make(_ name: String, _ options: [String] = [], grey: Bool = false) throws -> (png: String, other: String) {
        let (png, other) = (folder.file("a.png"), folder.file(name))
        let format = grey ? UInt32(PNG_FORMAT_GRAY) : UInt32(PNG_FORMAT_RGB)
        let pixels = (0..<48 * 40 * (grey ? 1 : 3)).map { UInt8(truncatingIfNeeded: $0 / 5 &* 3) }
        try #require(writePNG(png, format, pixels, width: 48, height: 40))
        // By their own names: % in one would mean a sequence of pictures.
        let plain = folder.file("plain.\(name.split(separator: ".").last!)")
        try #require(tool("ffmpeg", ["-v", "error", "-y", "-i", png] + options + [plain]), "this ffmpeg cannot make \(name)")
        try #require(Glibc.rename(plain, other) == 0)
        return (png, other)
    }

    @Test(arguments: ["a.bmp", "a.tiff", "%d[*].bmp", "-a:b.tif"]) func whatKeepsItsPixelsIsTheSamePicture(name: String) throws {
        let (png, other) = try make(name)
        #expect(try decoded(other) == decoded(png))
        // As a source it is a still picture with a name, and no film.
        var plane = LumaPlane(width: 1, height: 1)
        let source = try openFrames(other)
        #expect(source is PictureFiles)
        #expect(try source.next(into: &plane)?.name == name)
        #expect(try source.next(into: &plane) == nil)
    }

    @Test(.enabled(if: canEncode("libwebp"), "needs an ffmpeg that writes WebP"), arguments: [0, 1])
    func aWebPIsAStillPicture(lossless: Int) throws {
        let (png, webp) = try make("a.webp", ["-lossless", "\(lossless)", "-quality", "95"])
        let (ours, theirs) = (try decoded(webp), try decoded(png))
        #expect((ours.width, ours.height) == (48, 40))
        #expect(meanDifference(ours.luma, theirs.luma) <= (lossless == 1 ? 0 : 12))
        #expect(try openFrames(webp) is PictureFiles)
    }

    @Test func aGIFOfOnePictureIsStillAndOfSeveralAFilm() throws {
        let (png, gif) = try make("a.gif", ["-pix_fmt", "gray"], grey: true)
        #expect(try decoded(gif) == decoded(png))
        let film = folder.file("film.gif")
        try #require(tool("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=5:duration=1", film]))
        #expect(refusal(film).contains("it is a GIF of several pictures, a film; use app watch"))
        let source = try openFrames(film)
        #expect(source is FFmpegVideo)
        var plane = LumaPlane(width: 1, height: 1)
        var frames = 0
        while try source.next(into: &plane) != nil { frames += 1 }
        #expect(frames == 5 && source.damage == nil)
        for bytes in Mutations(bytes(of: gif), count: 10_000, seed: 96) {
            let copy = owned(bytes)
            withExtendedLifetime(copy) { _ = isFilm(gif: copy.raw) }
        }
    }

    @Test(.enabled(if: canEncode("libaom-av1"), "needs an ffmpeg that writes AVIF")) func anAVIFIsAStillPicture() throws {
        let filter = "scale=out_range=pc:out_color_matrix=bt709,format=yuv444p"
        let (png, avif) = try make(
            "a.avif",
            ["-vf", filter, "-c:v", "libaom-av1", "-still-picture", "1", "-color_range", "pc", "-colorspace", "bt709", "-crf", "2"])
        let (ours, theirs) = (try decoded(avif), try decoded(png))
        #expect((ours.width, ours.height) == (48, 40))
        #expect(meanDifference(ours.luma, theirs.luma) < 4)
        // What newer files say of themselves in boxes, wherever these are.
        let turn: [UInt8] = [0, 0, 0, 9] + Array("irot".utf8) + [3]
        let turned = try decoded(folder.file("turned.avif", bytes(of: avif) + turn))
        #expect((turned.width, turned.height) == (40, 48))
        #expect(turned.luma.prefix(40).elementsEqual((0..<40).map { ours.luma[(39 - $0) * 48] }))
        let tiled: [UInt8] = [0, 0, 0, 20] + Array("ispe".utf8) + [0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 3, 0]
        #expect(
            refusal(folder.file("tiled.avif", bytes(of: avif) + tiled))
                .contains("this ffmpeg decodes only a part of it, 48×40 of 1024×768 pixels; convert it first: heif-convert"))
    }

    @Test func whatCannotBeReadSaysWhatToDo() throws {
        let heic = Array("\0\0\0\u{18}ftypheic\0\0\0\0mif1heic".utf8) + [UInt8](repeating: 7, count: 200)
        #expect(refusal(folder.file("a.heic", heic)).contains("ffmpeg cannot decode this HEIC ("))
        #expect(refusal(folder.file("a.heic", heic)).contains("convert it first: heif-convert FILE FILE.jpg (apt install libheif-examples)"))
        let (_, bmp) = try make("a.bmp")
        #expect(refusal(folder.file("cut.tiff", Array("II*\0\u{8}\0\0\0".utf8))).contains("ffmpeg cannot decode this TIFF"))
        var animated = Array("RIFF\0\0\0\0WEBPVP8X\n\0\0\0".utf8) + [UInt8](repeating: 0, count: 20)
        animated[20] = 2
        #expect(refusal(folder.file("a.webp", animated)).contains("it is an animated WebP"))
        // 16 million pixels a side.
        var huge = bytes(of: bmp)
        huge.replaceSubrange(18..<26, with: [0, 0, 0, 1, 0, 0, 0, 1])
        #expect(refusal(folder.file("huge.bmp", huge)) != "")
        #expect(openDescriptors(to: folder.path) == 0)
    }

    /// By its own tag: ffmpeg turns nothing here.
    @Test func aTIFFIsTurnedUpright() throws {
        let pixels = (0..<6).map { UInt8($0 * 40) }
        func entry(_ tag: Int, _ type: UInt8, _ value: UInt8) -> [UInt8] {
            [UInt8(tag & 255), UInt8(tag >> 8), type, 0, 1, 0, 0, 0, value, 0, 0, 0]
        }
        // 3×2 grey pixels behind a directory of nine entries.
        let fields: [(Int, UInt8, UInt8)] = [
            (256, 3, 3), (257, 3, 2), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 122), (274, 3, 6), (278, 3, 2), (279, 4, 6),
        ]
        let entries = fields.flatMap { entry($0.0, $0.1, $0.2) }
        let tiff = Array("II*\0\u{8}\0\0\0".utf8) + [9, 0] + entries + [0, 0, 0, 0] + pixels
        let picture = try decoded(folder.file("a.tif", tiff))
        #expect((picture.width, picture.height) == (2, 3))
        #expect(picture.luma == [3, 0, 4, 1, 5, 2].map { pixels[$0] })
    }

    private func meanDifference(_ a: [UInt8], _ b: [UInt8]) -> Double {
        Double(zip(a, b).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }) / Double(max(a.count, 1))
    }

    /// Text that begins like a picture is none.
    @Test func wordsAreNoBitmap() {
        #expect(Array("BM is short for bitmap, and this is no picture".utf8).withUnsafeBytes { PictureKind(firstBytes: $0) } == nil)
    }
}

/// Whether the installed ffmpeg has an encoder.
private func canEncode(_ encoder: String) -> Bool {
    let picture = ["-f", "lavfi", "-i", "testsrc=size=64x64:duration=0.04", "-frames:v", "1"]
    return tool("ffmpeg", ["-v", "error"] + picture + ["-c:v", encoder, "-f", "null", "-"])
}
