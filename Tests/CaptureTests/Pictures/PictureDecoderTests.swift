import CPictures
import Fixtures
import Tensor
import Testing

@testable import Capture

@Suite struct PictureDecoderTests {
    private func refusal(_ path: String) -> String {
        do {
            var plane = LumaPlane(width: 1, height: 1)
            try PictureDecoder().decode(path, into: &plane)
            return ""
        } catch { return error.description }
    }

    private func decoded(_ bytes: [UInt8]) throws -> (Int, Int, [UInt8]) {
        let folder = TemporaryFolder()
        var plane = LumaPlane(width: 1, height: 1)
        try PictureDecoder().decode(folder.file("picture", bytes), into: &plane)
        return (plane.width, plane.height, luma(plane))
    }

    @Test func greyFollowsOpenCV() {
        let rgb: [UInt8] = [255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 200, 30, 1, 1, 1]
        var out = [UInt8](repeating: 0, count: 7)
        grey(rgb, count: 7, into: &out)
        // cv2.cvtColor(…, COLOR_RGB2GRAY) of the same seven pixels.
        #expect(out == [255, 0, 76, 150, 29, 124, 1])
    }

    @Test func portableMapsAreDecoded() throws {
        #expect(
            try decoded(Array("P5 # a comment\n3 # another\n2\n255\n".utf8) + [0, 35, 255, 10, 32, 7])
                == (3, 2, [0, 35, 255, 10, 32, 7]))
        #expect(try decoded(Array("P5\n2 1\n15\n".utf8) + [15, 99]) == (2, 1, [255, 255]))
        #expect(try decoded(Array("P6 1 1 255 ".utf8) + [10, 200, 30]) == (1, 1, [124]))
        #expect(try decoded(Array("P2\n2 2 255\n1 2\n#x\n3 999".utf8)) == (2, 2, [1, 2, 3, 255]))
        #expect(try decoded(Array("P3 1 1 255 10 200 30\n".utf8)) == (1, 1, [124]))
    }

    @Test(arguments: [
        "P5 2 2 255\nabc", "P5 2 2 65535\nabcdefgh", "P5 2 2 0\nabcd", "P5 2", "P5 99999 1 255\n", "P5 16384 16384 255\n",
        "P5 99999999999999999999 1 255\n", "P2 2 2 255 1 2 x 4", "P5 -2 2 255\nabcd", "P5 0 2 255\nabcd", "P4 8 1\na",
        "hello", "P",
    ]) func badPortableMaps(_ text: String) {
        let folder = TemporaryFolder()
        #expect(refusal(folder.file("a.pgm", text)).hasPrefix("open picture \(folder.path)/a.pgm: "))
    }

    @Test func pngKeepsGreyAndDropsAlpha() throws {
        let folder = TemporaryFolder()
        func roundTrip(_ format: UInt32, _ pixels: [UInt8], width: Int) throws -> [UInt8] {
            let path = folder.file("a.png")
            try #require(writePNG(path, format, pixels, width: width, height: 1))
            return try decoded(bytes(of: path)).2
        }
        let ramp = (0...255).map { UInt8($0) }
        #expect(try roundTrip(UInt32(PNG_FORMAT_GRAY), ramp, width: 256) == ramp)
        #expect(try roundTrip(UInt32(PNG_FORMAT_GA), [7, 0, 200, 128], width: 2) == [7, 200])
        #expect(try roundTrip(UInt32(PNG_FORMAT_RGB), [10, 200, 30, 255, 255, 255], width: 2) == [124, 255])
        #expect(
            try roundTrip(UInt32(PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA), [10, 200, 30, 0, 255, 0, 0, 9], width: 2)
                == [124, 76])
    }

    @Test(
        .enabled(if: sharedData("data/faces/Happy.jpg") != nil, "needs the shared data beside the checkout"),
        arguments: [
            ("data/faces/Happy.jpg", "data/detect/Happy.pgm"), ("data/faces/Sad.jpg", "data/detect/Sad.pgm"),
            ("data/faces/test_image.jpg", "data/detect/test_image.pgm"),
            ("data/faces/solvay_conference.jpg", "data/detect/solvay_conference.pgm"),
        ]) func jpegIsGreyedAsOpenCVDoes(_ jpeg: String, _ golden: String) throws
    {
        var plane = LumaPlane(width: 1, height: 1)
        var expected = LumaPlane(width: 1, height: 1)
        let decoder = PictureDecoder()
        try decoder.decode(try #require(sharedData(jpeg)).path, into: &plane)
        let path = try #require(sharedData(golden)).path
        try decoder.decode(path, into: &expected)
        let (ours, theirs) = (luma(plane), luma(expected))
        #expect(plane.width == expected.width && plane.height == expected.height)
        #expect(zip(ours, theirs).count { $0 != $1 } == 0)
        #expect(bytes(of: path).suffix(theirs.count).elementsEqual(theirs), "a PGM comes through untouched")
    }

    @Test func aJPEGComesBackAndDamageIsRefused() throws {
        let ramp = (0..<64 * 48).map { UInt8(($0 % 64) * 4) }
        let jpeg = try #require(makeJPEG(ramp, width: 64, height: 48))
        let (width, height, luma) = try decoded(jpeg)
        #expect(width == 64 && height == 48)
        #expect(zip(luma, ramp).allSatisfy { abs(Int($0) - Int($1)) < 8 })
        let folder = TemporaryFolder()
        #expect(refusal(folder.file("cut.jpg", Array(jpeg.prefix(jpeg.count / 2)))).contains("libjpeg-turbo cannot decode it"))
        #expect(refusal(folder.file("none.jpg", [0xFF, 0xD8, 0xFF])).contains("libjpeg-turbo cannot decode it"))
        var huge = jpeg
        let size = try #require(findStartOfFrame(huge))
        huge.replaceSubrange(size..<size + 4, with: [0x60, 0x00, 0x60, 0x00])
        #expect(refusal(folder.file("huge.jpg", huge)).contains("24576×24576 is outside"))
        huge.replaceSubrange(size..<size + 4, with: [0x10, 0x00, 0x10, 0x00])
        #expect(refusal(folder.file("large.jpg", huge)).contains("bytes cannot hold 4096×4096 pixels"))
    }

    /// As Adobe's programs write it: 255 is no ink.
    @Test(arguments: [
        ([255, 255, 255, 255], 255), ([255, 255, 255, 0], 0), ([255, 0, 0, 255], 76), ([0, 255, 0, 255], 150), ([40, 100, 200, 128], 48),
    ] as [([UInt8], Int)]) func cmykComesThroughItsRGB(ink: [UInt8], expected: Int) throws {
        let pixels = (0..<16 * 16).flatMap { _ in ink }
        let jpeg = try #require(makeJPEG(pixels, TJPF_CMYK, TJSAMP_444, width: 16, height: 16, quality: 100, flags: 0))
        let (width, height, luma) = try decoded(jpeg)
        #expect(width == 16 && height == 16)
        #expect(luma.allSatisfy { abs(Int($0) - expected) <= 2 }, "\(luma[0])")
    }

    @Test func whatIsNoPictureIsRefused() {
        let folder = TemporaryFolder()
        #expect(refusal(folder.file("none.png")).contains("No such file"))
        #expect(refusal(folder.path).contains("it is a folder"))
        #expect(refusal(folder.file("empty.png", [])).contains("the file is empty"))
        #expect(refusal(folder.file("text.png", "not a picture")).contains("it is no picture of a known kind"))
    }

    private func findStartOfFrame(_ jpeg: [UInt8]) -> Int? {
        jpeg.indices.dropLast(9).first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 }.map { $0 + 5 }
    }
}

