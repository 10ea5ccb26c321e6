import Glibc

/// A song in any format that an installed ffmpeg decodes, including the sound of a video. Costs a child process; a short song is
/// kept in memory once it was decoded, for a longer one rewinding starts another child.
public final class FFmpegSong: SongSource {
    /// Hertz.
    public let sampleRate: Double
    /// 1 or 2; more are mixed to two.
    public let channels: Int
    /// The true length, without what the encoder added; nil when the container does not say it in samples.
    public let frameCount: Int?
    /// See `SongSource.damage`; known at the end.
    public private(set) var damage: String?
    /// See `SongSource.patience`.
    public var patience: Patience { didSet { stream.patience = patience } }
    private let path: String
    private let part: Range<Int>?
    private let rate: Double?
    private let mix: StereoMix?
    private var child: ChildProcess
    private var stream: ByteStream
    private let unmixed: UnsafeMutablePointer<Float>
    private static let unmixedFrames = 1024
    /// Frames delivered in this pass.
    private var position = 0
    private var held: HeldSamples?

    /// - Parameters:
    ///   - part: of the file's bytes; nil is all of them.
    ///   - rate: to convert to, in hertz.
    init(
        _ path: String, patience: Patience = Patience(), part: Range<Int>? = nil, rate: Double? = nil
    ) throws(LeitmotifError) {
        (self.path, self.part, self.rate, self.patience) = (path, part, rate, patience)
        // Our errors for a missing file or a folder are clearer than ffmpeg's.
        _ = try ReadableFile(path, for: "open song")
        let probe = part == nil ? try FFprobe(path, patience: patience) : nil
        let (child, stream, header) = try Self.start(path, part, rate, patience)
        try SongLimits.check(rate: Double(header.sampleRate), channels: header.channels, of: path)
        self.child = child
        self.stream = stream
        sampleRate = Double(header.sampleRate)
        mix = header.channels > 2 ? StereoMix(mask: header.channelMask, channels: header.channels) : nil
        channels = min(header.channels, 2)
        frameCount = probe?.frameCount
        unmixed = .allocate(capacity: Self.unmixedFrames * header.channels)
        if let seconds = probe?.seconds, seconds <= HeldSamples.mostSeconds { held = HeldSamples(channels: channels) }
    }

    private static func start(
        _ path: String, _ part: Range<Int>?, _ rate: Double?, _ patience: Patience
    ) throws(LeitmotifError) -> (ChildProcess, ByteStream, PipedWaveHeader) {
        let source = part.map { "subfile,,start,\($0.lowerBound),end,\($0.upperBound),,:file:" + path } ?? "file:" + path
        let input = ["-v", "error", "-nostdin", "-protocol_whitelist", "file,crypto,data,subfile", "-i", source]
        let conversion = rate.map { ["-ar", "\(Int($0))"] } ?? []
        let output = ["-map", "0:a:0", "-map_metadata", "-1", "-c:a", "pcm_f32le", "-f", "wav", "pipe:1"]
        let child = try ChildProcess("ffmpeg", input + conversion + output, package: "ffmpeg", for: "open song", of: path)
        let stream = ByteStream(descriptor: child.output, patience: patience)
        guard let header = PipedWaveHeader(reading: stream) else {
            if let error = impatience(of: stream, patience, path) { throw error }
            let complaint = child.complaint
            throw LeitmotifError(
                .unsupported, "open song", path, "ffmpeg finds no sound in it" + (complaint.isEmpty ? "" : " (\(complaint))"),
                next: "use WAV, FLAC, Ogg or MP3")
        }
        guard stream.hasMore() else {
            if let error = impatience(of: stream, patience, path) { throw error }
            throw LeitmotifError(
                .damaged, "open song", path, "there is not one frame of sound in it", next: "copy or export it again")
        }
        return (child, stream, header)
    }

    /// See `SongSource.read`. A child that dies ends the song.
    public func read(into interleaved: UnsafeMutablePointer<Float>, frames: Int) throws(LeitmotifError) -> Int {
        guard frames > 0 else { return 0 }
        let wanted = min(frames, (frameCount ?? .max) - position)
        let got: Int
        if let held, held.isComplete {
            got = held.read(into: interleaved, at: position, frames: wanted)
        } else {
            got = try decode(wanted, into: interleaved)
            held?.take(interleaved, frames: got)
            if got < wanted || got == 0 { end(at: position + got) }
        }
        position += got
        return got
    }

