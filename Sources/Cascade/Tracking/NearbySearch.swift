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

    /// The faces around a track, looked at in a pose; `crop` holds what was searched.
    func faces(in picture: LumaView, around track: FaceTrack, _ pose: FacePose) throws(ModelError) -> [Face] {
        var square = track.square(reach: reach)
        square.degrees = pose.degrees
        crop.take(square, of: picture)
        crop.light(evened: pose.isEvened)
        return try faces(in: square)
    }

    /// The faces in the square that `crop` holds, in pixels of the picture: each its own width, around its middle.
    func faces(in square: CropSquare) throws(ModelError) -> [Face] {
        let scale = square.side / Double(crop.side)
        let grid = TurnedGrid(centreX: square.centreX, centreY: square.centreY, step: scale, degrees: square.degrees)
        let (left, top) = (square.centreX - square.side / 2, square.centreY - square.side / 2)
        var faces: [Face] = []
        for face in try detector.detect(in: crop.view, parameters) {
            let (x, y) = (Double(face.rect.x), Double(face.rect.y))
            let (width, height) = (Double(face.rect.width) * scale, Double(face.rect.height) * scale)
            var rect = PixelRect(
                x: Self.whole(left + x * scale), y: Self.whole(top + y * scale), width: Self.whole(width), height: Self.whole(height))
            if square.degrees != 0 {
                let half = Double(crop.side) / 2
                let middle = grid.place(
                    across: x + Double(face.rect.width) / 2 - half, down: y + Double(face.rect.height) / 2 - half)
                rect = PixelRect(middleX: middle.x, middleY: middle.y, width: width, height: height)
            }
            faces.append(Face(rect: rect, neighbors: face.neighbors))
        }
        return faces
    }

    private static func whole(_ value: Double) -> Int { Int(value.rounded(.toNearestOrEven)) }
}
