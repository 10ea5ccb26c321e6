import Session

/// A face in a picture as JSON.
struct FaceBox: Codable {
    /// The same number for the same face.
    var id: Int
    var x: Int, y: Int, width: Int, height: Int, neighbors: Int
    /// Whether it counts for the probabilities.
    var read: Bool

    /// Every face of a sight, largest first.
    static func all(in sight: Sight) -> [FaceBox] {
        sight.faces.map { face in
            FaceBox(
                id: face.id, x: face.rect.x, y: face.rect.y, width: face.rect.width, height: face.rect.height,
                neighbors: face.neighbors, read: sight.readings.contains { $0.face == face.id })
        }
    }
}
