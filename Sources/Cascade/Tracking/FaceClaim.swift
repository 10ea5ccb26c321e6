import Tensor

/// A possible assignment of a face to a track; cost: distance in widths plus change of size.
struct FaceClaim {
    let track: Int
    let face: Face
    let cost: Double

    init(track: Int, face: Face, cost: Double) {
        self.track = track
        self.face = face
        self.cost = cost
    }

    init(track: Int, face: Face, from rect: PixelRect) {
        let distance = rect.centreDistance(to: face.rect) / Double(Swift.max(rect.width, 1))
        self.init(track: track, face: face, cost: distance + rect.sizeRatio(to: face.rect) - 1)
    }
}
