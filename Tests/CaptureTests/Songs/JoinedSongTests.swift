import Glibc
import Testing

@testable import Capture

/// Files joined end to end, damaged in the middle, or cut off: all that is there is heard, and what is not is said.
@Suite struct JoinedSongTests {
    private let folder = TemporaryFolder()
    private static let ours = ["wav", "flac"]
    private static let all = hasFFmpeg ? ours + ["ogg", "opus", "mp3"] : ours

    /// Six seconds in a format that we write, or that ffmpeg does.
    private func song(_ name: String, _ format: String, rate: Int = 48_000, channels: Int = 2) throws -> [UInt8] {
        let path = folder.file("\(name).\(format)")
        let ours = folder.file(name + (format == "flac" ? "-.flac" : "-.wav"))
        let writer = try SoundFileWriter(path: ours, sampleRate: Double(rate), channels: channels)
        try writer.write(interleaved: sines(frames: 6 * rate, channels: channels), frames: 6 * rate)
        try writer.finish()
        guard !Self.ours.contains(format) else { return bytes(of: ours) }
        try #require(tool("ffmpeg", ["-v", "error", "-y", "-i", ours, path]))
        return bytes(of: path)
    }

    private func seconds(_ path: String) throws -> (Double, damage: String?) {
        let song = try openSong(path)
        let count = try samples(of: song).count / song.channels
        // Again from the start, the same.
        try song.rewind()
        #expect(try samples(of: song).count / song.channels == count)
        return (Double(count) / song.sampleRate, song.damage)
    }

    @Test(arguments: all) func joinedFilesAreHeardWhole(_ format: String) throws {
        let one = try song("a", format)
        let heard = try seconds(folder.file("joined.\(format)", one + one + one))
        #expect(abs(heard.0 - 18) < 0.01 && heard.damage == nil, "\(heard)")
    }

    @Test(.enabled(if: hasFFmpeg, "needs ffmpeg"), arguments: all) func unlikeFilesAreAdapted(_ format: String) throws {
        let first = try song("a", format), second = try song("b", format, rate: 24_000, channels: 1)
        let path = folder.file("joined.\(format)", first + second)
        #expect(abs(try seconds(path).0 - 12) < 0.1)
        let song = try openSong(path)
        #expect(song.channels == 2 && song.sampleRate == 48_000)
    }

    @Test(arguments: all.filter { $0 != "wav" }) func damageInTheMiddleIsPlayedPastAndSaid(_ format: String) throws {
        var dice = Dice(state: 5)
        let whole = try song("a", format)
        // In MP3 it lies across several frames, in which no checksum would notice it.
        let junk = (0..<2000).map { _ in UInt8.random(in: 0...255, using: &dice) }
        let middle = whole.count / 2
        let over = whole[..<middle] + junk + whole[(middle + junk.count)...]
        let inserted = whole[..<middle] + junk + whole[middle...]
        for (name, bytes) in [("over", over), ("in", inserted)] {
            let heard = try seconds(folder.file("\(name).\(format)", Array(bytes)))
            #expect((4.0...6.01).contains(heard.0), "\(name) \(heard)")
            #expect(heard.damage?.contains("damaged at") == true && heard.damage?.contains("played on") == true, "\(heard)")
        }
    }

    @Test(arguments: all) func whatWasCutOffBeforeAnotherIsMissedAndTheOtherHeardWhole(_ format: String) throws {
        let whole = try song("a", format)
        let heard = try seconds(folder.file("cut.\(format)", Array(whole.prefix(whole.count / 2)) + whole))
        #expect((7.9...9.6).contains(heard.0) && heard.damage != nil, "\(heard)")
    }

    @Test func whatLiesBehindTheSoundOfAWaveIsNoSound() throws {
        let whole = try song("a", "wav")
        let heard = try seconds(folder.file("a.wav", whole + [UInt8](repeating: 0x91, count: 60_000)))
        #expect(heard.0 == 6, "\(heard)")
    }

    @Test(arguments: all) func songThatWasCutOffSaysSo(_ format: String) throws {
        let whole = try song("a", format)
        let heard = try seconds(folder.file("cut.\(format)", Array(whole.prefix(whole.count / 2))))
        #expect((1.9...3.6).contains(heard.0) && heard.damage?.contains("cut off at") == true, "\(heard)")
    }

    @Test(.enabled(if: hasFFmpeg, "needs ffmpeg")) func tagsBetweenFramesAreNoDamage() throws {
        let one = try song("a", "mp3")
        let tag = Array("ID3".utf8) + [4, 0, 0, 0, 0, 16, 0] + [UInt8](repeating: 0, count: 2048)
        let old = Array("TAG".utf8) + [UInt8](repeating: 32, count: 125)
        let heard = try seconds(folder.file("tags.mp3", tag + one + old + tag + one + old))
        #expect(abs(heard.0 - 12) < 0.01 && heard.damage == nil, "\(heard)")
    }

    @Test func sizesThatARecorderNeverWroteAreNotBelieved() throws {
        let whole = try song("a", "wav")
        let data = try #require((0..<whole.count).first { whole[$0...].starts(with: "data".utf8) })
        for (riff, size) in [(0, 0), (0xFFFF_FFFF, 0xFFFF_FFFF), (whole.count - 8, 40_000), (8, 0), (whole.count - 8, 0x7FFF_FFFF)] {
            var bytes = whole
            for index in 0..<4 {
                bytes[4 + index] = UInt8(truncatingIfNeeded: riff >> (8 * index))
                bytes[data + 4 + index] = UInt8(truncatingIfNeeded: size >> (8 * index))
            }
            let heard = try seconds(folder.file("a.wav", bytes))
            #expect(heard.0 == 6 && heard.damage == nil, "\(size): \(heard)")
        }
    }

    @Test func wavePastFourGibibytesIsReadToItsEnd() throws {
        let whole = try song("a", "wav")
        let data = try #require((0..<whole.count).first { whole[$0...].starts(with: "data".utf8) })
        var head = Array(whole.prefix(data + 8))
        let frames = 1 << 30
        for index in 0..<4 { head[data + 4 + index] = UInt8(truncatingIfNeeded: (frames * 8) >> (8 * index)) }
        let path = folder.file("large.wav", head)
        // A hole: no block of the disk is written.
        try #require(truncate(path, off_t(head.count + frames * 8)) == 0)
        #expect(try openSong(path).frameCount == frames)
    }
}
