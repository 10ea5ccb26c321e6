import Tensor

/// One search for faces, cut into independent pieces, so that several threads can share it: each has a `FaceScanner` of its own, and
/// the results of pieces 0, 1, 2 … concatenated are those of a single thread.
public struct FaceSearch: Sendable {
    let levels: [DetectionLevel]

    /// Number of pieces, largest first; 0 when the picture is smaller than the window.
    public var pieces: Int { levels.count }

    /// Lays out a search of pictures of this size; the pixels are not read.
    /// - Throws: `.outOfRange` for a parameter, an empty picture, one of more than 64 megapixels or longer than 2²⁰.
    public init(_ cascade: HaarCascade, _ picture: LumaView, _ parameters: DetectionParameters) throws(ModelError) {
        try parameters.check()
        let (largest, longest) = (1 << 26, 1 << 20)
        guard picture.width > 0, picture.height > 0, picture.width <= largest / picture.height,
            picture.width <= longest, picture.height <= longest
        else {
            throw ModelError.detection(
                "in \(picture.width) × \(picture.height) pixels",
                "the picture is empty, larger than 64 megapixels or longer than a million", next: "give a smaller picture")
        }
        levels = try DetectionLevel.all(
            pictureWidth: picture.width, pictureHeight: picture.height, windowWidth: cascade.windowWidth,
            windowHeight: cascade.windowHeight, parameters: parameters)
    }

    /// The results of all pieces, clipped to the picture: the candidates.
    public static func candidates(_ found: [PixelRect], in picture: LumaView) -> [PixelRect] { found.map { clip($0, picture) } }

    /// The results of all pieces, grouped, then clipped to the picture: the faces.
    public static func faces(_ found: [PixelRect], _ parameters: DetectionParameters, in picture: LumaView) -> [Face] {
        RectangleGrouping.faces(found, minNeighbors: parameters.minNeighbors)
            .map { Face(rect: clip($0.rect, picture), neighbors: $0.neighbors) }
    }

    private static func clip(_ rect: PixelRect, _ picture: LumaView) -> PixelRect {
        let x = Swift.max(rect.x, 0)
        let y = Swift.max(rect.y, 0)
        return PixelRect(
            x: x, y: y, width: Swift.min(rect.x + rect.width, picture.width) - x,
            height: Swift.min(rect.y + rect.height, picture.height) - y)
    }
}
