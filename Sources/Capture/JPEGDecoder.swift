import CPictures
import Tensor

/// JPEG by libjpeg-turbo. Files are decoded to RGB and greyed by OpenCV's rule; video needs the luma channel only, which
/// is three times as fast and at most a level or two away.
final class JPEGDecoder {
    enum Colour {
        case lumaOnly
        /// Greyed from RGB, which is decoded into the given buffer.
        case openCV(Bytes)
    }

    private let handle: tjhandle

    init() throws(CaptureError) {
        guard let handle = tjInitDecompress() else {
            throw CaptureError("decode", "JPEG", "libjpeg-turbo cannot start", next: "free some memory")
        }
        self.handle = handle
    }

    func decode(_ bytes: UnsafeRawBufferPointer, name: String, colour: Colour, into plane: inout LumaPlane) throws(CaptureError) {
        let data = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let count = UInt(bytes.count)
        var (width, height, sampling, space): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        guard tjDecompressHeader3(handle, data, count, &width, &height, &sampling, &space) == 0 else { throw failure(name) }
        try PictureLimits.check(width: Int(width), height: Int(height), for: PictureDecoder.operation, of: name)
        plane.reshape(width: Int(width), height: Int(height))
        let stride = plane.view.stride
        // The accurate transform is what OpenCV's decoder uses; a limit on scans stops files made to take minutes.
        let flags = TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS
        var result: Int32
        if case .openCV(let rgb) = colour, space != TJCS_GRAY.rawValue {
            rgb.reserve(Int(width) * Int(height) * 3)
            result = tjDecompress2(handle, data, count, rgb.base, width, 0, height, TJPF_RGB.rawValue, flags)
            if isUsable(result) {
                for row in 0..<Int(height) {
                    grey(rgb: rgb.base + row * Int(width) * 3, step: 3, count: Int(width), into: plane.pixels + row * stride)
                }
            }
        } else {
            result = tjDecompress2(handle, data, count, plane.pixels, width, Int32(stride), height, TJPF_GRAY.rawValue, flags)
        }
        guard isUsable(result) else { throw failure(name) }
    }

    /// Many cameras write a few odd bytes that libjpeg warns of; a picture that ends early is not a picture.
    private func isUsable(_ result: Int32) -> Bool {
        result == 0 || (tjGetErrorCode(handle) == TJERR_WARNING.rawValue && !text.contains("Premature end"))
    }

    private var text: String { String(cString: tjGetErrorStr2(handle)) }

    private func failure(_ name: String) -> CaptureError {
        CaptureError(PictureDecoder.operation, name, "libjpeg-turbo cannot decode it (\(text))", next: "save it again as a plain JPEG")
    }

    deinit { tjDestroy(handle) }
}
