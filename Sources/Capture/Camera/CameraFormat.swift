import CV4L2

/// What a camera can deliver: a pixel format, a size, a rate.
public struct CameraFormat: Equatable, Sendable, CustomStringConvertible {
    /// The pixel formats that we can take luma from, the best first where all else is equal.
    public enum Pixels: String, Sendable, CaseIterable {
        case yuyv = "YUYV"
        case nv12 = "NV12"
        case yu12 = "YU12"
        case yv12 = "YV12"
        case uyvy = "UYVY"
        case grey = "GREY"
        case rgb24 = "RGB3"
        case bgr24 = "BGR3"
        case mjpeg = "MJPEG"

        init?(code: UInt32) {
            switch code {
            case v4l2_yuyv: self = .yuyv
            case v4l2_nv12: self = .nv12
            case v4l2_yu12: self = .yu12
            case v4l2_yv12: self = .yv12
            case v4l2_uyvy: self = .uyvy
            case v4l2_grey: self = .grey
            case v4l2_rgb3: self = .rgb24
            case v4l2_bgr3: self = .bgr24
            case v4l2_mjpg, v4l2_jpeg: self = .mjpeg
            default: return nil
            }
        }

        var code: UInt32 {
            switch self {
            case .yuyv: v4l2_yuyv
            case .nv12: v4l2_nv12
            case .yu12: v4l2_yu12
            case .yv12: v4l2_yv12
            case .uyvy: v4l2_uyvy
            case .grey: v4l2_grey
            case .rgb24: v4l2_rgb3
            case .bgr24: v4l2_bgr3
            case .mjpeg: v4l2_mjpg
            }
        }

        /// Bytes from one luma row to the next without padding.
        func rowBytes(width: Int) -> Int {
            switch self {
            case .yuyv, .uyvy: 2 * width
            case .rgb24, .bgr24: 3 * width
            case .nv12, .yu12, .yv12, .grey, .mjpeg: width
            }
        }
    }

    /// The pixel format.
    public let pixels: Pixels
    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// Nil when the driver does not say.
    public let framesPerSecond: Double?

    /// One line: `YUYV 640×480 30.0 frames/s`.
    public var description: String {
        let rate = framesPerSecond.map { "\(Float(($0 * 100).rounded() / 100)) frames/s" } ?? "rate unknown"
        return "\(pixels.rawValue) \(width)×\(height) \(rate)"
    }

    /// The one to request: first, at least 15 frames a second and 240 rows; then uncompressed, whose luma costs nothing; then
    /// near 640×480, where a face is large enough both at arm's length and at three metres; then near 30 frames a second.
    static func best(of formats: [CameraFormat]) -> CameraFormat? {
        formats.min { a, b in a.cost.lexicographicallyPrecedes(b.cost) }
    }

    private var cost: [Double] {
        let isUsable = (framesPerSecond ?? 30) >= 14.9 && height >= 240
        let area = Double(width * height) / (640 * 480)
        return [
            isUsable ? 0 : 1, pixels == .mjpeg ? 1 : 0, area > 1 ? area : 1 / area, abs((framesPerSecond ?? 30) - 30),
            Double(Pixels.allCases.firstIndex(of: pixels) ?? 0),
        ]
    }

    /// Everything a camera offers that we can read; a range of sizes is represented by 640×480 and 320×240.
    static func offered(by descriptor: Int32) -> [CameraFormat] {
        var formats: [CameraFormat] = []
        for index in 0..<UInt32(64) {
            var entry = v4l2_fmtdesc()
            entry.index = index
            entry.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
            guard v4l2_request(descriptor, v4l2_enumerate_formats, &entry) >= 0 else { break }
            guard let pixels = Pixels(code: entry.pixelformat) else { continue }
            for (width, height) in sizes(descriptor, entry.pixelformat) where PictureLimits.allow(width: width, height: height) {
                let rate = fastest(descriptor, entry.pixelformat, width, height)
                formats.append(CameraFormat(pixels: pixels, width: width, height: height, framesPerSecond: rate))
            }
        }
        return formats
    }

    private static func sizes(_ descriptor: Int32, _ code: UInt32) -> [(Int, Int)] {
        var sizes: [(Int, Int)] = []
        for index in 0..<UInt32(256) {
            var entry = v4l2_frmsizeenum()
            entry.index = index
            entry.pixel_format = code
            guard v4l2_request(descriptor, v4l2_enumerate_sizes, &entry) >= 0 else { break }
            guard entry.type == V4L2_FRMSIZE_TYPE_DISCRETE.rawValue else {
                let range = entry.stepwise
                return [(UInt32(640), UInt32(480)), (320, 240)].map { width, height in
                    let width = min(max(width, range.min_width), range.max_width)
                    return (Int(width), Int(min(max(height, range.min_height), range.max_height)))
                }
            }
            sizes.append((Int(entry.discrete.width), Int(entry.discrete.height)))
        }
        // A driver without this list decides at S_FMT, whose answer is checked anyway.
        return sizes.isEmpty ? [(640, 480)] : sizes
    }

    /// The highest frame rate; a range starts with its shortest interval.
    private static func fastest(_ descriptor: Int32, _ code: UInt32, _ width: Int, _ height: Int) -> Double? {
        var best: Double?
        for index in 0..<UInt32(64) {
            var entry = v4l2_frmivalenum()
            entry.index = index
            entry.pixel_format = code
            entry.width = UInt32(width)
            entry.height = UInt32(height)
            guard v4l2_request(descriptor, v4l2_enumerate_intervals, &entry) >= 0 else { break }
            let isList = entry.type == V4L2_FRMIVAL_TYPE_DISCRETE.rawValue
            let interval = isList ? entry.discrete : entry.stepwise.min
            if let rate = framesPerSecond(interval) { best = max(best ?? 0, rate) }
            if !isList { break }
        }
        return best
    }

    static func framesPerSecond(_ interval: v4l2_fract) -> Double? {
        guard interval.numerator > 0, interval.denominator > 0 else { return nil }
        return Double(interval.denominator) / Double(interval.numerator)
    }
}
