import Glibc
import Testing

@testable import Capture

@Suite struct SoundFileWriterTests {
    private func write(_ path: String, _ sound: [Float], rate: Double = 48000, channels: Int, chunk: Int = 777) throws {
        let writer = try SoundFileWriter(path: path, sampleRate: rate, channels: channels)
        for start in stride(from: 0, to: sound.count / channels, by: chunk) {
            let frames = min(chunk, sound.count / channels - start)
            try sound.withUnsafeBufferPointer { buffer in
                try writer.write(interleaved: buffer.baseAddress! + start * channels, frames: frames)
            }
        }
        #expect(writer.framesWritten == sound.count / channels)
        try writer.finish()
    }

    @Test(arguments: [1, 2]) func waveComesBackBitForBit(channels: Int) throws {
        let folder = TemporaryFolder()
        let sound = sines(frames: 60000, channels: channels)
        let path = folder.file("a.WAV")
        try write(path, sound, rate: 44100.4, channels: channels)
        #expect(folder.names == ["a.WAV"])
        #expect(bytes(of: path).starts(with: "RIFF".utf8), "a small file is a plain WAV")
        let song = try openSong(path)
        #expect(song is SndfileSong && song.sampleRate == 44100 && song.channels == channels && song.frameCount == 60000)
        #expect(try samples(of: song) == sound)
        try song.rewind()
        #expect(try samples(of: song, chunkFrames: 64) == sound)
    }

    @Test func aLinkStaysAndWhatItLeadsToIsWritten() throws {
        let folder = TemporaryFolder()
        for (link, target) in [("to.wav", "there.wav"), ("dangling.wav", "new.wav")] {
            if target == "there.wav" { try write(folder.file(target), [0, 0], channels: 1) }
            #expect(symlink(target, folder.file(link)) == 0)
            try write(folder.file(link), sines(frames: 100, channels: 1), channels: 1)
            var status = stat()
            #expect(lstat(folder.file(link), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
            #expect(try samples(of: openSong(folder.file(target))).count == 100)
        }
    }

    @Test func flacHasTwentyFourBitsAndClips() throws {
        let folder = TemporaryFolder()
        var sound = sines(frames: 5000, channels: 2)
        sound[100] = 1.5
        sound[101] = -7
        let path = folder.file("a.flac")
        try write(path, sound, channels: 2)
        let heard = try samples(of: openSong(path))
        #expect(heard.count == sound.count)
        let worst = zip(heard, sound).map { abs($0 - max(-1, min(1, $1))) }.max()!
        #expect(worst <= 1.0 / 8_388_608 && worst > 0)
    }

    @Test func valuesOutsideFullScaleSurviveInFloatAndNonsenseIsTamed() throws {
        let folder = TemporaryFolder()
        let path = folder.file("loud.wav")
        try write(path, [2.5, -3, .nan, .infinity, -.infinity, 1e30], channels: 1)
        #expect(try samples(of: openSong(path)) == [2.5, -3, 0, 0, 0, 999])
    }

    @Test func partIsReadableBeforeTheEndAndGoesAway() throws {
        let folder = TemporaryFolder()
        let writer = try SoundFileWriter(path: folder.file("a.wav"), sampleRate: 8000, channels: 1)
        for _ in 0..<20 { try writer.write(interleaved: sines(frames: 1000, channels: 1), frames: 1000) }
        #expect(folder.names == [".a.wav.part"])
        // What a crash would leave: a copy of the file as it is now.
        let left = folder.file("left.wav", bytes(of: writer.partPath))
        #expect(try samples(of: openSong(left)).count >= 16000)
        writer.discard()
        #expect(folder.names == ["left.wav"])
        #expect(throws: Never.self) { try writer.finish() }
        #expect(folder.names == ["left.wav"])
    }

    @Test func partOfACrashedFlacIsReadable() throws {
        let folder = TemporaryFolder()
        let writer = try SoundFileWriter(path: folder.file("a.flac"), sampleRate: 8000, channels: 1)
        for _ in 0..<60 { try writer.write(interleaved: sines(frames: 1000, channels: 1), frames: 1000) }
        let song = try openSong(folder.file("left.flac", bytes(of: writer.partPath)))
        #expect(song.frameCount == nil, "an unfinished FLAC claims 2^63 − 1 frames")
        let first = try samples(of: song)
        #expect(first.count > 30000)
        try song.rewind()
        #expect(try samples(of: song) == first)
    }

    @Test func givenUpWriterLeavesNothing() throws {
        let folder = TemporaryFolder()
        do {
            let writer = try SoundFileWriter(path: folder.file("a.wav"), sampleRate: 8000, channels: 2)
            try writer.write(interleaved: sines(frames: 10, channels: 2), frames: 10)
        }
        #expect(folder.names == [] && openDescriptors(to: folder.path) == 0)
    }

