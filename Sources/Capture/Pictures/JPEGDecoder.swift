import CPictures
import Tensor

/// How a JPEG's colour becomes grey.
enum JPEGColour {
    /// Video: only the luma channel is decoded, about three times as fast and at most a level or two off, at a smaller size where
    /// less detail is wanted.
    case lumaOnly(FrameDetail)
    /// Files: RGB, or CMYK, decoded into the given buffer, then OpenCV's rule.
    case openCV(Bytes)
}

/// Decodes JPEG with libjpeg-turbo; `name` is for errors.
func decodeJPEG(
    _ bytes: UnsafeRawBufferPointer, name: String, colour: JPEGColour, into plane: inout LumaPlane
) throws(LeitmotifError) {
    // A new handle for every picture costs microseconds; one that has warned once reports every later picture as damaged.
    guard let handle = tjInitDecompress() else {
        throw LeitmotifError(.failed, PictureDecoder.operation, name, "libjpeg-turbo cannot start", next: "free some memory")
    }
    defer { tjDestroy(handle) }
    func failure() -> LeitmotifError {
        let text = String(cString: tjGetErrorStr2(handle))
        return LeitmotifError(
            .damaged, PictureDecoder.operation, name, "libjpeg-turbo cannot decode it (\(text))",
            next: "save it again as a plain JPEG")
    }
    let data = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
    let count = UInt(bytes.count)
    var (width, height, sampling, space): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    let header = tjDecompressHeader3(handle, data, count, &width, &height, &sampling, &space)
    guard isUsable(header, handle), width > 0, height > 0 else { throw failure() }
    try PictureLimits.check(width: Int(width), height: Int(height), for: PictureDecoder.operation, of: name)
    let leastBytes = Int(width) * Int(height) / mostPixelsPerByte
    try PictureLimits.check(bytes.count, canHold: leastBytes, of: name, "\(width)×\(height)")
    // OpenCV's decoder uses the accurate transform; the limit on scans stops files crafted to take minutes.
    let flags = TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS
    var reduction: Int32 = 1
    if case .lumaOnly(let detail) = colour { reduction = Int32(detail.reduction(width: Int(width), height: Int(height))) }
    // libjpeg rounds up: the last box of a row or column may extend past the edge.
    let (columns, rows) = ((width + reduction - 1) / reduction, (height + reduction - 1) / reduction)
    plane.reshape(width: Int(columns), height: Int(rows))
    let stride = plane.view.stride
    guard case .openCV(let rgb) = colour, space != TJCS_GRAY.rawValue else {
        let result = tjDecompress2(handle, data, count, plane.pixels, columns, Int32(stride), rows, TJPF_GRAY.rawValue, flags)
        guard isUsable(result, handle) else { throw failure() }
        return
    }
    // What has four channels cannot be had as RGB.
    let isCMYK = space == TJCS_CMYK.rawValue || space == TJCS_YCCK.rawValue
    let step = isCMYK ? 4 : 3
    let format = isCMYK ? TJPF_CMYK : TJPF_RGB
    rgb.reserve(Int(width) * Int(height) * step)
    guard isUsable(tjDecompress2(handle, data, count, rgb.base, width, 0, height, format.rawValue, flags), handle) else {
        throw failure()
    }
    for row in 0..<Int(height) {
        let line = rgb.base + row * Int(width) * step
        if isCMYK { convertToRGB(cmyk: line, count: Int(width)) }
        grey(line, step: step, count: Int(width), into: plane.pixels + row * stride)
    }
}

/// In place, by OpenCV's rule; of the four bytes the last keeps its value. As Adobe writes them, 255 is no ink.
private func convertToRGB(cmyk pixels: UnsafeMutablePointer<UInt8>, count: Int) {
    for index in 0..<count {
        let pixel = pixels + 4 * index
        let black = Int(pixel[3])
        for channel in 0..<3 { pixel[channel] = UInt8(black - ((255 - Int(pixel[channel])) * black) >> 8) }
    }
}

/// Huffman coding spends at least one bit on a block of 8×8 pixels.
private let mostPixelsPerByte = 8 * 64

/// Many cameras write odd bytes that libjpeg warns about although the picture is complete. The last message is always the one
/// that stopped the decoder; the error code does not help, since an error after a warning counts as a warning.
private func isUsable(_ result: Int32, _ handle: tjhandle) -> Bool {
    if result == 0 { return true }
    let text = String(cString: tjGetErrorStr2(handle))
    return ["Corrupt JPEG data", "Warning", "Invalid SOS parameters", "Invalid Adobe marker"].contains { text.hasPrefix($0) }
}
