import Tensor

/// Finds faces as OpenCV 4's `CascadeClassifier::detectMultiScale` does, bit for bit. Memory is taken once per picture size
/// (about 9 bytes a pixel); not for two threads at once.
public final class FaceDetector {
    private let cascade: HaarCascade
    private var workspace: Workspace?

    public init(cascade: HaarCascade) { self.cascade = cascade }

    /// The windows that pass all stages, clipped to the picture: smallest size first, then row by row. A picture smaller than the
    /// window has none.
    public func candidates(in picture: LumaView, _ parameters: DetectionParameters) throws(DetectionError) -> [PixelRect] {
        try scan(picture, parameters).map { Self.clip($0, picture) }
    }

    /// The faces: candidates grouped, then clipped to the picture.
    public func detect(in picture: LumaView, _ parameters: DetectionParameters) throws(DetectionError) -> [Face] {
        let faces = RectangleGrouping.faces(try scan(picture, parameters), minNeighbors: parameters.minNeighbors)
        return faces.map { Face(rect: Self.clip($0.rect, picture), neighbors: $0.neighbors) }
    }

    /// Candidates as the grouping wants them: not yet clipped.
    private func scan(_ picture: LumaView, _ parameters: DetectionParameters) throws(DetectionError) -> [PixelRect] {
        try parameters.check()
        let (largest, longest) = (1 << 26, 1 << 20)
        guard picture.width > 0, picture.height > 0, picture.width <= largest / picture.height,
            picture.width <= longest, picture.height <= longest
        else {
            throw DetectionError(
                value: "in \(picture.width) × \(picture.height) pixels",
                cause: "the picture is empty, larger than 64 megapixels or longer than a million",
                nextStep: "give a smaller picture")
        }
        let levels = try DetectionLevel.all(
            pictureWidth: picture.width, pictureHeight: picture.height, windowWidth: cascade.windowWidth,
            windowHeight: cascade.windowHeight, parameters: parameters)
        guard !levels.isEmpty else { return [] }
        let workspace = workspace(for: picture)
        var found: [PixelRect] = []
        for level in levels { workspace.scan(level, of: picture, into: &found) }
        return found
    }

    private func workspace(for picture: LumaView) -> Workspace {
        if let workspace, workspace.width == picture.width, workspace.height == picture.height { return workspace }
        let fresh = Workspace(cascade, width: picture.width, height: picture.height)
        workspace = fresh
        return fresh
    }

    private static func clip(_ rect: PixelRect, _ picture: LumaView) -> PixelRect {
        let x = Swift.max(rect.x, 0)
        let y = Swift.max(rect.y, 0)
        return PixelRect(
            x: x, y: y, width: Swift.min(rect.x + rect.width, picture.width) - x,
            height: Swift.min(rect.y + rect.height, picture.height) - y)
    }
}

/// Everything that depends on the size of the picture: one level's pixels and sums, and the cascade placed in both layouts.
private final class Workspace {
    let width: Int
    let height: Int
    private let resize: ExactResize
    private let integral: IntegralImage
    private let everyPixel: WindowScan
    private let everySecondPixel: WindowScan

    init(_ cascade: HaarCascade, width: Int, height: Int) {
        self.width = width
        self.height = height
        resize = ExactResize(maximumWidth: width, maximumHeight: height)
        integral = IntegralImage(maximumWidth: width, maximumHeight: height)
        everyPixel = WindowScan(cascade, integral.layout(split: false), maximumColumns: width)
        everySecondPixel = WindowScan(cascade, integral.layout(split: true), maximumColumns: width)
    }

    func scan(_ level: DetectionLevel, of picture: LumaView, into found: inout [PixelRect]) {
        resize.resize(picture, width: level.width, height: level.height)
        integral.build(resize.pixels, width: level.width, height: level.height, split: level.step == 2)
        let scan = level.step == 2 ? everySecondPixel : everyPixel
        let columns = (level.endX + level.step - 1) / level.step
        func report(_ place: Int) {
            let (y, column) = place.quotientAndRemainder(dividingBy: integral.rowStride)
            found.append(level.face(x: column * level.step, y: y))
        }
        for y in stride(from: 0, to: level.endY, by: level.step) {
            scan.row(integral.sums, integral.squares, at: y * integral.rowStride, columns: columns, found: report)
        }
        scan.finish(integral.sums, found: report)
    }
}