    @Test func twoSessionsCannotWriteOneFile() throws {
        let folder = TemporaryFolder()
        let first = try SoundFileWriter(path: folder.file("a.wav"), sampleRate: 8000, channels: 1)
        try first.write(interleaved: sines(frames: 500, channels: 1), frames: 500)
        let error = #expect(throws: LeitmotifError.self) {
            try SoundFileWriter(path: folder.file("a.wav"), sampleRate: 8000, channels: 1)
        }
        #expect(error?.cause == "another session is writing it")
        try first.finish()
        #expect(try samples(of: openSong(folder.file("a.wav"))).count == 500)
    }

    @Test func whatACrashedSessionLeftIsKeptAndNothingChangesBeforeTheFirstFrame() throws {
        let folder = TemporaryFolder()
        let take = [UInt8](repeating: 7, count: 5000)
        _ = folder.file(".a.wav.part", take)
        _ = folder.file("a.rescued-1.wav", "an earlier one")
        do { _ = try SoundFileWriter(path: folder.file("a.wav"), sampleRate: 8000, channels: 1) }
        #expect(folder.names == [".a.wav.part", "a.rescued-1.wav"] && bytes(of: folder.file(".a.wav.part")) == take)
        let writer = try SoundFileWriter(path: folder.file("a.wav"), sampleRate: 8000, channels: 1)
        #expect(SoundFileWriter.rescuePath(of: writer.path) == folder.file("a.rescued-2.wav"))
        try writer.write(interleaved: sines(frames: 500, channels: 1), frames: 500)
        #expect(writer.rescuedPath == folder.file("a.rescued-2.wav") && bytes(of: folder.file("a.rescued-2.wav")) == take)
        #expect(throws: LeitmotifError.self) { try SoundFileWriter(path: folder.file("a.wav"), sampleRate: 8000, channels: 1) }
        try writer.finish()
        #expect(folder.names == ["a.rescued-1.wav", "a.rescued-2.wav", "a.wav"])
        #expect(try samples(of: openSong(folder.file("a.wav"))).count == 500)
    }

    @Test func aSessionThatEndedAtOnceLeftNothingToKeep() throws {
        let folder = TemporaryFolder()
        for name in ["a.wav", "a.flac"] {
            let writer = try SoundFileWriter(path: folder.file(name), sampleRate: 8000, channels: 2)
            try writer.write(interleaved: [0, 0], frames: 1)
            _ = folder.file(".b\(name).part", bytes(of: writer.partPath))
            #expect(SoundFileWriter.rescuePath(of: folder.file("b\(name)")) == nil)
        }
    }

    @Test func badTargetsAreRefusedBeforeAnythingIsWritten() throws {
        let folder = TemporaryFolder()
        func cause(_ path: String, rate: Double = 48000, channels: Int = 2) -> String {
            do {
                _ = try SoundFileWriter(path: path, sampleRate: rate, channels: channels)
                return ""
            } catch { return error.cause }
        }
        #expect(cause(folder.file("a.mp3")) == "unknown kind of sound file")
        #expect(cause(folder.file("none/a.wav")) == "No such file or directory")
        #expect(cause("/proc/a.wav") != "")
        #expect(cause(folder.file("a.wav"), rate: .nan).contains("sample rate"))
        #expect(cause(folder.file("a.wav"), rate: 0).contains("sample rate"))
        #expect(cause(folder.file("a.wav"), rate: -1).contains("sample rate"))
        #expect(cause(folder.file("a.flac"), rate: 700_000) != "")
        #expect(cause(folder.file("a.wav"), channels: 3).contains("channels"))
        mkdir(folder.file("b.wav"), 0o755)
        #expect(cause(folder.file("b.wav")) == "something that is not a file has this name")
        #expect(folder.names == ["b.wav"] && openDescriptors(to: folder.path) == 0)
    }

    @Test func rf64IsRead() throws {
        let folder = TemporaryFolder()
        let sound = sines(frames: 300, channels: 2)
        #expect(try samples(of: openSong(folder.file("a.wav", rf64(sound, channels: 2)))) == sound)
    }

    /// EBU Tech 3306: 32-bit sizes are all ones, the true ones are in `ds64`.
    private func rf64(_ sound: [Float], channels: UInt16) -> [UInt8] {
        func little<T: FixedWidthInteger>(_ value: T) -> [UInt8] { withUnsafeBytes(of: value.littleEndian, Array.init) }
        let data = sound.flatMap { little($0.bitPattern) }
        let frame = UInt32(channels) * 4
        let sizes =
            little(UInt64(72 + data.count)) + little(UInt64(data.count)) + little(UInt64(sound.count) / UInt64(channels))
            + little(UInt32(0))
        let format =
            little(UInt16(3)) + little(channels) + little(UInt32(48000)) + little(48000 * frame) + little(UInt16(frame))
            + little(UInt16(32))
        return Array("RF64".utf8) + little(UInt32.max) + Array("WAVEds64".utf8) + little(UInt32(28)) + sizes
            + Array("fmt ".utf8) + little(UInt32(16)) + format + Array("data".utf8) + little(UInt32.max) + data
    }
}
