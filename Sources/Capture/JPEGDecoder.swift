import CPictures
import Tensor

/// What becomes of a JPEG's colour.
enum JPEGColour {
    /// Video: the luma channel alone is decoded, about three times as fast, and at most a level or two away.
    case lumaOnly
    /// Files: greyed by OpenCV's rule from RGB, which is decoded into the given buffer.
    case openCV(Bytes)
}

/// JPEG by libjpeg-turbo. `name` is what errors call it.
func decodeJPEG(
    _ bytes: UnsafeRawBufferPointer, name: String, colour: JPEGColour, into plane: inout LumaPlane
) throws(CaptureError) {
    // A new handle for every picture, a few microseconds: once one has warned, it reports each later picture as damaged.
    guard let handle = tjInitDecompress() else {
        throw CaptureError(PictureDecoder.operation, name, "libjpeg-turbo cannot start", next: "free some memory")
    }
    defer { tjDestroy(handle) }
    func failure() -> CaptureError {
        let text = String(cString: tjGetErrorStr2(handle))
        return CaptureError(
            PictureDecoder.operation, name, "libjpeg-turbo cannot decode it (\(text))", next: "save it again as a plain JPEG")
    }
    let data = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
    let count = UInt(bytes.count)
    var (width, height, sampling, space): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    let header = tjDecompressHeader3(handle, data, count, &width, &height, &sampling, &space)
    guard isUsable(header, handle), width > 0, height > 0 else { throw failure() }
    try PictureLimits.check(width: Int(width), height: Int(height), for: PictureDecoder.operation, of: name)
    plane.reshape(width: Int(width), height: Int(height))
    let stride = plane.view.stride
    // The accurate transform is what OpenCV's decoder uses; a limit on scans stops files made to take minutes.
    let flags = TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS
    guard case .openCV(let rgb) = colour, space != TJCS_GRAY.rawValue else {
        let result = tjDecompress2(handle, data, count, plane.pixels, width, Int32(stride), height, TJPF_GRAY.rawValue, flags)
        guard isUsable(result, handle) else { throw failure() }
        return
    }
    rgb.reserve(Int(width) * Int(height) * 3)
    guard isUsable(tjDecompress2(handle, data, count, rgb.base, width, 0, height, TJPF_RGB.rawValue, flags), handle) else {
        throw failure()
    }
    for row in 0..<Int(height) {
        grey(rgb: rgb.base + row * Int(width) * 3, step: 3, count: Int(width), into: plane.pixels + row * stride)
    }
}

/// Many cameras write odd bytes that libjpeg warns of while the whole picture is there. What stopped the decoder is always
/// its last message; its error code is no help, since an error after a warning counts as a warning.
private func isUsable(_ result: Int32, _ handle: tjhandle) -> Bool {
    if result == 0 { return true }
    let text = String(cString: tjGetErrorStr2(handle))
    return ["Corrupt JPEG data", "Warning", "Invalid SOS parameters", "Invalid Adobe marker"].contains { text.hasPrefix($0) }
}
