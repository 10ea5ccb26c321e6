import Tensor

/// One face followed by the tracker.
struct FaceTrack {
    let id: Int
    var rect: PixelRect
    var neighbors: Int
    private(set) var pose: FacePose
    /// Neighbours over the last half second, none where it was not found: how much speaks for a face.
    private(set) var evidence: Double
    private var weighedSeconds: Double
    /// When something in it last moved; −∞: never so far.
    private var movedSeconds = -Double.infinity
    /// When its turn was last measured.
    var turnedSeconds: Double
    let firstSeconds: Double
    /// When it was last seen, when its surroundings were last examined (−∞: not since a search found it in an earlier picture), and
    /// when the cascade last searched them (which it does not where nothing moved).
    var seenSeconds: Double
    var examinedSeconds: Double
    var searchedSeconds: Double
    /// When it last had as many neighbours as a new face needs.
    private(set) var firmSeconds: Double
    /// Weak new faces are not reported until they are seen again.
    var isConfirmed: Bool
    /// The centre of the search: stays put while the face moves little, so that its pixels can be compared.
    private(set) var anchor: PixelRect
    /// Block means around the anchor when the face was found there; empty once it has moved.
    var stillMeans: [UInt8] = []

    /// - Parameters:
    ///   - first: time of the picture in which it was found.
    ///   - seconds: time of the newest one, until which it is assumed to have stayed.
    init(id: Int, _ face: Face, pose: FacePose = FacePose(), since first: Double, at seconds: Double, isConfirmed: Bool) {
        self.id = id
        rect = face.rect
        anchor = face.rect
        neighbors = face.neighbors
        self.pose = pose
        evidence = Double(face.neighbors)
        weighedSeconds = first
        turnedSeconds = -.infinity
        firstSeconds = first
        seenSeconds = seconds
        examinedSeconds = seconds
        searchedSeconds = seconds
        firmSeconds = seconds
        self.isConfirmed = isConfirmed
    }

    mutating func update(_ face: Face, pose: FacePose, at seconds: Double, isFirm: Bool) {
        if isFirm { firmSeconds = seconds }
        // Through another pose the same pixels look different.
        let isTurned = pose != self.pose
        self.pose = pose
        rect = face.rect
        neighbors = face.neighbors
        seenSeconds = seconds
        if rect.centreDistance(to: anchor) > Double(anchor.width) * 0.06 || rect.sizeRatio(to: anchor) > 1.12 {
            // A box jitters by less, also around a picture on the wall.
            if !isTurned, rect.centreDistance(to: anchor) > Double(anchor.width) * 0.15 { movedSeconds = seconds }
            anchor = rect
            stillMeans = []
        } else if isTurned {
            anchor = rect
            stillMeans = []
        }
    }

    /// Takes an examination into the evidence: the neighbours found, or 0.
    mutating func weigh(_ neighbors: Int, at seconds: Double) {
        let step = Swift.max(seconds - weighedSeconds, 0)
        evidence += (Double(neighbors) - evidence) * step / (step + FaceTrack.evidenceSeconds)
        weighedSeconds = seconds
    }

    private static let evidenceSeconds = 0.5
    /// A person sits still for some seconds, a picture on the wall for good.
    private static let stillSeconds = 10.0

    func hasMoved(at seconds: Double) -> Bool { seconds - movedSeconds <= FaceTrack.stillSeconds }

    /// Notices what has moved since the face was found; a change of light changes all blocks alike and is no motion.
    mutating func notice(_ means: [UInt8], within steps: Int, at seconds: Double) {
        guard means.count == stillMeans.count, !means.isEmpty else { return }
        let changes = means.indices.map { Int(means[$0]) - Int(stillMeans[$0]) }
        let all = changes.reduce(0, +) / changes.count
        if changes.contains(where: { abs($0 - all) > steps }) { movedSeconds = seconds }
    }

    /// A track that is not examined in this picture coasts: a face in sight in the last picture is assumed to be where it was.
    mutating func coast(from last: Double, to seconds: Double) {
        if isConfirmed, seenSeconds >= last - 1e-6 { seenSeconds = seconds }
    }

    /// Out of sight for too long or, when unconfirmed, at all; unconfirmed for too long; or for too long without the neighbours that a new face needs.
    func isExpired(at seconds: Double, _ parameters: TrackingParameters) -> Bool {
        if seconds - firmSeconds > parameters.memorySeconds { return true }
        if !isConfirmed, seconds - firstSeconds > parameters.nearbySeconds { return true }
        return seconds > seenSeconds && (!isConfirmed || seconds > seenSeconds + parameters.memorySeconds)
    }

    /// A square of `reach` face widths around the anchor.
    func square(reach: Double) -> CropSquare {
        CropSquare(
            centreX: Double(anchor.x) + Double(anchor.width) / 2, centreY: Double(anchor.y) + Double(anchor.height) / 2,
            side: Double(Swift.max(anchor.width, 1)) * reach, degrees: pose.degrees)
    }

    /// Whether nothing around the face has changed since it was found there.
    func isStill(_ means: [UInt8], within steps: Int) -> Bool {
        guard means.count == stillMeans.count else { return false }
        for index in means.indices where abs(Int(means[index]) - Int(stillMeans[index])) > steps { return false }
        return true
    }
}

extension PixelRect {
    /// Distance of the centres, in pixels.
    func centreDistance(to other: PixelRect) -> Double {
        let dx = Double(2 * x + width - 2 * other.x - other.width) / 2
        let dy = Double(2 * y + height - 2 * other.y - other.height) / 2
        return (dx * dx + dy * dy).squareRoot()
    }

    /// The larger width over the smaller one.
    func sizeRatio(to other: PixelRect) -> Double {
        Double(Swift.max(width, other.width)) / Double(Swift.max(Swift.min(width, other.width), 1))
    }

    /// Whether the boxes overlap too much to be two faces.
    func isSameFace(as other: PixelRect) -> Bool {
        centreDistance(to: other) < 0.5 * Double(Swift.min(width, other.width))
    }
}
