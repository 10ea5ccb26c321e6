/// The kinds of picture that can be decoded, recognised by their first bytes; file names may lie.
enum PictureKind: Equatable {
    case jpeg, png, pnm
    /// What an installed ffmpeg decodes.
    case webp, bmp, tiff, gif, avif, heic

    /// As many first bytes as tell the kinds apart.
    static let headBytes = 64

    init?(firstBytes bytes: UnsafeRawBufferPointer) {
        func reads(_ text: String, at offset: Int) -> Bool { bytes.dropFirst(offset).starts(with: text.utf8) }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if bytes.count > 3, bytes[0] == UInt8(ascii: "P"), [0x32, 0x33, 0x35, 0x36].contains(bytes[1]),
            isPNMSpace(bytes[2])
        {
            self = .pnm
        } else if reads("RIFF", at: 0), reads("WEBP", at: 8) {
            self = .webp
        } else if reads("BM", at: 0), bytes.count > 15, [12, 16, 40, 52, 56, 64, 108, 124].contains(bytes[14]), bytes[15] == 0 {
            // Two letters begin many a text; the size of the header behind them does not.
            self = .bmp
        } else if bytes.starts(with: [0x49, 0x49, 42, 0]) || bytes.starts(with: [0x4D, 0x4D, 0, 42]) {
            self = .tiff
        } else if reads("GIF87a", at: 0) || reads("GIF89a", at: 0) {
            self = .gif
        } else if reads("ftyp", at: 4) {
            // ISO 23008-12: the brands of still pictures; mif1 says that there is one, and other brands in which coding.
            let others = stride(from: 16, to: min(bytes.count, PictureKind.headBytes), by: 4)
            if reads("avif", at: 8) || reads("mif1", at: 8) && others.contains(where: { reads("avif", at: $0) }) {
                self = .avif
            } else if ["heic", "heix", "heim", "heis", "mif1"].contains(where: { reads($0, at: 8) }) {
                self = .heic
            } else {
                return nil
            }
        } else {
            return nil
        }
    }

    /// The name in texts for people.
    var name: String {
        switch self {
        case .jpeg: "JPEG"
        case .png: "PNG"
        case .pnm: "PGM or PPM"
        case .webp: "WebP"
        case .bmp: "BMP"
        case .tiff: "TIFF"
        case .gif: "GIF"
        case .avif: "AVIF"
        case .heic: "HEIC"
        }
    }

    /// What ffmpeg calls it as an input; nil for what is decoded here. Named, since by itself ffmpeg would take a file name with
    /// `%d` in it for a sequence of files.
    var demuxer: String? {
        switch self {
        case .jpeg, .png, .pnm: nil
        case .webp: "webp_pipe"
        case .bmp: "bmp_pipe"
        case .tiff: "tiff_pipe"
        case .gif: "gif"
        case .avif, .heic: "mov"
        }
    }
}

/// Whether a GIF holds more than one picture and so is a film (GIF89a, section 12 on: blocks, most of them of sub-blocks).
func isFilm(gif bytes: UnsafeRawBufferPointer) -> Bool {
    func byte(_ position: Int) -> Int? { position < bytes.count ? Int(bytes[position]) : nil }
    func colourTable(_ flags: Int) -> Int { flags & 0x80 == 0 ? 0 : 3 << (flags & 7 + 1) }
    func skipSubBlocks(_ position: inout Int) {
        while let size = byte(position), size > 0 { position += 1 + size }
        position += 1
    }
    guard let flags = byte(10) else { return false }
    var position = 13 + colourTable(flags)
    var pictures = 0
    while let code = byte(position) {
        switch UInt8(code) {
        case UInt8(ascii: "!"): position += 2
        case UInt8(ascii: ","):
            pictures += 1
            guard pictures < 2, let flags = byte(position + 9) else { return pictures > 1 }
            position += 11 + colourTable(flags)
        default: return false
        }
        skipSubBlocks(&position)
    }
    return false
}

/// Whether a WebP says that it is animated (its container specification: a flag of the VP8X chunk, which comes first).
func isAnimated(webp bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count > 20 && bytes.dropFirst(12).starts(with: "VP8X".utf8) && bytes[20] & 2 != 0
}
