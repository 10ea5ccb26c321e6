import CPictures
import Glibc
import Tensor
import Testing

@testable import Capture

/// Tens of thousands of damaged files: each gives a picture within the limits or an error; nothing traps, hangs, or takes more
/// memory than the file's own size can justify.
@Suite struct DamagedFileTests {
    private let pixels = (0..<32 * 24 * 3).map { UInt8(truncatingIfNeeded: $0 &* 7) }

    /// Whether a picture came; one outside of the limits is a failure.
    private func isPicture(_ bytes: [UInt8]) -> Bool {
        let copy = owned(bytes)
        var plane = LumaPlane(width: 1, height: 1)
        do throws(LeitmotifError) {
            try PictureDecoder().decode(copy.raw, name: "hostile", into: &plane)
        } catch { return false }
        if !PictureLimits.allow(width: plane.width, height: plane.height) { Issue.record("\(plane.width)×\(plane.height)") }
        return true
    }

    @Test func damagedPortableMapsAreRefusedOrDecoded() {
        let numbers = Array(String(repeating: "12 ", count: 60).utf8)
        for (seed, (header, body)) in [
            ("P5\n32 24\n255\n", Array(pixels.prefix(768))), ("P2 8 4 255 ", numbers),
            ("P6 16 16 255\n", Array(pixels.prefix(768))),
            ("P3 2 2 200\n", numbers),
        ].enumerated() {
            var file = DamagedFile(Array(header.utf8) + body, header: 16, seed: UInt64(seed))
            let result = file.show(copies: 5000, fixed: 20_000, perByte: 8, header, isPicture)
            #expect(result.accepted > 30 && result.refused > 300)
        }
    }

