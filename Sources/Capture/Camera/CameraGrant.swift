import CV4L2
import Glibc
import Tensor

/// The format that a driver settled on, which need not be the one it was asked for.
struct CameraGrant {
    let pixels: CameraFormat.Pixels
    let code: UInt32
    let width: Int
    let height: Int
    /// Bytes from one row of the first plane to the next; 0 where there are no rows.
    let rowBytes: Int
    let quantization: UInt32
    let colourSpace: UInt32
    /// How many planes of memory a frame has. Luma lies in the first.
    let planes: Int

    /// Asks for a format; a driver may substitute another without an error.
    init(asking descriptor: Int32, kind: UInt32, for wanted: CameraFormat) throws(CameraRefusal) {
        var request = v4l2_format()
        request.type = kind
        let isMultiplanar = kind == V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE.rawValue
        if isMultiplanar {
            request.fmt.pix_mp.width = UInt32(wanted.width)
            request.fmt.pix_mp.height = UInt32(wanted.height)
            request.fmt.pix_mp.pixelformat = wanted.code
        } else {
            request.fmt.pix.width = UInt32(wanted.width)
            request.fmt.pix.height = UInt32(wanted.height)
            request.fmt.pix.pixelformat = wanted.code
            request.fmt.pix.priv = v4l2_extended_format
        }
        let answer = v4l2_request(descriptor, v4l2_set_format, &request)
        guard answer >= 0 else { throw CameraRefusal(answer, "\(wanted)") }
        if isMultiplanar {
            let got = request.fmt.pix_mp
            (code, width, height) = (got.pixelformat, Int(got.width), Int(got.height))
            rowBytes = Int(got.plane_fmt.0.bytesperline)
            (quantization, colourSpace) = (UInt32(got.quantization), got.colorspace)
            planes = min(max(Int(got.num_planes), 1), Int(VIDEO_MAX_PLANES))
        } else {
            let got = request.fmt.pix
            (code, width, height) = (got.pixelformat, Int(got.width), Int(got.height))
            rowBytes = Int(got.bytesperline)
            quantization = got.priv == v4l2_extended_format ? got.quantization : V4L2_QUANTIZATION_DEFAULT.rawValue
            (colourSpace, planes) = (got.colorspace, 1)
        }
        guard let pixels = CameraFormat.Pixels(code: code), PictureLimits.allow(width: width, height: height),
            rowBytes <= PictureLimits.pixels
        else {
            throw CameraRefusal(
                -EINVAL, "\(wanted)", "the camera gives \(fourCCName(code)) \(width)×\(height) instead, which is not read")
        }
        self.pixels = pixels
    }

    /// For tests.
    init(
        pixels: CameraFormat.Pixels, width: Int, height: Int, rowBytes: Int = 0,
        quantization: UInt32 = V4L2_QUANTIZATION_DEFAULT.rawValue, colourSpace: UInt32 = V4L2_COLORSPACE_SRGB.rawValue
    ) {
        self.pixels = pixels
        code = pixels.codes[0]
        (self.width, self.height, self.rowBytes) = (width, height, rowBytes)
        (self.quantization, self.colourSpace, planes) = (quantization, colourSpace, 1)
    }
}

/// Takes luma out of frames of one format.
enum CameraDecoder {
    case raw(CameraPixels)
    case mjpeg(FrameDetail)
    case foreign(CameraConversion)

    init(_ granted: CameraGrant, detail: FrameDetail) throws(CameraRefusal) {
        switch granted.pixels {
        case .raw(let raw):
            self = .raw(
                CameraPixels(
                    pixels: raw, width: granted.width, height: granted.height, rowBytes: granted.rowBytes,
                    isLimitedRange: CameraPixels.isLimitedRange(
                        raw, quantization: granted.quantization, colourSpace: granted.colourSpace),
                    detail: detail))
        case .mjpeg: self = .mjpeg(detail)
        case .foreign(let foreign):
            guard let conversion = CameraConversion(granted, foreign, detail: detail) else {
                throw CameraRefusal(
                    -EINVAL, "\(foreign.rawValue) \(granted.width)×\(granted.height)", "libv4lconvert does not take this size")
            }
            self = .foreign(conversion)
        }
    }

    /// False when the frame is damaged, which happens on a busy bus; the next one comes in 33 ms.
    func luma(of frame: UnsafeRawBufferPointer, into plane: inout LumaPlane) -> Bool {
        switch self {
        case .raw(let layout): layout.luma(of: frame, into: &plane)
        case .mjpeg(let detail):
            !frame.isEmpty && (try? decodeJPEG(frame, name: "of the camera", colour: .lumaOnly(detail), into: &plane)) != nil
        case .foreign(let conversion): conversion.luma(of: frame, into: &plane)
        }
    }
}
