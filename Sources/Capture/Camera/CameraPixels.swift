import CV4L2
import Tensor

/// The layout of luma in a driver's uncompressed frame.
struct CameraPixels {
    let pixels: CameraFormat.Raw
    let width: Int
    let height: Int
    /// Bytes from one row to the next, padding included.
    let rowBytes: Int
    private let reduction: RowReduction

    init(
        pixels: CameraFormat.Raw, width: Int, height: Int, rowBytes: Int = 0, isLimitedRange: Bool, detail: FrameDetail = .full
    ) {
        self.pixels = pixels
        self.width = width
        self.height = height
        self.rowBytes = max(rowBytes, pixels.rowBytes(width: width))
        reduction = RowReduction(
            width: width, height: height, factor: detail.reduction(width: width, height: height), isLimitedRange: isLimitedRange)
    }

    /// The luma at full range, reduced to the detail wanted; false when the frame is too short.
    func luma(of frame: UnsafeRawBufferPointer, into plane: inout LumaPlane) -> Bool {
        guard frame.count >= (height - 1) * rowBytes + pixels.rowBytes(width: width) else { return false }
        let source = frame.assumingMemoryBound(to: UInt8.self).baseAddress!
        return reduction.fill(&plane) { y, row in
            let from = source + y * rowBytes
            switch pixels {
            case .yuyv, .yvyu: everySecond(from, count: width, into: row)
            case .uyvy, .vyuy: everySecond(from + 1, count: width, into: row)
            case .rgb24: grey(from, order: .redFirst, count: width, into: row)
            case .bgr24: grey(from, order: .blueFirst, count: width, into: row)
            case .nv12, .nv21, .nv16, .nv61, .nv24, .nv42, .yu12, .yv12, .planar422, .grey: row.update(from: from, count: width)
            }
            return true
        }
    }

    /// Whether luma runs 16 … 235. The driver decides; where it says nothing, the rule of the kernel's documentation does
    /// (V4L2_MAP_QUANTIZATION_DEFAULT): RGB and JPEG are full range, other colour is limited. Grey is the sensor's full range.
    static func isLimitedRange(_ pixels: CameraFormat.Raw, quantization: UInt32, colourSpace: UInt32) -> Bool {
        switch (quantization, pixels) {
        case (V4L2_QUANTIZATION_FULL_RANGE.rawValue, _): false
        case (V4L2_QUANTIZATION_LIM_RANGE.rawValue, _): true
        case (_, .grey), (_, .rgb24), (_, .bgr24): false
        default: colourSpace != V4L2_COLORSPACE_JPEG.rawValue
        }
    }
}

extension CameraFormat.Raw {
    /// Bytes from one row of the first plane to the next without padding.
    func rowBytes(width: Int) -> Int { step * width }
}
