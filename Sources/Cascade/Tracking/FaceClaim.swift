import Tensor

/// A possible assignment of a face to a track; cost: distance in widths plus change of size.
struct FaceClaim {
    let track: Int
    let face: Face
    let pose: FacePose
    let cost: Double

    init(track: Int, face: Face, pose: FacePose, cost: Double) {
        self.track = track
        self.face = face
        self.pose = pose
        self.cost = cost
    }

    init(track: Int, face: Face, pose: FacePose, from rect: PixelRect) {
        let distance = rect.centreDistance(to: face.rect) / Double(Swift.max(rect.width, 1))
        self.init(track: track, face: face, pose: pose, cost: distance + rect.sizeRatio(to: face.rect) - 1)
    }
}
