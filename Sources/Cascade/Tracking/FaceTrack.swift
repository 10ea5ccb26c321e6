import Tensor

/// One face as the tracker knows it.
struct FaceTrack {
    let id: Int
    var rect: PixelRect
    var neighbors: Int
    let firstSeconds: Double
    /// When it was last seen, when its place was last looked at (−∞: not since a search found it in an earlier picture), and when
    /// the cascade searched there (where nothing moved it does not).
    var seenSeconds: Double
    var lookedSeconds: Double
    var searchedSeconds: Double
    /// When as many candidates agreed on it as a new face needs.
    private(set) var firmSeconds: Double
    /// Weak new faces are kept to ourselves until they are seen again.
    var isConfirmed: Bool
    /// Where it is looked for: stays put while the face moves little, so that its pixels can be compared.
    private(set) var anchor: PixelRect
    /// How that place looked when the face was found there; empty when it moved since.
    var stillness: [UInt8] = []

    /// - Parameters:
    ///   - first: the picture in which it was found.
    ///   - seconds: the newest one, to which it is taken to have stayed.
    init(id: Int, _ face: Face, since first: Double, at seconds: Double, isConfirmed: Bool) {
        self.id = id
        rect = face.rect
        anchor = face.rect
        neighbors = face.neighbors
        firstSeconds = first
        seenSeconds = seconds
        lookedSeconds = seconds
        searchedSeconds = seconds
        firmSeconds = seconds
        self.isConfirmed = isConfirmed
    }

    mutating func see(_ face: Face, at seconds: Double, isFirm: Bool) {
        if isFirm { firmSeconds = seconds }
        rect = face.rect
        neighbors = face.neighbors
        seenSeconds = seconds
        if rect.centreDistance(to: anchor) > Double(anchor.width) * 0.06 || rect.sizeRatio(to: anchor) > 1.12 {
            anchor = rect
            stillness = []
        }
    }

    /// Between two looks a face is where it was, if it was in sight in the last picture.
    mutating func carryOn(from last: Double, to seconds: Double) {
        if isConfirmed, seenSeconds >= last - 1e-6 { seenSeconds = seconds }
    }

    /// Out of sight for too long, for a new face at all; or a shadow that only ever half looks like a face.
    func isOver(at seconds: Double, _ parameters: TrackingParameters) -> Bool {
        if seconds - firmSeconds > parameters.memorySeconds { return true }
        return seconds > seenSeconds && (!isConfirmed || seconds > seenSeconds + parameters.memorySeconds)
    }

    /// A square of `reach` widths around the face's place.
    func square(reach: Double) -> CropSquare {
        CropSquare(
            centreX: Double(anchor.x) + Double(anchor.width) / 2, centreY: Double(anchor.y) + Double(anchor.height) / 2,
            side: Double(Swift.max(anchor.width, 1)) * reach)
    }

    /// Whether nothing around the face changed since it was found there.
    func isStill(_ means: [UInt8], within steps: Int) -> Bool {
        guard means.count == stillness.count else { return false }
        for index in means.indices where abs(Int(means[index]) - Int(stillness[index])) > steps { return false }
        return true
    }
}

extension PixelRect {
    /// Between the centres, in pixels.
    func centreDistance(to other: PixelRect) -> Double {
        let dx = Double(2 * x + width - 2 * other.x - other.width) / 2
        let dy = Double(2 * y + height - 2 * other.y - other.height) / 2
        return (dx * dx + dy * dy).squareRoot()
    }

    /// The larger width over the smaller one.
    func sizeRatio(to other: PixelRect) -> Double {
        Double(Swift.max(width, other.width)) / Double(Swift.max(Swift.min(width, other.width), 1))
    }

    /// Two boxes that cannot be two faces.
    func isSameFace(as other: PixelRect) -> Bool {
        centreDistance(to: other) < 0.5 * Double(Swift.min(width, other.width))
    }
}
