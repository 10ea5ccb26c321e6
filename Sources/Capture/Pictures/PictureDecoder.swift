import Tensor

/// Decodes picture files to luma, upright as their files say. Keeps its buffers, so that a folder shown in a loop allocates once.
/// Belongs to one thread at a time.
public final class PictureDecoder {
    private let file = Bytes()
    private let scratch = Bytes()
    private let patience: Patience
    private var turned = LumaPlane(width: 1, height: 1)
    static let operation = "open picture"

    /// Takes its memory with the first picture.
    /// - Parameter patience: for ffmpeg, where a picture needs it.
    public init(patience: Patience = Patience()) { self.patience = patience }

    /// Reads and decodes one file.
    /// - Throws: when it cannot be read, is damaged, or exceeds `PictureLimits`; and when it needs an ffmpeg that is missing.
    public func decode(_ path: String, into plane: inout LumaPlane) throws(LeitmotifError) {
        try readFile(path, for: Self.operation, limit: PictureLimits.fileBytes, into: file)
        if let kind = PictureKind(firstBytes: file.raw), kind.demuxer != nil {
            try decodeByFFmpeg(path, kind, file.raw, scratch: scratch, patience: patience, into: &plane)
            bringUpright(&plane, orientation(of: kind, in: file.raw))
        } else {
            try decode(file.raw, name: path, into: &plane)
        }
    }

    /// Decodes a JPEG, PNG, PGM or PPM in memory; `name` is for errors.
    func decode(_ bytes: UnsafeRawBufferPointer, name: String, into plane: inout LumaPlane) throws(LeitmotifError) {
        guard let kind = PictureKind(firstBytes: bytes) else {
            throw LeitmotifError(.unsupported, Self.operation, name, "it is no picture of a known kind", next: "convert it to JPEG or PNG")
        }
        switch kind {
        case .jpeg: try decodeJPEG(bytes, name: name, colour: .openCV(scratch), into: &plane)
        case .png: try decodePNG(bytes, name: name, scratch: scratch, into: &plane)
        case .pnm: try decodePNM(bytes, name: name, into: &plane)
        case .webp, .bmp, .tiff, .gif, .avif, .heic:
            throw LeitmotifError(.unsupported, Self.operation, name, "ffmpeg decodes \(kind.name) from files", next: "save it in a file")
        }
        bringUpright(&plane, orientation(of: kind, in: bytes))
    }

    private func bringUpright(_ plane: inout LumaPlane, _ orientation: Orientation) {
        guard !orientation.isIdentity else { return }
        orientation.apply(to: plane.view, into: &turned)
        swap(&plane, &turned)
    }
}
