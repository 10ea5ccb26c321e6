import CPictures
import Fixtures
import Tensor
import Testing

@testable import Capture

/// A picture of four quarters, in every orientation that a file can ask for.
@Suite struct PictureOrientationTests {
    /// Quarters A B above C D, of 16×8 pixels each.
    private static let pixels: [UInt8] = (0..<32 * 16).map { index in
        let quarter = index / 32 / 8 * 2 + index % 32 / 16
        return UInt8(20 + 70 * quarter)
    }

    /// What is seen of them, by the number in the file.
    static let seen = ["ABCD", "BADC", "DCBA", "CDAB", "ACBD", "CADB", "DBCA", "BDAC"]

    /// EXIF of two entries, the second of which is the orientation.
    private static func exif(_ number: Int, isBig: Bool) -> [UInt8] {
        func bytes(_ value: Int, _ count: Int) -> [UInt8] {
            let big = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
            return isBig ? big : big.reversed()
        }
        let head = Array((isBig ? "MM" : "II").utf8) + bytes(42, 2) + bytes(8, 4) + bytes(2, 2)
        let other = bytes(0x0100, 2) + bytes(4, 2) + bytes(1, 4) + bytes(6, 4)
        return head + other + bytes(0x0112, 2) + bytes(3, 2) + bytes(1, 4) + bytes(number, 2) + [0, 0] + bytes(0, 4)
    }

    /// As the first segments: XMP in an APP1 of its own, then EXIF.
    private static func jpeg(_ exif: [UInt8]) throws -> [UInt8] {
        let plain = try #require(makeJPEG(pixels, width: 32, height: 16, quality: 100))
        let xmp: [UInt8] = [0xFF, 0xE1, 0, 8] + Array("http:/".utf8)
        let length = exif.count + 8
        let segment = [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + Array("Exif\0\0".utf8) + exif
        return plain.prefix(2) + xmp + segment + plain.dropFirst(2)
    }

    private func png(_ exif: [UInt8]) throws -> [UInt8] {
        let folder = TemporaryFolder()
        let path = folder.file("a.png")
        try #require(writePNG(path, UInt32(PNG_FORMAT_GRAY), Self.pixels, width: 32, height: 16))
        let plain = bytes(of: path)
        let chunk = [0, 0, 0, UInt8(exif.count)] + Array("eXIf".utf8) + exif + [0, 0, 0, 0]
        return withFreshChecksums(plain.dropLast(12) + chunk + plain.suffix(12))
    }

    /// Shows exactly these bytes.
    private func look<Result>(_ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let copy = owned(bytes)
        return withExtendedLifetime(copy) { body(copy.raw) }
    }

    /// The quarters as they are seen, by their letters; the size must fit them.
    private func quarters(_ plane: borrowing LumaPlane, isTurned: Bool) -> String {
        let (width, height) = (plane.width, plane.height)
        #expect((width, height) == (isTurned ? (16, 32) : (32, 16)))
        let places = [(1, 1), (3, 1), (1, 3), (3, 3)].map { ($0.0 * width / 4, $0.1 * height / 4) }
        let lumas = places.map { plane.pixels[$0.1 * width + $0.0] }
        return String(lumas.map { Array("ABCD")[(Int($0) - 20 + 35) / 70] })
    }

    private func decoded(_ bytes: [UInt8], isTurned: Bool) throws -> String {
        var plane = LumaPlane(width: 1, height: 1)
        let copy = owned(bytes)
        try PictureDecoder().decode(copy.raw, name: "picture", into: &plane)
        withExtendedLifetime(copy) {}
        return quarters(plane, isTurned: isTurned)
    }

    @Test(arguments: 1...8) func aPictureIsTurnedUpright(number: Int) throws {
        for isBig in [false, true] {
            let exif = Self.exif(number, isBig: isBig)
            #expect(try decoded(Self.jpeg(exif), isTurned: number > 4) == Self.seen[number - 1])
            #expect(try decoded(png(exif), isTurned: number > 4) == Self.seen[number - 1])
        }
    }

    @Test(arguments: [0, 9, 65535]) func nonsenseTurnsNothing(number: Int) throws {
        #expect(try decoded(Self.jpeg(Self.exif(number, isBig: true)), isTurned: false) == "ABCD")
    }

    @Test func aVideoOfJPEGsIsNotTurned() throws {
        let jpeg = try Self.jpeg(Self.exif(6, isBig: false))
        let folder = TemporaryFolder()
        var plane = LumaPlane(width: 1, height: 1)
        _ = try MotionPictureFile(folder.file("a.mjpeg", jpeg), framesPerSecond: 15).next(into: &plane)
        #expect(quarters(plane, isTurned: false) == "ABCD")
    }

    /// 60,000 damaged files: one of eight orientations, or none.
    @Test func damagedEXIFTurnsAPictureOrNothing() throws {
        let exif = Self.exif(6, isBig: false)
        var turned = 0
        for bytes in Mutations(exif, count: 20_000, seed: 91) {
            if look(bytes, { orientation(exif: $0) })?.isIdentity == false { turned += 1 }
        }
        let files = [(PictureKind.jpeg, try Self.jpeg(exif)), (.png, try png(exif)), (.webp, webp(exif)), (.avif, heif)]
        for (seed, (kind, file)) in files.enumerated() {
            #expect(!look(file) { orientation(of: kind, in: $0) }.isIdentity)
            for bytes in Mutations(file, count: 10_000, seed: UInt64(92 + seed)) {
                if !look(bytes, { orientation(of: kind, in: $0) }).isIdentity { turned += 1 }
            }
        }
        #expect((1000..<50_000).contains(turned))
    }

    private func webp(_ exif: [UInt8]) -> [UInt8] {
        func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
            Array(name.utf8) + [UInt8(bytes.count), 0, 0, 0] + bytes + (bytes.count % 2 == 0 ? [] : [0])
        }
        return Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBP".utf8) + chunk("VP8X", [8, 1, 2]) + chunk("EXIF", exif)
    }

    /// Sizes of a thumbnail and of the whole, a quarter turn to the left.
    private var heif: [UInt8] {
        func box(_ name: String, _ bytes: [UInt8]) -> [UInt8] { [0, 0, 0, UInt8(8 + bytes.count)] + Array(name.utf8) + bytes }
        let sizes = box("ispe", [0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1]) + box("ispe", [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 9])
        return box("ftyp", Array("avif".utf8) + [0, 0, 0, 0]) + sizes + box("irot", [1])
    }

    @Test func aHEIFSaysItsSizeAndTurn() {
        let properties = look(heif) { HEIFProperties($0) }
        #expect(properties.width == 256 && properties.height == 9)
        #expect(properties.orientation == Orientation(degrees: 270, isMirrored: false))
    }
}
