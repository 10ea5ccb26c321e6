import Tensor

/// Any video that an installed ffmpeg decodes, as grey Y4M on a pipe. Costs a child process; rewinding starts a new one.
public final class FFmpegVideo: FrameSource {
    public let frameSeconds: Double?
    public let isRewindable = true
    private let path: String
    private let detail: FrameDetail
    private var video: Y4MSource

    public init(_ path: String, detail: FrameDetail = .full) throws(LeitmotifError) {
        self.path = path
        self.detail = detail
        _ = try ReadableFile(path, for: "open video")
        video = try Self.start(path, detail)
        frameSeconds = video.frameSeconds
    }

    private static func start(_ path: String, _ detail: FrameDetail) throws(LeitmotifError) -> Y4MSource {
        // `file:` keeps a name that begins with a dash from being an option, and one with a colon from being a protocol.
        let input = ["-v", "error", "-nostdin", "-protocol_whitelist", "file,crypto,data", "-i", "file:" + path]
        // At most sixty frames a second: files may claim ninety thousand, and frames would be repeated to reach it.
        let output = ["-map", "0:v:0", "-fpsmax", "60", "-vf", "scale=out_range=full,format=gray"]
        let format = ["-f", "yuv4mpegpipe", "-strict", "-1", "pipe:1"]
        let child = try ChildProcess("ffmpeg", input + output + format, package: "ffmpeg", for: "open video", of: path)
        do throws(LeitmotifError) {
            return try Y4MSource(name: path, .child(child), detail, lumaIsFullRange: true)
        } catch {
            // No header: ffmpeg ended, and knows why.
            let complaint = child.complaint
            guard !complaint.isEmpty else { throw error }
            throw LeitmotifError(.damaged, "open video", path, "ffmpeg cannot decode it (\(complaint))", next: "name a picture, a folder or a video")
        }
    }

    public func next(into plane: inout LumaPlane) throws(LeitmotifError) -> FrameStamp? { try video.next(into: &plane) }

    public func rewind() throws(LeitmotifError) { video = try Self.start(path, detail) }
}
