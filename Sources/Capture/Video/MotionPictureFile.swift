import Tensor

/// Concatenated JPEGs (an MJPEG stream) at a fixed rate: the format of the built-in actor. Held in memory, compressed.
public final class MotionPictureFile: FrameSource {
    /// How long a frame lasts.
    public let frameSeconds: Double?
    /// True.
    public let isRewindable = true
    private let path: String
    private let file = Bytes()
    private let pictures: [Range<Int>]
    private var index = 0
    private let detail: FrameDetail

    /// Reads the whole file.
    /// - Parameter framesPerSecond: 0.01 … 1000.
    /// - Throws: when the file cannot be read, holds no JPEG, or the rate is out of range.
    public init(_ path: String, framesPerSecond: Double, detail: FrameDetail = .full) throws(LeitmotifError) {
        guard (0.01...1000).contains(framesPerSecond) else {
            throw LeitmotifError(.outOfRange, "open video", path, "\(framesPerSecond) frames a second", next: "use 0.01 to 1000")
        }
        try readFile(path, for: "open video", limit: PictureLimits.fileBytes, into: file)
        pictures = findJPEGs(file.raw)
        guard !pictures.isEmpty else {
            throw LeitmotifError(.damaged, "open video", path, "there is no JPEG in it", next: "concatenate JPEG files")
        }
        self.path = path
        self.detail = detail
        frameSeconds = 1 / framesPerSecond
    }

    /// The next picture, nil at the end.
    public func next(into plane: inout LumaPlane) throws(LeitmotifError) -> FrameStamp? {
        guard index < pictures.count else { return nil }
        let range = pictures[index]
        index += 1
        try decodeJPEG(
            UnsafeRawBufferPointer(rebasing: file.raw[range]), name: "\(path), frame \(index - 1)", colour: .lumaOnly(detail),
            into: &plane)
        return FrameStamp(seconds: Double(index - 1) * (frameSeconds ?? 0))
    }

    /// The first picture is next again.
    public func rewind() { index = 0 }
}

/// The ranges of complete JPEGs, from start to end marker. Segments are skipped by their lengths, because one may contain the
/// bytes of an end marker (a thumbnail); entropy-coded data cannot.
func findJPEGs(_ bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start = 0
    while start + 1 < bytes.count {
        guard bytes[start] == 0xFF, bytes[start + 1] == 0xD8 else {
            start += 1
            continue
        }
        guard let end = endOfJPEG(bytes, from: start + 2) else { break }
        found.append(start..<end)
        start = end
    }
    return found
}

/// The position after the end marker; nil when the bytes end first.
private func endOfJPEG(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var position = start
    while position + 1 < bytes.count {
        // Fill bytes, entropy-coded data, stuffed zeros and restart markers have no length: step over them.
        let code = bytes[position + 1]
        guard bytes[position] == 0xFF, ![0x00, 0x01, 0xFF].contains(code), !(0xD0...0xD8).contains(code) else {
            position += 1
            continue
        }
        if bytes[position + 1] == 0xD9 { return position + 2 }
        guard position + 3 < bytes.count else { return nil }
        position += 2 + max(2, Int(bytes[position + 2]) << 8 | Int(bytes[position + 3]))
    }
    return nil
}
