import Capture
import Cascade
import Mood
import Tensor

/// Looks at pictures: finds faces, reads expressions. Moving pictures are followed; a still one (a frame with a name) is
/// searched whole, and everybody in it is new. Belongs to one thread at a time.
public final class Watcher {
    /// Faces narrower than this, in pixels of the picture, hold too little for the network.
    static let smallestReadableFace = 36
    /// A picture whose mean luma is below this is called too dark (of 255).
    static let darkestLuma = 16

    /// Faces in which no expression is read.
    public var ignoredFaces: Set<Int> = []
    private let tracker: FaceTracker
    private let reader: ExpressionReader
    private let folding: [Expression]
    private let turn: Turn
    private var chooser: Chooser
    private var turned = LumaPlane(width: 1, height: 1)

    public init(
        cascade: HaarCascade, network: Network, tracking: TrackingParameters = TrackingParameters(),
        choice: FaceChoice = .largest, turn: Turn = Turn()
    ) {
        tracker = FaceTracker(cascade: cascade, parameters: tracking)
        reader = ExpressionReader(network: network)
        folding = network.classNames.map { Expression(foldingClass: $0) }
        chooser = Chooser(choice)
        self.turn = turn
    }

    /// - Parameter picture: full-range luma; the faces' rectangles are given in the picture as turned.
    /// - Returns: readings as the network gives them; a calibration is the heart's.
    public func look(at picture: LumaView, _ stamp: FrameStamp) throws(ModelError) -> Sight {
        if turn.isIdentity { return try lookUpright(at: picture, stamp) }
        turn.apply(to: picture, into: &turned)
        return try lookUpright(at: turned.view, stamp)
    }

    private func lookUpright(at picture: LumaView, _ stamp: FrameStamp) throws(ModelError) -> Sight {
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
        // Somebody is there, only not the one who counts.
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
