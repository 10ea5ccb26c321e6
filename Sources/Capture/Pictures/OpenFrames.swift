import Glibc

/// What a file is, judging by its first bytes.
enum FileKind: Equatable {
    case picture, y4m, other
}

/// Nil for anything but a regular, readable, non-empty file.
func kindOfFile(_ path: String) -> FileKind? {
    guard let file = try? ReadableFile(path, for: "open") else { return nil }
    var head: (UInt64, UInt64) = (0, 0)
    return withUnsafeMutableBytes(of: &head) { head in
        let bytes = UnsafeRawBufferPointer(rebasing: head[..<file.peek(into: head)])
        if PictureKind(firstBytes: bytes) != nil { return .picture }
        return bytes.starts(with: Y4MHeader.magic.utf8) ? .y4m : .other
    }
}

/// Opens any source of pictures other than cameras and built-in ones: `-` (Y4M on standard input), a folder, a picture, a Y4M
/// file, or any other video through an installed ffmpeg. File names do not matter, except .mjpeg and .mjpg: such a video starts
/// like a picture.
/// - Parameters:
///   - secondsPerPicture: how long a still picture lasts.
///   - detail: of videos.
///   - patience: for videos whose decoder does not answer.
/// - Throws: when nothing is there, or it is no picture and no video.
public func openFrames(
    _ source: String, secondsPerPicture: Double = 3, detail: FrameDetail = .full, patience: Patience = Patience()
) throws(LeitmotifError) -> any FrameSource {
    if source == "-" { return try Y4MSource(source, detail: detail, patience: patience) }
    var status = stat()
    guard stat(source, &status) == 0 else {
        throw LeitmotifError(
            .system(errno), "open source", source, systemText(errno),
            next: "name a file, a folder, - or a camera (app cameras lists them)")
    }
    if status.st_mode & S_IFMT == S_IFDIR { return try PictureFolder(source, secondsPerPicture: secondsPerPicture) }
    // Throws a precise error for an empty, unreadable or special file.
    _ = try ReadableFile(source, for: "open source")
    let isMotionPicture = source.hasSuffix(".mjpeg") || source.hasSuffix(".mjpg")
    switch kindOfFile(source) {
    case .picture where !isMotionPicture: return try PictureFiles([source], secondsPerPicture: secondsPerPicture)
    case .y4m: return try Y4MSource(source, detail: detail)
    default: return try FFmpegVideo(source, detail: detail, patience: patience)
    }
}
