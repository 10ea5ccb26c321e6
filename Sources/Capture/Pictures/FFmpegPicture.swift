import Glibc
import Tensor

/// Decodes the first picture of a file with an installed ffmpeg: RGB through a pipe, then OpenCV's rule, so that a picture is the
/// same luma in every format that keeps its pixels.
func decodeByFFmpeg(
    _ path: String, _ kind: PictureKind, _ bytes: UnsafeRawBufferPointer, scratch: Bytes, patience: Patience, into plane: inout LumaPlane
) throws(LeitmotifError) {
    func failure(_ cause: String, next: String) -> LeitmotifError {
        LeitmotifError(.unsupported, PictureDecoder.operation, path, cause, next: next)
    }
    if kind == .webp, isAnimated(webp: bytes) {
        throw failure("it is an animated WebP, which ffmpeg does not decode", next: "convert it to a GIF or a video")
    }
    if kind == .gif, isFilm(gif: bytes) { throw failure("it is a GIF of several pictures, a film", next: "use app watch") }
    let isHEIF = kind == .avif || kind == .heic
    let advice = isHEIF ? "convert it first: heif-convert FILE FILE.jpg (apt install libheif-examples)" : "save it as JPEG or PNG"
    // What orientation does is done here, for all kinds in the same way. The flags make colour exact to the last bit.
    let input = ["-v", "error", "-nostdin", "-noautorotate", "-max_pixels", "\(PictureLimits.pixels)", "-f", kind.demuxer ?? ""]
    let source = ["-protocol_whitelist", "file", "-i", "file:" + path, "-map", "0:V:0", "-frames:v", "1"]
    let output = ["-vf", "scale=flags=accurate_rnd+full_chroma_int,format=rgb24", "-f", "image2pipe", "-c:v", "ppm", "pipe:1"]
    let child = try ChildProcess("ffmpeg", input + source + output, package: "ffmpeg", for: PictureDecoder.operation, of: path)
    let stream = ByteStream(descriptor: child.output, patience: patience)
    func end() -> LeitmotifError {
        switch stream.failure {
        case 0: break
        case ETIMEDOUT:
            return LeitmotifError(
                .lost, PictureDecoder.operation, path, "ffmpeg has sent nothing for \(Int(patience.seconds)) seconds",
                next: "check the disk that the file is on")
        default: return LeitmotifError(.interrupted, PictureDecoder.operation, path, "stopped", next: "nothing more was read")
        }
        let complaint = child.complaint
        return failure("ffmpeg cannot decode this \(kind.name)" + (complaint.isEmpty ? "" : " (\(complaint))"), next: advice)
    }
    guard let (width, height) = sizeOfPPM(stream) else { throw end() }
    try PictureLimits.check(width: width, height: height, for: PictureDecoder.operation, of: path)
    let whole = isHEIF ? HEIFProperties(bytes) : nil
    if let whole, whole.width > 0, (whole.width, whole.height) != (width, height) {
        throw failure(
            "this ffmpeg decodes only a part of it, \(width)×\(height) of \(whole.width)×\(whole.height) pixels", next: advice)
    }
    plane.reshape(width: width, height: height)
    scratch.reserve(3 * width)
    for row in 0..<height {
        guard stream.read(3 * width, into: scratch.base) == 3 * width else { throw end() }
        grey(scratch.base, count: width, into: plane.pixels + row * plane.width)
    }
}

/// The three lines before the pixels, as ffmpeg writes them.
private func sizeOfPPM(_ stream: ByteStream) -> (width: Int, height: Int)? {
    guard let magic = stream.line(limit: 16), magic.elementsEqual("P6".utf8), let size = stream.line(limit: 32),
        let largest = stream.line(limit: 16), largest.elementsEqual("255".utf8)
    else { return nil }
    let sides = size.split(separator: UInt8(ascii: " ")).compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    return sides.count == 2 ? (sides[0], sides[1]) : nil
}
