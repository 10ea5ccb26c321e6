import CPictures

/// Palette pictures as PNG, in memory.
public enum PNGEncoder {
    static let operation = "write picture"

    /// - Parameters:
    ///   - cells: `width * height` indices into the palette, row after row; each side 1 … 16,384.
    ///   - palette: 1 … 256 colours, 0xRRGGBB.
    /// - Returns: the bytes of a PNG file, always the same for the same picture.
    /// - Throws: when a side is out of range.
    public static func encode(_ cells: [UInt8], palette: [UInt32], width: Int, height: Int) throws(LeitmotifError) -> [UInt8] {
        try PictureLimits.check(width: width, height: height, for: operation, of: "PNG")
        precondition(cells.count == width * height && (1...256).contains(palette.count))
        precondition(cells.allSatisfy { $0 < palette.count })
        let colours = palette.flatMap { [UInt8($0 >> 16 & 255), UInt8($0 >> 8 & 255), UInt8($0 & 255)] }
        var image = png_image()
        image.version = UInt32(PNG_IMAGE_VERSION)
        image.width = UInt32(width)
        image.height = UInt32(height)
        image.format = UInt32(PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_COLORMAP)
        image.colormap_entries = UInt32(palette.count)
        defer { png_image_free(&image) }
        // Once for the size, once for the bytes.
        var size: png_alloc_size_t = 0
        guard png_image_write_to_memory(&image, nil, &size, 0, cells, Int32(width), colours) != 0 else { throw failure(image) }
        var bytes = [UInt8](repeating: 0, count: Int(size))
        guard png_image_write_to_memory(&image, &bytes, &size, 0, cells, Int32(width), colours) != 0 else { throw failure(image) }
        return bytes
    }

    private static func failure(_ image: png_image) -> LeitmotifError {
        let text = withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return LeitmotifError(
            .failed, operation, "PNG", "libpng cannot encode it (\(text))", next: "close other programs and try again")
    }
}
