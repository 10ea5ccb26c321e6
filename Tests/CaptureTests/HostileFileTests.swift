import CPictures
import Glibc
import Tensor
import Testing

@testable import Capture

/// Thousands of damaged files: each gives a picture within the limits or an error; nothing traps, nothing grows.
@Suite struct HostileFileTests {
    /// One damaged copy: bytes flipped, numbers made huge, ranges cut out or repeated, the end cut off.
    private func damaged(_ original: [UInt8], header: Int, _ dice: inout Dice) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &dice) where !bytes.isEmpty {
            let position = Int.random(in: 0..<min(header, bytes.count), using: &dice)
            switch Int.random(in: 0..<5, using: &dice) {
            case 0: bytes[position] = UInt8.random(in: 0...255, using: &dice)
            case 1: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
            case 2:
                for index in position..<min(position + 4, bytes.count) { bytes[index] = [0xFF, 0x39, 0x00].randomElement(using: &dice)! }
            case 3: bytes.removeSubrange(position..<min(position + Int.random(in: 1...20, using: &dice), bytes.count))
            default: bytes = Array(bytes.prefix(position + Int.random(in: 0...bytes.count, using: &dice)))
            }
        }
        return bytes
    }

    private func survive(_ original: [UInt8], header: Int, rounds: Int, seed: UInt64) throws -> (accepted: Int, refused: Int) {
        var dice = Dice(state: seed)
        let decoder = PictureDecoder()
        var (accepted, refused) = (0, 0)
        var plane = LumaPlane(width: 1, height: 1)
        for _ in 0..<rounds {
            let bytes = damaged(original, header: header, &dice)
            do throws(CaptureError) {
                try decode(bytes, decoder, into: &plane)
                #expect(PictureLimits.allow(width: plane.width, height: plane.height))
                accepted += 1
            } catch {
                refused += 1
            }
        }
        return (accepted, refused)
    }

    private func decode(_ bytes: [UInt8], _ decoder: PictureDecoder, into plane: inout LumaPlane) throws(CaptureError) {
        let copy = Bytes(capacity: bytes.count + 1)
        copy.count = bytes.count
        for (index, byte) in bytes.enumerated() { copy.base[index] = byte }
        try decoder.decode(copy.raw, name: "hostile", into: &plane)
    }

    private let pixels = (0..<32 * 24).map { UInt8(truncatingIfNeeded: $0 &* 7) }

    @Test func portableMaps() throws {
        for (seed, text) in ["P5\n32 24\n255\n", "P2 8 4 255 ", "P6 16 16 255\n", "P3 2 2 200\n"].enumerated() {
            let result = try survive(
                Array(text.utf8) + (text.contains("P2") || text.contains("P3") ? Array(String(repeating: "12 ", count: 60).utf8) : pixels),
                header: 16, rounds: 1500, seed: UInt64(seed))
            #expect(result.accepted > 10 && result.refused > 100)
        }
    }

    @Test func jpegs() throws {
        let jpeg = try #require(makeJPEG(pixels, width: 32, height: 24))
        let result = try survive(jpeg, header: jpeg.count, rounds: 3000, seed: 11)
        #expect(result.accepted > 10 && result.refused > 100)
    }

    @Test func pngs() throws {
        let folder = TemporaryFolder()
        let path = folder.file("a.png")
        try #require(writePNG(path, UInt32(PNG_FORMAT_GRAY), pixels, width: 32, height: 24))
        let result = try survive(bytes(of: path), header: 64, rounds: 2000, seed: 12)
        #expect(result.refused > 100)
    }

    @Test func y4mHeadersAndFrames() throws {
        let folder = TemporaryFolder()
        let original =
            Array("YUV4MPEG2 W8 H4 F25:1 Ip A1:1 C420jpeg XCOLORRANGE=FULL\n".utf8)
            + (0..<3).flatMap { _ in Array("FRAME\n".utf8) + pixels.prefix(48) }
        var dice = Dice(state: 13)
        var (frames, refused) = (0, 0)
        var plane = LumaPlane(width: 1, height: 1)
        for _ in 0..<1500 {
            let path = folder.file("a.y4m", damaged(original, header: 70, &dice))
            do throws(CaptureError) {
                let source = try Y4MSource(path)
                while try source.next(into: &plane) != nil { frames += 1 }
            } catch {
                refused += 1
            }
        }
        #expect(frames > 100 && refused > 100)
    }

    @Test func motionPictures() throws {
        let jpeg = try #require(makeJPEG(pixels, width: 32, height: 24))
        var dice = Dice(state: 14)
        for _ in 0..<2000 {
            let bytes = damaged(jpeg + jpeg + jpeg, header: jpeg.count * 3, &dice)
            bytes.withUnsafeBytes { raw in
                var end = 0
                for range in findJPEGs(raw) {
                    #expect(range.lowerBound >= end && range.upperBound <= raw.count && range.count >= 4)
                    end = range.upperBound
                }
            }
        }
    }

    @Test func songs() throws {
        let folder = TemporaryFolder()
        var originals: [[UInt8]] = []
        for name in ["a.wav", "a.flac"] {
            let writer = try SoundFileWriter(path: folder.file(name), sampleRate: 8000, channels: 2)
            try writer.write(interleaved: sines(frames: 200, channels: 2), frames: 200)
            try writer.finish()
            originals.append(bytes(of: folder.file(name)))
        }
        var dice = Dice(state: 15)
        let room = UnsafeMutablePointer<Float>.allocate(capacity: 2 * 4096)
        defer { room.deallocate() }
        var (opened, refused) = (0, 0)
        for round in 0..<2000 {
            let path = folder.file("hostile", damaged(originals[round % 2], header: 120, &dice))
            guard let song = try? SndfileSong(path) else {
                refused += 1
                continue
            }
            opened += 1
            // No damage to a file of two kilobytes makes more than a few thousand blocks.
            var blocks = 0
            while case let got = try song.read(into: room, frames: 4096), got > 0, blocks < 10_000 {
                #expect((0..<got * song.channels).allSatisfy { room[$0].magnitude <= 1000 })
                blocks += 1
            }
            #expect(blocks < 10_000)
        }
        #expect(opened > 100 && refused > 100)
        #expect(openDescriptors(to: folder.path) == 0)
    }
}
