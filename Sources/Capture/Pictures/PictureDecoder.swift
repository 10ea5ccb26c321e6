import Tensor

/// The kinds of picture that can be decoded, recognised by their first bytes; file names may lie.
enum PictureKind: Equatable {
    case jpeg, png, pnm

    init?(firstBytes bytes: UnsafeRawBufferPointer) {
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if bytes.count > 3, bytes[0] == UInt8(ascii: "P"), [0x32, 0x33, 0x35, 0x36].contains(bytes[1]),
            isPNMSpace(bytes[2])
        {
            self = .pnm
        } else {
            return nil
        }
    }
}

/// Decodes picture files to luma. Keeps its buffers, so that a folder shown in a loop allocates once. Ignores EXIF orientation.
/// Belongs to one thread at a time.
public final class PictureDecoder {
    private let file = Bytes()
    private let scratch = Bytes()
    static let operation = "open picture"

    /// Takes its memory with the first picture.
    public init() {}

    /// Reads and decodes one file.
    /// - Throws: when it cannot be read, is damaged, or exceeds `PictureLimits`.
    public func decode(_ path: String, into plane: inout LumaPlane) throws(LeitmotifError) {
        try readFile(path, for: Self.operation, limit: PictureLimits.fileBytes, into: file)
        try decode(file.raw, name: path, into: &plane)
    }

    /// Decodes a picture in memory; `name` is for errors.
    func decode(_ bytes: UnsafeRawBufferPointer, name: String, into plane: inout LumaPlane) throws(LeitmotifError) {
        switch PictureKind(firstBytes: bytes) {
        case .jpeg: try decodeJPEG(bytes, name: name, colour: .openCV(scratch), into: &plane)
        case .png: try decodePNG(bytes, name: name, scratch: scratch, into: &plane)
        case .pnm: try decodePNM(bytes, name: name, into: &plane)
        case nil:
            throw LeitmotifError(
                .unsupported, Self.operation, name, "it is not a JPEG, PNG, PGM or PPM", next: "convert it to one of these")
        }
    }
}