    @Test func damagedJPEGsAreRefusedOrDecoded() throws {
        // 512 pixels a byte at most; each costs a byte of luma, three of RGB, and six of coefficients where scans pile up.
        var baseline = DamagedFile(try #require(makeJPEG(Array(pixels.prefix(768)), width: 32, height: 24)), seed: 11)
        let first = baseline.show(copies: 10_000, fixed: 1 << 20, perByte: 512 * 10, "baseline", isPicture)
        #expect(first.accepted > 30 && first.refused > 300)
        var progressive = DamagedFile(try #require(makeProgressiveJPEG(rgb: pixels, width: 32, height: 24)), seed: 16)
        let second = progressive.show(copies: 10_000, fixed: 1 << 20, perByte: 512 * 10, "progressive", isPicture)
        #expect(second.accepted > 30 && second.refused > 300)
    }

    @Test func damagedPNGsAreRefusedOrDecoded() throws {
        let folder = TemporaryFolder()
        let path = folder.file("a.png")
        // libpng holds a chunk of at most 8 MB as it was announced; deflate makes 1032 bytes of one, for buffer and luma.
        let kinds: [(UInt32, Int, UInt64)] = [(UInt32(PNG_FORMAT_GRAY), 768, 12), (UInt32(PNG_FORMAT_RGB), 768 * 3, 17)]
        for (format, count, seed) in kinds {
            try #require(writePNG(path, format, Array(pixels.prefix(count)), width: 32, height: 24))
            var plain = DamagedFile(bytes(of: path), seed: seed)
            let first = plain.show(copies: 3000, fixed: 9_000_000, perByte: 1032 * 4, "PNG", isPicture)
            #expect(first.refused > 300)
            var mended = DamagedFile(bytes(of: path), seed: seed + 100)
            let second = mended.show(copies: 7000, fixed: 9_000_000, perByte: 1032 * 4, "PNG") { isPicture(withFreshChecksums($0)) }
            #expect(second.accepted > 30 && second.refused > 300)
        }
    }

    @Test func damagedY4MIsRefusedOrShown() {
        let folder = TemporaryFolder()
        let original =
            Array("YUV4MPEG2 W8 H4 F25:1 Ip A1:1 C420jpeg XCOLORRANGE=FULL\n".utf8)
            + (0..<3).flatMap { _ in Array("FRAME\n".utf8) + pixels.prefix(48) }
        let path = folder.file("a.y4m", original)
        let target = open(path, O_WRONLY)
        var frames = 0
        var file = DamagedFile(original, header: 70, seed: 13)
        let result = file.show(copies: 20_000, fixed: 100_000, perByte: 30, "Y4M") { bytes in
            rewrite(target, bytes)
            do throws(LeitmotifError) {
                var plane = LumaPlane(width: 1, height: 1)
                let source = try Y4MSource(path, detail: .faces)
                while try source.next(into: &plane) != nil { frames += 1 }
                return true
            } catch { return false }
        }
        close(target)
        #expect(frames > 1000 && result.accepted > 300 && result.refused > 300)
        #expect(openDescriptors(to: folder.path) == 0)
    }

    @Test func damagedMotionPicturesAreRefusedOrShown() throws {
        let jpeg = try #require(makeJPEG(Array(pixels.prefix(768)), width: 32, height: 24))
        var frames = 0
        var file = DamagedFile(jpeg + jpeg, seed: 14)
        let result = file.show(copies: 20_000, fixed: 2 << 20, perByte: 512 * 10, "MJPEG") { bytes in
            let copy = owned(bytes)
            var plane = LumaPlane(width: 1, height: 1)
            var end = 0
            let ranges = findJPEGs(copy.raw)
            for range in ranges {
                if range.lowerBound < end || range.upperBound > bytes.count || range.count < 4 { Issue.record("\(range)") }
                end = range.upperBound
                let picture = UnsafeRawBufferPointer(rebasing: copy.raw[range])
                if (try? decodeJPEG(picture, name: "hostile", colour: .lumaOnly(.faces), into: &plane)) != nil { frames += 1 }
            }
            return !ranges.isEmpty
        }
        #expect(frames > 3000 && result.accepted > 3000 && result.refused > 300)
    }

    @Test(arguments: [("a.wav", 15), ("a.flac", 18)]) func damagedSongsAreRefusedOrPlayed(_ name: String, _ seed: Int) throws {
        let folder = TemporaryFolder()
        let path = folder.file(name)
        do {
            let writer = try SoundFileWriter(path: path, sampleRate: 8000, channels: 2)
            try writer.write(interleaved: sines(frames: 60, channels: 2), frames: 60)
            try writer.finish()
        }
        let target = open(path, O_WRONLY)
        var file = DamagedFile(bytes(of: path), header: 120, seed: UInt64(seed))
        let room = UnsafeMutablePointer<Float>.allocate(capacity: 8 * 4096)
        defer { room.deallocate() }
        // libFLAC takes room for the largest block and eight channels.
        let result = file.show(copies: 2500, fixed: 24 << 20, perByte: 1000, name) { bytes in
            rewrite(target, bytes)
            guard let file = try? SongFile(path), let song = try? JoinedSong(SongLayout(file), file: file) else { return false }
            // No damage to a file of a kilobyte makes more than a few thousand blocks.
            var blocks = 0
            while case let got = (try? song.read(into: room, frames: 4096)) ?? 0, got > 0 {
                let isTame = (0..<got * song.channels).allSatisfy { room[$0].magnitude <= 1000 }
                blocks += 1
                if !isTame || blocks > 10_000 {
                    Issue.record("\(name): block \(blocks), tame \(isTame): \(bytes)")
                    break
                }
            }
            return true
        }
        close(target)
        #expect(result.accepted > 100 && result.refused > 100)
        #expect(openDescriptors(to: folder.path) == 0)
    }

    /// Other bytes into an open file. Emptying it first would make some file systems write through to the disk every time.
    private func rewrite(_ file: Int32, _ bytes: [UInt8]) {
        if pwrite(file, bytes, bytes.count, 0) != bytes.count || ftruncate(file, bytes.count) != 0 { Issue.record("cannot write") }
    }
}
