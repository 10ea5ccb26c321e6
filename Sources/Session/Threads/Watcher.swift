import Capture
import Cascade
import Tensor

/// Examines pictures as they come from a source: turns them upright, shows them to a display, and measures what `PictureExaminer` costs.
/// Belongs to one thread at a time.
public final class Watcher {
    /// Numbers of faces from which no expression is read.
    public var ignoredFaces: Set<Int> = []
    /// Shows what is examined to a display.
    public var preview: Preview?
    private let examiner: PictureExaminer
    private let orientation: Orientation
    private var turned = LumaPlane(width: 1, height: 1)

    /// Takes its memory with the first picture. Without `profile` nobody is seen to turn away.
    public init(
        cascade: HaarCascade, profile: HaarCascade? = nil, network: Network, lightNetwork: Network? = nil,
        tracking: TrackingParameters = TrackingParameters(), choice: FaceChoice = .largest, orientation: Orientation = Orientation()
    ) {
        examiner = PictureExaminer(
            cascade: cascade, profile: profile, network: network, lightNetwork: lightNetwork, tracking: tracking, choice: choice)
        self.orientation = orientation
    }

    /// What can be given up of looking: all of it, but for the light network where there is none.
    public var reliefs: [Relief] {
        examiner.hasLightNetwork ? [.fewerPictures, .narrowSearch, .lightNetwork] : [.fewerPictures, .narrowSearch]
    }

    /// Examines with these reliefs from here on; whoever hands over the pictures leaves some out.
    public func relieve(_ reliefs: [Relief]) { examiner.relieve(reliefs) }

    /// - Parameter picture: full-range luma; rectangles refer to the picture once it is upright.
    /// - Returns: readings as the network gives them; the heart applies a calibration.
    /// - Throws: when the picture's size is out of range.
    public func examine(_ picture: LumaView, _ stamp: FrameStamp) throws(ModelError) -> Sight {
        if orientation.isIdentity { return try examineUpright(picture, stamp) }
        orientation.apply(to: picture, into: &turned)
        return try examineUpright(turned.view, stamp)
    }

    private func examineUpright(_ picture: LumaView, _ stamp: FrameStamp) throws(ModelError) -> Sight {
        preview?.see(picture)
        let start = Clock.threadSeconds
        examiner.ignoredFaces = ignoredFaces
        var sight = try examiner.find(in: picture, at: stamp.seconds, name: stamp.name)
        let found = Clock.threadSeconds
        sight.detectMilliseconds = (found - start) * 1000
        examiner.read(picture, into: &sight)
        sight.readMilliseconds = (Clock.threadSeconds - found) * 1000
        return sight
    }
}