    private func decode(_ frames: Int, into interleaved: UnsafeMutablePointer<Float>) throws(LeitmotifError) -> Int {
        var done = 0
        while done < frames {
            let wanted = mix == nil ? frames - done : min(frames - done, Self.unmixedFrames)
            let target = mix == nil ? interleaved + done * channels : unmixed
            let frameBytes = 4 * (mix?.channels ?? channels)
            let got = UnsafeMutableRawPointer(target).withMemoryRebound(to: UInt8.self, capacity: wanted * frameBytes) {
                stream.read(wanted * frameBytes, into: $0) / frameBytes
            }
            if let error = Self.impatience(of: stream, patience, path) { throw error }
            SongLimits.sanitise(target, count: got * frameBytes / 4)
            mix?.mix(unmixed, into: interleaved + 2 * done, frames: got)
            done += got
            if got < wanted { break }
        }
        return done
    }

    /// What is missing is known once the last frame has come.
    private func end(at position: Int) {
        held?.complete()
        let complaints = child.complaintText
        let missing = Double((frameCount ?? 0) - position) / sampleRate
        if missing > 0.05 {
            damage = SongLayout.words([
                SongLayout.Gap(seconds: Double(position) / sampleRate, missingSeconds: missing, link: 0, isEnd: true)
            ])
        } else if part == nil, hasSecondMovie() {
            damage = "another file is joined to its end and left out"
        } else if ["decoding", "nvalid", "orrupt", "ismatch", "issing", "artial"].contains(where: complaints.contains) {
            damage = "damaged, played on (ffmpeg: \(child.complaint))"
        }
    }

    /// Whether a second MPEG-4 file follows the first (ISO 14496-12, 4.2): boxes of a size and a name, `ftyp` before all others.
    private func hasSecondMovie() -> Bool {
        guard let file = try? SongFile(path) else { return false }
        var position = 0
        while case let head = file.bytes(at: position, 16)[...], head.count == 16 {
            if head.dropFirst(4).starts(with: "ftyp".utf8), position > 0 { return true }
            if position == 0, !head.dropFirst(4).starts(with: "ftyp".utf8) { return false }
            let size = head.big(0, 4) == 1 ? head.big(9, 7) : head.big(0, 4)
            guard size >= 8 else { return false }
            position += size
        }
        return false
    }

    /// Why nothing comes any more; nil when the stream is not at fault.
    private static func impatience(of stream: ByteStream, _ patience: Patience, _ path: String) -> LeitmotifError? {
        switch stream.failure {
        case ETIMEDOUT:
            LeitmotifError(
                .lost, "read song", path, "ffmpeg has sent nothing for \(Int(patience.seconds)) seconds",
                next: "check the disk or the network that the file is on")
        case ECANCELED: LeitmotifError(.interrupted, "read song", path, "stopped", next: "nothing more was read")
        default: nil
        }
    }

    /// From memory where it is held, else from a new child.
    /// - Throws: when ffmpeg cannot be started, or the file was replaced.
    public func rewind() throws(LeitmotifError) {
        if held?.isComplete == true {
            position = 0
            return
        }
        held?.restart()
        let (child, stream, header) = try Self.start(path, part, rate, patience)
        guard header.channels == mix?.channels ?? channels, Double(header.sampleRate) == sampleRate else {
            throw LeitmotifError(.lost, "rewind song", path, "the file was replaced while it was playing", next: "start again")
        }
        self.child = child
        self.stream = stream
        position = 0
    }

    deinit { unmixed.deallocate() }
}

/// A short song after its first pass, 16 bits a sample.
private struct HeldSamples {
    static let mostSeconds = 60.0
    /// 16 MiB; a container may err about its length.
    private static let mostSamples = 8 << 20
    private let channels: Int
    private var samples: [Int16] = []
    private(set) var isComplete = false
    private var isTooLong = false

    init(channels: Int) { self.channels = channels }

    /// Also rounds the samples in place, so that the first pass sounds as all others.
    mutating func take(_ interleaved: UnsafeMutablePointer<Float>, frames: Int) {
        guard !isTooLong else { return }
        for index in 0..<frames * channels {
            let sample = Int16(min(max((interleaved[index] * 32_768).rounded(), -32_768), 32_767))
            samples.append(sample)
            interleaved[index] = Float(sample) / 32_768
        }
        guard samples.count > HeldSamples.mostSamples else { return }
        isTooLong = true
        samples = []
    }

    mutating func complete() { isComplete = !isTooLong && !samples.isEmpty }

    mutating func restart() { samples.removeAll() }

    func read(into interleaved: UnsafeMutablePointer<Float>, at position: Int, frames: Int) -> Int {
        let count = min(frames, samples.count / channels - position)
        for index in 0..<count * channels { interleaved[index] = Float(samples[position * channels + index]) / 32_768 }
        return count
    }
}
