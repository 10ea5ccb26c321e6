import Capture
import Cascade
import Mood
import Tensor

/// Examines pictures: finds faces and reads expressions. Faces are tracked through moving pictures; a still one (a frame with a
/// name) is searched whole, and everybody in it is new. Belongs to one thread at a time.
public final class Watcher {
    /// Faces narrower than this, in pixels of the picture, hold too little for the network.
    static let smallestReadableFace = 36
    /// A picture with a mean luma below this (of 255) counts as too dark.
    static let darkestLuma = 16

    /// Numbers of faces from which no expression is read.
    public var ignoredFaces: Set<Int> = []
    private let tracker: FaceTracker
    private let reader: ExpressionReader
    private let folding: [Expression]
    private let orientation: Orientation
    private var chooser: Chooser
    private var turned = LumaPlane(width: 1, height: 1)

    /// Takes its memory with the first picture.
    public init(
        cascade: HaarCascade, network: Network, tracking: TrackingParameters = TrackingParameters(),
        choice: FaceChoice = .largest, orientation: Orientation = Orientation()
    ) {
        tracker = FaceTracker(cascade: cascade, parameters: tracking)
        reader = ExpressionReader(network: network)
        folding = network.classNames.map { Expression(foldingClass: $0) }
        chooser = Chooser(choice)
        self.orientation = orientation
    }

    /// - Parameter picture: full-range luma; rectangles refer to the picture once it is upright.
    /// - Returns: readings as the network gives them; the heart applies a calibration.
    /// - Throws: when the picture's size is out of range.
    public func examine(_ picture: LumaView, _ stamp: FrameStamp) throws(ModelError) -> Sight {
        if orientation.isIdentity { return try examineUpright(picture, stamp) }
        orientation.apply(to: picture, into: &turned)
        return try examineUpright(turned.view, stamp)
    }

    private func examineUpright(_ picture: LumaView, _ stamp: FrameStamp) throws(ModelError) -> Sight {
        var sight = Sight(seconds: stamp.seconds, name: stamp.name, width: picture.width, height: picture.height)
        let start = Clock.threadSeconds
        sight.faces = stamp.name == nil ? try tracker.follow(in: picture, at: stamp.seconds) : try tracker.begin(with: picture)
        let found = Clock.threadSeconds
        sight.detectMilliseconds = (found - start) * 1000
        let chosen = chooser.choose(from: sight.faces, ignoring: ignoredFaces, absence: tracker.absence)
        let readable = chosen.filter { $0.rect.width >= Watcher.smallestReadableFace }
        sight.readings = readable.map { read($0, in: picture) }
        sight.readMilliseconds = (Clock.threadSeconds - found) * 1000
        if let expression = sight.expression {
            sight.state = expression.confidence < Sight.unsureConfidence ? .unsure : .tracking
        } else {
            sight.state = stateWithoutReading(sight.faces, chosen, picture)
        }
        return sight
    }

    private func read(_ face: TrackedFace, in picture: LumaView) -> FaceReading {
        reader.read(face.rect, in: picture)
        return FaceReading(face: face.id, expression: ExpressionWeights(probabilities: reader.probabilities, folding: folding))
    }

    private func stateWithoutReading(_ faces: [TrackedFace], _ chosen: [TrackedFace], _ picture: LumaView) -> MoodState {
        if !chosen.isEmpty { return .faceTooSmall }
        // Somebody is in sight, but not the one who counts.
        if !faces.isEmpty { return .unsure }
        return isDark(picture) ? .tooDark : .noFace
    }

    /// Judged on every eighth pixel of every eighth row.
    private func isDark(_ picture: LumaView) -> Bool {
        var sum = 0
        var count = 0
        for y in stride(from: 0, to: picture.height, by: 8) {
            for x in stride(from: 0, to: picture.width, by: 8) {
                sum += Int(picture.base[y * picture.stride + x])
                count += 1
            }
        }
        return sum < Watcher.darkestLuma * max(count, 1)
    }
}
