import Tensor

/// Searches for a face at its own and neighbouring sizes, in a square around its position, resized so that the face is 64 pixels
/// wide: all its sizes are then searched at every pixel, as the detector does from 48 pixels on, and neighbour counts mean the same
/// for every face.
final class NearbySearch {
    static let faceSide = 64
    let crop: FaceCrop
    private let detector: FaceDetector
    private let parameters: DetectionParameters
    /// The square's side in face widths.
    let reach: Double

    /// - Parameters:
    ///   - detector: searches of one thread may share it.
    ///   - side: of the square, in pixels: 96 leaves a quarter of a face on each side, 160 three quarters.
    init(detector: FaceDetector, side: Int, minNeighbors: Int) {
        crop = FaceCrop(side: side)
        self.detector = detector
        reach = Double(side) / Double(Self.faceSide)
        parameters = DetectionParameters(
            scaleFactor: 1.1, minNeighbors: minNeighbors, minSize: Self.faceSide * 3 / 4, maxSize: Self.faceSide * 4 / 3)
    }

    /// Allocates memory now, which would take many times as long as the first search itself.
    func prepare() { _ = try? detector.detect(in: crop.view, parameters) }

    /// The faces in the square that `crop` holds, in pixels of the picture.
    func faces(in square: CropSquare) throws(ModelError) -> [Face] {
        let scale = square.side / Double(crop.side)
        let (left, top) = (square.centreX - square.side / 2, square.centreY - square.side / 2)
        var faces: [Face] = []
        for face in try detector.detect(in: crop.view, parameters) {
            let (x, y) = (left + Double(face.rect.x) * scale, top + Double(face.rect.y) * scale)
            let (width, height) = (Double(face.rect.width) * scale, Double(face.rect.height) * scale)
            let rect = PixelRect(x: Self.whole(x), y: Self.whole(y), width: Self.whole(width), height: Self.whole(height))
            faces.append(Face(rect: rect, neighbors: face.neighbors))
        }
        return faces
    }

    private static func whole(_ value: Double) -> Int { Int(value.rounded(.toNearestOrEven)) }
}
