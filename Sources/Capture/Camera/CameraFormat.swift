/// What a camera can deliver: a pixel format, a size, a rate.
public struct CameraFormat: Equatable, Sendable, CustomStringConvertible {
    /// The pixel format.
    public let pixels: Pixels
    /// Its code in the words of the driver: one format may have several.
    let code: UInt32
    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// Nil when the driver does not say.
    public let framesPerSecond: Double?

    init(pixels: Pixels, code: UInt32? = nil, width: Int, height: Int, framesPerSecond: Double?) {
        self.pixels = pixels
        self.code = code ?? pixels.codes[0]
        self.width = width
        self.height = height
        self.framesPerSecond = framesPerSecond
    }

    /// One line: `YUYV 640×480 30.0 frames/s`.
    public var description: String {
        let rate = framesPerSecond.map { "\(Float(($0 * 100).rounded() / 100)) frames/s" } ?? "rate unknown"
        return "\(pixels.name) \(width)×\(height) \(rate)"
    }

    /// The order in which to request them: first, at least 15 frames a second and 240 rows; then luma that lies plainly in the
    /// frame and costs nothing; then near 640×480, where a face is large enough both at arm's length and at three metres; then
    /// near 30 frames a second.
    static func ranked(_ formats: [CameraFormat]) -> [CameraFormat] {
        formats.map { ($0, $0.cost) }.sorted { $0.1.lexicographicallyPrecedes($1.1) }.map { $0.0 }
    }

    private var cost: [Double] {
        let isUsable = (framesPerSecond ?? 30) >= 14.9 && height >= 240
        let area = Double(width * height) / (640 * 480)
        let decoding: Double =
            switch pixels {
            case .raw: 0
            case .mjpeg: 1
            case .foreign: 2
            }
        return [
            isUsable ? 0 : 1, decoding, area > 1 ? area : 1 / area, abs((framesPerSecond ?? 30) - 30),
            Double(Pixels.all.firstIndex(of: pixels) ?? 0),
        ]
    }

    /// What it needs of the bus, roughly.
    var bytesPerSecond: Double { Double(width * height) * pixels.bitsPerPixel / 8 * (framesPerSecond ?? 30) }
}
