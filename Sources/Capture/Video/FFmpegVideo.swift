import Tensor

/// Any video that an installed ffmpeg decodes, as grey Y4M through a pipe. Costs a child process; rewinding starts another.
public final class FFmpegVideo: FrameSource {
    /// How long a frame lasts.
    public let frameSeconds: Double?
    /// True.
    public let isRewindable = true
    private let path: String
    private let detail: FrameDetail
    private let patience: Patience
    private let claimedSeconds: Double?
    private var child: ChildProcess
    private var video: Y4MSource
    private var shownSeconds = 0.0
    /// That it ends before its time, if ffmpeg complains of that.
    public private(set) var damage: SourceDamage?

    /// Starts ffmpeg.
    /// - Throws: when it is not installed, or finds no video in the file.
    public init(_ path: String, detail: FrameDetail = .full, patience: Patience = Patience()) throws(LeitmotifError) {
        self.path = path
        self.patience = patience
        self.detail = detail
        _ = try ReadableFile(path, for: "open video")
        claimedSeconds = try VideoProbe(path, patience: patience).seconds
        (child, video) = try Self.start(path, detail, patience)
        frameSeconds = video.frameSeconds
    }

    private static func start(
        _ path: String, _ detail: FrameDetail, _ patience: Patience
    ) throws(LeitmotifError) -> (ChildProcess, Y4MSource) {
        // `file:` keeps a name with a leading dash from being an option, and one with a colon from being a protocol.
        let input = ["-v", "error", "-nostdin", "-protocol_whitelist", "file,crypto,data", "-i", "file:" + path]
        // At most 60 frames a second: files may claim 90,000, and frames would be duplicated to reach it.
        let output = ["-map", "0:V:0", "-fpsmax", "60", "-vf", "scale=out_range=full,format=gray"]
        let format = ["-f", "yuv4mpegpipe", "-strict", "-1", "pipe:1"]
        let child = try ChildProcess("ffmpeg", input + output + format, package: "ffmpeg", for: "open video", of: path)
        do throws(LeitmotifError) {
            return (child, try Y4MSource(name: path, .child(child), detail, lumaIsFullRange: true, patience: patience))
        } catch {
            // No header: ffmpeg has exited, and its error says why.
            let complaint = child.complaint
            guard !complaint.isEmpty else { throw error }
            throw LeitmotifError(
                .damaged, "open video", path, "ffmpeg cannot decode it (\(complaint))",
                next: "name a picture, a folder or a video")
        }
    }

    /// The next frame, nil at the end.
    public func next(into plane: inout LumaPlane) throws(LeitmotifError) -> FrameStamp? {
        guard let stamp = try video.next(into: &plane) else {
            damage = cut ?? video.damage
            return nil
        }
        shownSeconds = stamp.seconds + (frameSeconds ?? 0)
        return stamp
    }

    /// A length alone may be wrong, and a complaint harmless: films that were cut by a phone claim what they no longer show.
    private var cut: SourceDamage? {
        let complaints = child.complaintText
        let missing = max((claimedSeconds ?? 0) - shownSeconds, 0)
        let isCertain = ["partial file", "ended prematurely"].contains(where: complaints.contains)
        guard isCertain || missing > 0.5 && !complaints.isEmpty else { return nil }
        return SourceDamage(cutOffAt: shownSeconds, missing: missing)
    }

    /// Starts a new child, at the first frame.
    public func rewind() throws(LeitmotifError) {
        (child, video) = try Self.start(path, detail, patience)
        shownSeconds = 0
    }
}