/// A baseline grey JPEG by libjpeg-turbo; `quality` 1 … 100.
func makeJPEG(_ luma: [UInt8], width: Int, height: Int, quality: Int32 = 95) -> [UInt8]? {
    makeJPEG(luma, TJPF_GRAY, TJSAMP_GRAY, width: width, height: height, quality: quality, flags: 0)
}

/// The same in colour, with chroma at half size, in several scans.
func makeProgressiveJPEG(rgb: [UInt8], width: Int, height: Int) -> [UInt8]? {
    makeJPEG(rgb, TJPF_RGB, TJSAMP_420, width: width, height: height, quality: 80, flags: TJFLAG_PROGRESSIVE)
}

private func makeJPEG(
    _ pixels: [UInt8], _ format: TJPF, _ sampling: TJSAMP, width: Int, height: Int, quality: Int32, flags: Int32
) -> [UInt8]? {
    guard let handle = tjInitCompress() else { return nil }
    defer { tjDestroy(handle) }
    var out: UnsafeMutablePointer<UInt8>?
    var size: UInt = 0
    let result = tjCompress2(
        handle, pixels, Int32(width), 0, Int32(height), format.rawValue, &out, &size, Int32(sampling.rawValue), quality, flags)
    guard result == 0, let out else { return nil }
    defer { tjFree(out) }
    return Array(UnsafeBufferPointer(start: out, count: Int(size)))
}

func writePNG(_ path: String, _ format: UInt32, _ pixels: [UInt8], width: Int, height: Int) -> Bool {
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    image.width = UInt32(width)
    image.height = UInt32(height)
    image.format = format
    return png_image_write_to_file(&image, path, 0, pixels, 0, nil) != 0
}
