import CPictures

/// Grey pictures as JPEG, in memory.
public enum JPEGEncoder {
    private static let quality: Int32 = 70

    /// - Parameters:
    ///   - luma: full-range, `width · height` pixels row after row.
    ///   - width, height: 1 … 16,384 each.
    /// - Returns: the bytes of a JPEG file; nil when the sizes do not fit or there is no memory.
    public static func bytes(luma: [UInt8], width: Int, height: Int) -> [UInt8]? {
        guard (1...16_384).contains(width), (1...16_384).contains(height), luma.count == width * height,
            let handle = tjInitCompress()
        else { return nil }
        defer { tjDestroy(handle) }
        var file: UnsafeMutablePointer<UInt8>?
        var count: UInt = 0
        defer { tjFree(file) }
        let result = tjCompress2(
            handle, luma, Int32(width), 0, Int32(height), TJPF_GRAY.rawValue, &file, &count, Int32(TJSAMP_GRAY.rawValue), quality, 0)
        guard result == 0, let file else { return nil }
        return Array(UnsafeBufferPointer(start: file, count: Int(count)))
    }
}
