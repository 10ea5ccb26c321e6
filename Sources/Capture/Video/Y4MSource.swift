import Glibc
import Tensor

/// Uncompressed video, YUV4MPEG2: from a file, standard input (`-`) or a child process.
public final class Y4MSource: FrameSource {
    /// How long a frame lasts, by the header's rate.
    public let frameSeconds: Double?
    /// True for a file.
    public let isRewindable: Bool
    private let name: String
    private let header: Y4MHeader
    private let reduction: RowReduction
    private let stream: ByteStream
    /// Keeps the descriptor open: the file, or the child at the other end of a pipe.
    private let origin: Origin
    private var framesRead = 0
    /// That it is cut off within a frame.
    public private(set) var damage: SourceDamage?

    enum Origin {
        case file(OwnedDescriptor)
        case child(ChildProcess)
        case standardInput
    }

    /// Opens a file, or standard input for `-`, and reads the header.
    /// - Throws: when it cannot be read or is not 8-bit YUV4MPEG2.
    public convenience init(
        _ path: String, detail: FrameDetail = .full, patience: Patience = Patience()
    ) throws(LeitmotifError) {
        if path == "-" {
            try self.init(name: "standard input", .standardInput, detail, lumaIsFullRange: false, patience: patience)
        } else {
            let file = OwnedDescriptor(try ReadableFile(path, for: "open video").release())
            try self.init(name: path, .file(file), detail, lumaIsFullRange: false, patience: patience)
        }
    }

    /// - Parameters:
    ///   - lumaIsFullRange: overrides the header, for a child that was told to write full range.
    ///   - patience: for a child; standard input may be quiet for as long as it likes, until the same end.
    init(
        name: String, _ origin: Origin, _ detail: FrameDetail, lumaIsFullRange: Bool, patience: Patience
    ) throws(LeitmotifError) {
        self.name = name
        self.origin = origin
        switch origin {
        case .file(let file): (stream, isRewindable) = (ByteStream(descriptor: file.descriptor), true)
        case .child(let child): (stream, isRewindable) = (ByteStream(descriptor: child.output, patience: patience), false)
        case .standardInput: (stream, isRewindable) = (ByteStream(descriptor: 0, patience: .endless(until: patience.isOver)), false)
        }
        header = try Self.readHeader(stream, name, lumaIsFullRange: lumaIsFullRange)
        if case .file(let file) = origin, bytesOfFile(file.descriptor) < header.width * header.height {
            throw LeitmotifError(
                .damaged, "open video", name, "there is not one whole frame in it", next: "write the video again")
        }
        reduction = RowReduction(
            width: header.width, height: header.height, factor: detail.reduction(width: header.width, height: header.height),
            isLimitedRange: header.isLimitedRange)
        frameSeconds = 1 / header.framesPerSecond
    }

    private static func readHeader(
        _ stream: ByteStream, _ name: String, lumaIsFullRange: Bool
    ) throws(LeitmotifError) -> Y4MHeader {
        guard let line = stream.line(limit: 1024) else {
            throw LeitmotifError(
                .damaged, "open video", name, "there is no YUV4MPEG2 header",
                next: "pipe `ffmpeg -i FILE -f yuv4mpegpipe -` into it")
        }
        switch Y4MHeader.parse(line) {
        case .success(let header):
            guard lumaIsFullRange else { return header }
            return Y4MHeader(
                width: header.width, height: header.height, framesPerSecond: header.framesPerSecond,
                chromaBytes: header.chromaBytes, isLimitedRange: false)
        case .failure(let refusal):
            throw LeitmotifError(
                .unsupported, "open video", name, refusal.text,
                next: "write 8-bit YUV4MPEG2, for example with ffmpeg -pix_fmt gray")
        }
    }

    /// The next frame. A truncated one counts as the end, and as damage.
    public func next(into plane: inout LumaPlane) throws(LeitmotifError) -> FrameStamp? {
        guard let line = stream.line(limit: 1024) else { return try end() }
        guard line.starts(with: "FRAME".utf8) else {
            throw LeitmotifError(
                .damaged, "read video", name, "frame \(framesRead) has no FRAME line", next: "write the video again")
        }
        let isWhole = reduction.fill(&plane) { _, row in stream.read(header.width, into: row) == header.width }
        let rest = (header.height - reduction.rowsUsed) * header.width + header.chromaBytes
        guard isWhole, stream.skip(rest) else {
            damage = SourceDamage(cutOffAt: Double(framesRead) / header.framesPerSecond, missing: 0)
            return try end()
        }
        framesRead += 1
        return FrameStamp(seconds: Double(framesRead - 1) / header.framesPerSecond)
    }

    private func end() throws(LeitmotifError) -> FrameStamp? {
        guard stream.failure == 0 else {
            throw LeitmotifError(.system(stream.failure), "read video", name, systemText(stream.failure), next: "check the disk")
        }
        guard framesRead > 0 else {
            throw LeitmotifError(
                .damaged, "read video", name, "there is not one whole frame in it", next: "write the video again")
        }
        return nil
    }

    /// The first frame is next again.
    /// - Throws: for a pipe, and when the file was replaced.
    public func rewind() throws(LeitmotifError) {
        guard case .file(let file) = origin, lseek(file.descriptor, 0, SEEK_SET) == 0 else {
            throw LeitmotifError(.unsupported, "rewind", name, "a pipe cannot be read twice", next: "save the video in a file")
        }
        stream.restart()
        framesRead = 0
        guard let line = stream.line(limit: 1024), case .success(header) = Y4MHeader.parse(line) else {
            throw LeitmotifError(.lost, "rewind", name, "the file was replaced while it was shown", next: "start again")
        }
    }
}
