import Glibc

/// What a file is, judging by its first bytes.
enum FileKind: Equatable {
    case picture(PictureKind)
    case y4m, other
}

/// Nil for anything but a regular, readable, non-empty file.
func kindOfFile(_ path: String) -> FileKind? {
    guard let file = try? ReadableFile(path, for: "open") else { return nil }
    return withUnsafeTemporaryAllocation(byteCount: PictureKind.headBytes, alignment: 8) { head in
        let bytes = UnsafeRawBufferPointer(rebasing: head[..<file.peek(into: head)])
        if let kind = PictureKind(firstBytes: bytes) { return .picture(kind) }
        return bytes.starts(with: Y4MHeader.magic.utf8) ? .y4m : .other
    }
}

/// Opens any source of pictures other than cameras and built-in ones: `-` (Y4M on standard input), a folder, a picture, a Y4M
/// file, or any other video through an installed ffmpeg. File names do not matter, except .mjpeg and .mjpg: such a video starts
/// like a picture. A GIF of several pictures is a video.
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
    guard FileName.bytes(of: source, { stat($0, &status) }) == 0 else {
        throw LeitmotifError(
            .system(errno), "open source", source, systemText(errno),
            next: "name a file, a folder, - or a camera (app cameras lists them)")
    }
    if status.st_mode & S_IFMT == S_IFDIR { 
        return try PictureFolder(source, secondsPerPicture: secondsPerPicture, patience: patience)
    }
    // Throws a precise error for an empty, unreadable or special file.
    _ = try ReadableFile(source, for: "open source")
    let isMotionPicture = source.hasSuffix(".mjpeg") || source.hasSuffix(".mjpg")
    switch kindOfFile(source) {
    case .picture(let kind) where !isMotionPicture:
        if kind == .gif, try isFilm(gifAt: source) { return try FFmpegVideo(source, detail: detail, patience: patience) }
        return try PictureFiles([source], secondsPerPicture: secondsPerPicture, patience: patience)
    case .y4m: return try Y4MSource(source, detail: detail)
    default: return try FFmpegVideo(source, detail: detail, patience: patience)
    }
}

private func isFilm(gifAt path: String) throws(LeitmotifError) -> Bool {
    let file = Bytes()
    try readFile(path, for: "open source", limit: PictureLimits.fileBytes, into: file)
    return withExtendedLifetime(file) { isFilm(gif: file.raw) }
}
