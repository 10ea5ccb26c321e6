import Cascade
import Mood
import Tensor

/// Finds the faces of upright pictures and reads those that count, without a clock: what `Watcher` and a small board run alike. Faces are
/// tracked through moving pictures; a still one (with a name) is searched whole, and everybody in it is new. Belongs to one thread at a time.
public final class PictureExaminer {
    /// Faces narrower than this, in pixels of the full picture, hold too little for the network.
    private static let smallestReadableFace = 36

    /// Numbers of faces from which no expression is read.
    public var ignoredFaces: Set<Int> = []
    private let tracker: FaceTracker
    private let reader: FaceReader
    private let lightReader: FaceReader?
    private var readsLightly = false
    private var chooser: Chooser

    /// Takes its memory with the first picture. Without `profile` nobody is seen to turn away; `lightNetwork` reads under relief.
    public init(
        cascade: HaarCascade, profile: HaarCascade? = nil, network: Network, lightNetwork: Network? = nil,
        tracking: TrackingParameters = TrackingParameters(), choice: FaceChoice = .largest
    ) {
        tracker = FaceTracker(cascade: cascade, profile: profile, parameters: tracking)
        reader = FaceReader(network)
        lightReader = lightNetwork.map { FaceReader($0) }
        chooser = Chooser(choice)
    }

    /// Whether there is another network to read with under relief.
    public var hasLightNetwork: Bool { lightReader != nil }

    /// Looks and reads with these reliefs from here on; those of pictures a second and of the sound are not its own.
    public func relieve(_ reliefs: [Relief]) {
        tracker.isNarrow = reliefs.contains(.narrowSearch)
        readsLightly = reliefs.contains(.lightNetwork)
    }

    /// The faces of a full-range picture; `read` is to follow with the same picture.
    /// - Parameters:
    ///   - seconds: the picture's time on its source's time line.
    ///   - name: file name of a still picture, nil for a moving one.
    /// - Throws: when the picture's size is out of range.
    public func find(in picture: LumaView, at seconds: Double, name: String? = nil) throws(ModelError) -> Sight {
        var sight = Sight(seconds: seconds, name: name, width: picture.width, height: picture.height)
        tracker.ignoredFaces = ignoredFaces
        sight.faces = name == nil ? try tracker.follow(in: picture, at: seconds) : try tracker.begin(with: picture)
        return sight
    }

    /// Adds readings and state to what was found; readings are as the network gives them, the heart applies a calibration.
    public func read(_ picture: LumaView, into sight: inout Sight) {
        let chosen = chooser.choose(from: sight.faces, ignoring: ignoredFaces, absence: tracker.absence)
        let readable = chosen.filter { $0.rect.width >= PictureExaminer.smallestReadableFace }
        let readings = readable.map { read($0, in: picture) }
        let isDoubtful = sight.name == nil ? Sight.isDoubtful : Sight.isDoubtfulAlone
        let doubtful = Set(zip(readable, readings).filter { isDoubtful($0, $1.expression) }.map { $0.0.id })
        // A picture that somebody chose to show is read all the same.
        sight.readings = sight.name == nil ? readings.filter { !doubtful.contains($0.face) } : readings
        if !readings.isEmpty, doubtful.count == readings.count {
            // What is hardly a face where somebody's profile is seen is part of it.
            sight.state = tracker.seesProfile ? .turnedAway : .unsure
        } else {
            sight.state = sight.readings.isEmpty ? stateWithoutReading(sight.faces, chosen, picture) : .tracking
        }
    }

    private func read(_ face: TrackedFace, in picture: LumaView) -> FaceReading {
        FaceReading(face: face.id, expression: (readsLightly ? lightReader ?? reader : reader).read(face, in: picture))
    }

    private func stateWithoutReading(_ faces: [TrackedFace], _ chosen: [TrackedFace], _ picture: LumaView) -> MoodState {
        if !chosen.isEmpty { return .faceTooSmall }
        // Somebody is in sight, but not the one who counts.
        if faces.contains(where: { !ignoredFaces.contains($0.id) && !$0.isTurnedAway }) { return .severalPeople }
        if tracker.seesProfile { return .turnedAway }
        return PictureExaminer.lightState(LumaRange(of: picture, every: 8)) ?? .noFace
    }

    /// Why a face could not be found in such light; nil where it could. Contrast decides, not the mean: down to a few steps of luma the
    /// search stretches what there is.
    private static func lightState(_ range: LumaRange) -> MoodState? {
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

/// A network and what becomes of its classes.
private struct FaceReader {
    private let reader: ExpressionReader
    private let fold: ExpressionFold

    init(_ network: Network) {
        reader = ExpressionReader(network: network)
        fold = ExpressionFold(of: network)
    }

    func read(_ face: TrackedFace, in picture: LumaView) -> ExpressionWeights {
        reader.read(face.rect, turnedBy: face.degrees, in: picture)
        return fold.five(reader.probabilities)
    }
}
