import CPictures
import Tensor

/// What becomes of a JPEG's colour.
enum JPEGColour {
    /// Video: the luma channel alone is decoded, about three times as fast, at most a level or two away, and smaller at once
    /// where no more detail is wanted.
    case lumaOnly(FrameDetail)
    /// Files: greyed by OpenCV's rule from RGB, which is decoded into the given buffer.
    case openCV(Bytes)
}

/// JPEG by libjpeg-turbo. `name` is what errors call it.
func decodeJPEG(
    _ bytes: UnsafeRawBufferPointer, name: String, colour: JPEGColour, into plane: inout LumaPlane
) throws(LeitmotifError) {
    // A new handle for every picture, a few microseconds: once one has warned, it reports each later picture as damaged.
    guard let handle = tjInitDecompress() else {
        throw LeitmotifError(.failed, PictureDecoder.operation, name, "libjpeg-turbo cannot start", next: "free some memory")
    }
    defer { tjDestroy(handle) }
    func failure() -> LeitmotifError {
        let text = String(cString: tjGetErrorStr2(handle))
        return LeitmotifError(
            .damaged, PictureDecoder.operation, name, "libjpeg-turbo cannot decode it (\(text))", next: "save it again as a plain JPEG")
    }
    let data = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
    let count = UInt(bytes.count)
    var (width, height, sampling, space): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    let header = tjDecompressHeader3(handle, data, count, &width, &height, &sampling, &space)
    guard isUsable(header, handle), width > 0, height > 0 else { throw failure() }
    try PictureLimits.check(width: Int(width), height: Int(height), for: PictureDecoder.operation, of: name)
    try PictureLimits.check(bytes.count, canHold: Int(width) * Int(height) / mostPixelsPerByte, of: name, "\(width)×\(height)")
    // The accurate transform is what OpenCV's decoder uses; a limit on scans stops files made to take minutes.
    let flags = TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS
    var reduction: Int32 = 1
    if case .lumaOnly(let detail) = colour { reduction = Int32(detail.reduction(width: Int(width), height: Int(height))) }
    // libjpeg rounds up: the last box of a side may hang over the edge.
    let (columns, rows) = ((width + reduction - 1) / reduction, (height + reduction - 1) / reduction)
    plane.reshape(width: Int(columns), height: Int(rows))
    let stride = plane.view.stride
    guard case .openCV(let rgb) = colour, space != TJCS_GRAY.rawValue else {
        let result = tjDecompress2(handle, data, count, plane.pixels, columns, Int32(stride), rows, TJPF_GRAY.rawValue, flags)
        guard isUsable(result, handle) else { throw failure() }
        return
    }
    rgb.reserve(Int(width) * Int(height) * 3)
    guard isUsable(tjDecompress2(handle, data, count, rgb.base, width, 0, height, TJPF_RGB.rawValue, flags), handle) else {
        throw failure()
    }
    for row in 0..<Int(height) {
        grey(rgb.base + row * Int(width) * 3, count: Int(width), into: plane.pixels + row * stride)
    }
}

/// Huffman coding spends at least one bit on a block of 8×8 pixels.
private let mostPixelsPerByte = 8 * 64

/// Many cameras write odd bytes that libjpeg warns of while the whole picture is there. What stopped the decoder is always
/// its last message; its error code is no help, since an error after a warning counts as a warning.
private func isUsable(_ result: Int32, _ handle: tjhandle) -> Bool {
    if result == 0 { return true }
    let text = String(cString: tjGetErrorStr2(handle))
    return ["Corrupt JPEG data", "Warning", "Invalid SOS parameters", "Invalid Adobe marker"].contains { text.hasPrefix($0) }
}
