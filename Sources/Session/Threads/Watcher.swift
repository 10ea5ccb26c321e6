import Capture
import Cascade
import Mood
import Tensor

/// Examines pictures: finds faces and reads expressions. Faces are tracked through moving pictures; a still one (a frame with a
/// name) is searched whole, and everybody in it is new. Belongs to one thread at a time.
public final class Watcher {
    /// Faces narrower than this, in pixels of the full picture, hold too little for the network.
    static let smallestReadableFace = 36

    /// Numbers of faces from which no expression is read.
    public var ignoredFaces: Set<Int> = []
    /// Shows what is examined to a display.
    public var preview: Preview?
    private let tracker: FaceTracker
    private let reader: ExpressionReader
    private let fold: ExpressionFold
    private let orientation: Orientation
    private var chooser: Chooser
    private var turned = LumaPlane(width: 1, height: 1)

    /// Takes its memory with the first picture. Without `profile` nobody is seen to turn away.
    public init(
        cascade: HaarCascade, profile: HaarCascade? = nil, network: Network, tracking: TrackingParameters = TrackingParameters(),
        choice: FaceChoice = .largest, orientation: Orientation = Orientation()
    ) {
        tracker = FaceTracker(cascade: cascade, profile: profile, parameters: tracking)
        reader = ExpressionReader(network: network)
        fold = ExpressionFold(of: network)
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
        preview?.see(picture)
        let start = Clock.threadSeconds
        tracker.ignoredFaces = ignoredFaces
        sight.faces = stamp.name == nil ? try tracker.follow(in: picture, at: stamp.seconds) : try tracker.begin(with: picture)
        let found = Clock.threadSeconds
        sight.detectMilliseconds = (found - start) * 1000
        let chosen = chooser.choose(from: sight.faces, ignoring: ignoredFaces, absence: tracker.absence)
        let readable = chosen.filter { $0.rect.width >= Watcher.smallestReadableFace }
        let readings = readable.map { read($0, in: picture) }
        let isDoubtful = stamp.name == nil ? Sight.isDoubtful : Sight.isDoubtfulAlone
        let doubtful = Set(zip(readable, readings).filter { isDoubtful($0, $1.expression) }.map { $0.0.id })
        // A picture that somebody chose to show is read all the same.
        sight.readings = stamp.name == nil ? readings.filter { !doubtful.contains($0.face) } : readings
        sight.readMilliseconds = (Clock.threadSeconds - found) * 1000
        if !readings.isEmpty, doubtful.count == readings.count {
            // What is hardly a face where somebody's profile is seen is part of it.
            sight.state = tracker.seesProfile ? .turnedAway : .unsure
        } else {
            sight.state = sight.readings.isEmpty ? stateWithoutReading(sight.faces, chosen, picture) : .tracking
        }
        return sight
    }

    private func read(_ face: TrackedFace, in picture: LumaView) -> FaceReading {
        reader.read(face.rect, turnedBy: face.degrees, in: picture)
        return FaceReading(face: face.id, expression: fold.five(reader.probabilities))
    }

    private func stateWithoutReading(_ faces: [TrackedFace], _ chosen: [TrackedFace], _ picture: LumaView) -> MoodState {
        if !chosen.isEmpty { return .faceTooSmall }
        // Somebody is in sight, but not the one who counts.
        if faces.contains(where: { !ignoredFaces.contains($0.id) && !$0.isTurnedAway }) { return .severalPeople }
        if tracker.seesProfile { return .turnedAway }
        return Watcher.lightState(LumaRange(of: picture, every: 8)) ?? .noFace
    }

    /// Why a face could not be found in such light; nil where it could. Contrast decides, not the mean: down to a few steps of luma the
    /// search stretches what there is.
    static func lightState(_ range: LumaRange) -> MoodState? {
        if range.isEmpty { return range.light < darkLuma ? .tooDark : .tooFlat }
        if range.lightShare > windowShare, range.darkShare > shadowShare { return .againstTheLight }
        return nil
    }

    /// A picture all below this is dark, otherwise flat.
    private static let darkLuma = 64
    /// The parts of a picture that are lighter than 200 and darker than 50 when somebody sits before a window.
    private static let windowShare = 0.15
    private static let shadowShare = 0.4
}
