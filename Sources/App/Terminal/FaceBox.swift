import Session

/// A face in a picture as JSON.
struct FaceBox: Encodable {
    /// Stays the same while the face is followed.
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

/// Requires what a plot needs; other keys may be missing.
extension FaceBox: Decodable {
    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(Int.self, forKey: .id)
        read = try values.decode(Bool.self, forKey: .read)
        x = try values.decodeIfPresent(Int.self, forKey: .x) ?? 0
        y = try values.decodeIfPresent(Int.self, forKey: .y) ?? 0
        width = try values.decodeIfPresent(Int.self, forKey: .width) ?? 0
        height = try values.decodeIfPresent(Int.self, forKey: .height) ?? 0
        neighbors = try values.decodeIfPresent(Int.self, forKey: .neighbors) ?? 0
    }
}
