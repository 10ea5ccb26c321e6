/// A song in any format that an installed ffmpeg decodes, including the sound of a video; more than two channels are mixed down.
/// Costs a child process; rewinding starts another.
public final class FFmpegSong: SongSource {
    /// Hertz.
    public let sampleRate: Double
    /// 1 or 2.
    public let channels: Int
    /// Nil: a pipe does not know its length.
    public let frameCount: Int? = nil
    private let path: String
    private let mixesDown: Bool
    private var child: ChildProcess
    private var stream: ByteStream
    private let frameBytes: Int

    init(_ path: String) throws(LeitmotifError) {
        self.path = path
        // Our errors for a missing file or a folder are clearer than ffmpeg's.
        _ = try ReadableFile(path, for: "open song")
        var (child, stream, header) = try Self.start(path, mixesDown: false)
        mixesDown = header.channels > 2
        if mixesDown { (child, stream, header) = try Self.start(path, mixesDown: true) }
        try SongLimits.check(rate: Double(header.sampleRate), channels: header.channels, of: path)
        self.child = child
        self.stream = stream
        sampleRate = Double(header.sampleRate)
        channels = header.channels
        frameBytes = 4 * header.channels
    }

    private static func start(
        _ path: String, mixesDown: Bool
    ) throws(LeitmotifError) -> (ChildProcess, ByteStream, PipedWaveHeader) {
        // `file:` keeps a name with a leading dash from being an option, and one with a colon from being a protocol.
        let input = ["-v", "error", "-nostdin", "-protocol_whitelist", "file,crypto,data", "-i", "file:" + path]
        let output = ["-map", "0:a:0", "-map_metadata", "-1", "-c:a", "pcm_f32le", "-f", "wav", "pipe:1"]
        let child = try ChildProcess(
            "ffmpeg", input + (mixesDown ? ["-ac", "2"] : []) + output, package: "ffmpeg", for: "open song", of: path)
        let stream = ByteStream(descriptor: child.output)
        guard let header = PipedWaveHeader(reading: stream) else {
            let complaint = child.complaint
            throw LeitmotifError(
                .unsupported, "open song", path, "ffmpeg finds no sound in it" + (complaint.isEmpty ? "" : " (\(complaint))"),
                next: "use WAV, FLAC, Ogg or MP3")
        }
        guard stream.hasMore() else {
            throw LeitmotifError(
                .damaged, "open song", path, "there is not one frame of sound in it", next: "copy or export it again")
        }
        return (child, stream, header)
    }

    /// See `SongSource.read`. A child that dies ends the song.
    public func read(into interleaved: UnsafeMutablePointer<Float>, frames: Int) throws(LeitmotifError) -> Int {
        guard frames > 0 else { return 0 }
        let bytes = UnsafeMutableRawPointer(interleaved).assumingMemoryBound(to: UInt8.self)
        let got = stream.read(frames * frameBytes, into: bytes) / frameBytes
        SongLimits.sanitise(interleaved, count: got * channels)
        return got
    }

    /// Starts a new child.
    /// - Throws: when ffmpeg cannot be started, or the file was replaced.
    public func rewind() throws(LeitmotifError) {
        let (child, stream, header) = try Self.start(path, mixesDown: mixesDown)
        guard header.channels == channels, Double(header.sampleRate) == sampleRate else {
            throw LeitmotifError(.lost, "rewind song", path, "the file was replaced while it was playing", next: "start again")
        }
        self.child = child
        self.stream = stream
    }
}

/// The head of a WAV on a pipe, up to its samples: RIFF, chunks of any kind, `fmt ` with 32-bit floats, `data`.
struct PipedWaveHeader {
    private(set) var sampleRate: UInt32 = 0
    private(set) var channels = 0

    init?(reading stream: ByteStream) {
        guard stream.tag() == "RIFF", stream.word() != nil, stream.tag() == "WAVE" else { return nil }
        while let name = stream.tag(), let size = stream.word() {
            if name == "data" {
                guard channels > 0 else { return nil }
                return
            }
            // Chunks are padded to even sizes; whatever follows the sixteen bytes that we know is skipped.
            guard size <= 1 << 20 else { return nil }
            var rest = Int(size) + Int(size & 1)
            if name == "fmt " {
                guard size >= 16, let kind = stream.word(), let rate = stream.word(), stream.word() != nil,
                    let sizes = stream.word(), sizes >> 16 == 32, kind & 0xFFFF == 3 || kind & 0xFFFF == 0xFFFE
                else { return nil }
                channels = Int(kind >> 16)
                sampleRate = rate
                rest -= 16
            }
            guard stream.skip(rest) else { return nil }
        }
        return nil
    }
}

extension ByteStream {
    /// Four bytes as text.
    fileprivate func tag() -> String? {
        guard let word = word() else { return nil }
        return withUnsafeBytes(of: word.littleEndian) { String(decoding: $0, as: UTF8.self) }
    }

    /// Four bytes, little-endian.
    fileprivate func word() -> UInt32? {
        var word: UInt32 = 0
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
            guard let byte = byte() else { return nil }
            word |= UInt32(byte) << shift
        }
        return word
    }
}
