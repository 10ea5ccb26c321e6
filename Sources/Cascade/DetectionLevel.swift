// Cascade: where is the face: OpenCV's Haar cascade, bit for bit, many windows at a time.
// May import Tensor (planes, rectangles, flat files) and CMath; no Foundation, no clock, no thread, no file.
// Luma comes from Session's watcher, the cascade's bytes from Weights/; rectangles go back to the watcher.
import Tensor

/// One size at which the window is moved over the picture: the picture is shrunk, the window stays.
struct DetectionLevel: Equatable {
    let scale: Float
    /// The shrunk picture, in pixels.
    let width: Int
    let height: Int
    /// Pixels of the shrunk picture between neighbouring windows, in x and y.
    let step: Int
    /// Windows begin at x, y = 0, step, 2·step … below these.
    let endX: Int
    let endY: Int
    /// The window in pixels of the whole picture.
    let faceWidth: Int
    let faceHeight: Int

    /// More levels than any honest scale factor makes (1.001 on 8000 pixels: 5800).
    static let maximumCount = 10_000

    /// All levels, the smallest faces first, as OpenCV's `detectMultiScale` arranges them.
    static func all(
        pictureWidth: Int, pictureHeight: Int, windowWidth: Int, windowHeight: Int, parameters: DetectionParameters
    ) throws(DetectionError) -> [DetectionLevel] {
        var levels: [DetectionLevel] = []
        var factor = 1.0
        var tried = 0
        var stripes = 0
        while true {
            let faceWidth = round(Double(windowWidth) * factor)
            let faceHeight = round(Double(windowHeight) * factor)
            guard faceWidth <= Double(pictureWidth), faceHeight <= Double(pictureHeight) else { return levels }
            if faceWidth >= Double(parameters.minSize) && faceHeight >= Double(parameters.minSize) {
                let scale = Float(factor)
                let width = Int(round(Double(Float(pictureWidth) / scale)))
                let height = Int(round(Double(Float(pictureHeight) / scale)))
                let endX = Swift.max(width + 1 - windowWidth, 0)
                let rows = Swift.max(height + 1 - windowHeight, 0)
                let step = scale >= 2 ? 1 : 2
                // OpenCV cuts every level into as many stripes as the first one has columns of 32; an odd last row may be lost.
                if levels.isEmpty { stripes = Swift.max((endX + 31) / 32, 1) }
                let stripe = Swift.max((rows / step + stripes - 1) / stripes, 1) * step
                levels.append(
                    DetectionLevel(
                        scale: scale, width: width, height: height, step: step, endX: endX, endY: Swift.min(stripes * stripe, rows),
                        faceWidth: Int(round(Double(Float(windowWidth) * scale))),
                        faceHeight: Int(round(Double(Float(windowHeight) * scale)))))
            }
            factor *= parameters.scaleFactor
            tried += 1
            guard tried < maximumCount else {
                throw DetectionError(
                    value: "scale factor", cause: "it is so close to 1 that more than \(maximumCount) sizes would be tried",
                    nextStep: "use 1.01 or more")
            }
        }
    }

    /// The rectangle of the window at x, y of the shrunk picture, in pixels of the whole one; may reach beyond it by a pixel.
    func face(x: Int, y: Int) -> PixelRect {
        PixelRect(
            x: Int(Self.round(Double(Float(x) * scale))), y: Int(Self.round(Double(Float(y) * scale))), width: faceWidth,
            height: faceHeight)
    }

    /// Halves to even, as OpenCV rounds.
    private static func round(_ value: Double) -> Double { value.rounded(.toNearestOrEven) }
}
