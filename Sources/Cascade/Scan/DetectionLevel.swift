import Tensor

/// One level of the image pyramid: the picture is downscaled, the window keeps its size.
struct DetectionLevel: Equatable {
    let scale: Float
    /// The scaled picture, in pixels.
    let width: Int
    let height: Int
    /// Pixels of the scaled picture between neighbouring windows, in x and y.
    let step: Int
    /// Windows begin at x, y = 0, step, 2·step … below these.
    let endX: Int
    let endY: Int
    /// Number of windows.
    var columns: Int { (endX + step - 1) / step }
    var rows: Int { (endY + step - 1) / step }
    /// The window in pixels of the original picture.
    let faceWidth: Int
    let faceHeight: Int

    /// More levels than any sensible scale factor makes (1.001 on 8000 pixels: 5800).
    static let maximumCount = 10_000

    /// All levels, smallest faces first, as OpenCV's `detectMultiScale` arranges them. When `minSize` is above every size that fits,
    /// there is one level, that of the nearest size.
    static func all(
        pictureWidth: Int, pictureHeight: Int, windowWidth: Int, windowHeight: Int, parameters: DetectionParameters
    ) throws(ModelError) -> [DetectionLevel] {
        let scales = try scales(pictureWidth, pictureHeight, windowWidth, windowHeight, parameters.scaleFactor)
        func face(_ scale: Float) -> (width: Int, height: Int) { (round(Float(windowWidth) * scale), round(Float(windowHeight) * scale)) }
        var wanted: [Float] = []
        for scale in scales {
            let size = face(scale)
            guard size.width <= pictureWidth, size.height <= pictureHeight, size.width <= parameters.maxSize, size.height <= parameters.maxSize
            else { break }
            if size.width >= parameters.minSize && size.height >= parameters.minSize { wanted.append(scale) }
        }
        if wanted.isEmpty, var nearest = scales.first {
            func distance(_ scale: Float) -> Double {
                let (x, y) = (Double(parameters.minSize - face(scale).width), Double(parameters.minSize - face(scale).height))
                return x * x + y * y
            }
            for scale in scales where distance(scale) < distance(nearest) { nearest = scale }
            wanted = [nearest]
        }
        // OpenCV cuts every level into as many stripes as the first one has blocks of 32 columns; an odd last row may be lost.
        var stripes = 0
        return wanted.map { scale in
            let width = round(Float(pictureWidth) / scale)
            let height = round(Float(pictureHeight) / scale)
            let endX = Swift.max(width + 1 - windowWidth, 0)
            let rows = Swift.max(height + 1 - windowHeight, 0)
            let step = scale >= 2 ? 1 : 2
            if stripes == 0 { stripes = Swift.max((endX + 31) / 32, 1) }
            let stripe = Swift.max((rows / step + stripes - 1) / stripes, 1) * step
            return DetectionLevel(
                scale: scale, width: width, height: height, step: step, endX: endX, endY: Swift.min(stripes * stripe, rows),
                faceWidth: face(scale).width, faceHeight: face(scale).height)
        }
    }

    /// 1, the factor, its square and so on, as long as the window fits the picture.
    private static func scales(
        _ pictureWidth: Int, _ pictureHeight: Int, _ windowWidth: Int, _ windowHeight: Int, _ scaleFactor: Double
    ) throws(ModelError) -> [Float] {
        var scales: [Float] = []
        var factor = 1.0
        while (Double(windowWidth) * factor).rounded(.toNearestOrEven) <= Double(pictureWidth),
            (Double(windowHeight) * factor).rounded(.toNearestOrEven) <= Double(pictureHeight)
        {
            guard scales.count < maximumCount else {
                throw ModelError.detection(
                    "scale factor", "it is so close to 1 that more than \(maximumCount) sizes would be tried", next: "use 1.01 or more")
            }
            scales.append(Float(factor))
            factor *= scaleFactor
        }
        return scales
    }

    /// The window at x, y of the scaled picture, in pixels of the original; may exceed it by a pixel.
    func face(x: Int, y: Int) -> PixelRect {
        PixelRect(x: Self.round(Float(x) * scale), y: Self.round(Float(y) * scale), width: faceWidth, height: faceHeight)
    }

    /// Ties to even, as in OpenCV.
    private static func round(_ value: Float) -> Int { Int(value.rounded(.toNearestOrEven)) }
}
