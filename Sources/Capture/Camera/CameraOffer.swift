import CV4L2

/// Everything a camera offers; a range of sizes is represented by 640×480 and 320×240.
struct CameraOffer {
    /// What we read.
    private(set) var formats: [CameraFormat] = []
    /// The codes of what we do not.
    private(set) var unread: [String] = []

    /// - Parameter kind: the type of buffers that the camera streams into.
    init(by descriptor: Int32, kind: UInt32) {
        for index in 0..<UInt32(64) {
            var entry = v4l2_fmtdesc()
            entry.index = index
            entry.type = kind
            guard v4l2_request(descriptor, v4l2_enumerate_formats, &entry) >= 0 else { break }
            guard let pixels = CameraFormat.Pixels(code: entry.pixelformat) else {
                unread.append(fourCCName(entry.pixelformat))
                continue
            }
            for (width, height) in Self.sizes(descriptor, entry.pixelformat) where PictureLimits.allow(width: width, height: height) {
                let rate = Self.fastest(descriptor, entry.pixelformat, width, height)
                formats.append(
                    CameraFormat(pixels: pixels, code: entry.pixelformat, width: width, height: height, framesPerSecond: rate))
            }
        }
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
