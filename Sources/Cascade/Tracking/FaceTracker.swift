import Tensor

/// Follows faces from picture to picture. A known face is searched for around its last position and at neighbouring sizes; the whole
/// picture is searched a few times a second, for new faces and lost ones. While a face is in sight that search is spread over
/// several pictures; its results are late then, and count once they are confirmed nearby. Otherwise a picture costs a small fixed
/// amount for every face searched for, whatever its size.
///
/// Pictures come in the order of their time line; when it steps back or pauses for long, every track is dropped. Not for two threads
/// at once.
public final class FaceTracker {
    private let usual: TrackingParameters
    /// Searches of whole pictures are less frequent and less thorough; faces in sight are followed as before.
    public var isNarrow = false
    var parameters: TrackingParameters { isNarrow ? usual.narrowed : usual }
    private let search: SpreadSearch
    let widened: WidenedSearch
    let near: NearbySearch
    let wide: NearbySearch
    var tracks: [FaceTrack] = []
    private var nextID = 1
    private(set) var lastSeconds: Double?
    private var searchedSeconds: Double?
    /// The faces in sight in the picture whose search is running.
    private var searchedKnown: [PixelRect] = []
    /// Faces that do not count: others are looked for as if these were not there.
    public var ignoredFaces: Set<Int> = []

    /// Allocates the memory of the nearby searches; that of the whole picture's comes with the first picture.
    /// - Parameter profile: shows that somebody is there but turned away; nil looks for nobody's profile.
    public init(cascade: HaarCascade, profile: HaarCascade? = nil, parameters: TrackingParameters = TrackingParameters()) {
        usual = parameters
        search = SpreadSearch(cascade: cascade, parameters: parameters.search)
        widened = WidenedSearch(cascade: cascade, profile: profile, parameters: parameters)
        let detector = FaceDetector(cascade: cascade)
        near = NearbySearch(detector: detector, side: 96, minNeighbors: parameters.keepNeighbors)
        wide = NearbySearch(detector: detector, side: 160, minNeighbors: parameters.search.minNeighbors)
        wide.prepare()
    }

    /// Seconds since this face was last in sight, 0 while it is; nil once it has been dropped and would return with a new number.
    public func absence(of id: Int) -> Double? {
        guard let track = tracks.first(where: { $0.id == id }) else { return nil }
        return Swift.max((lastSeconds ?? track.seenSeconds) - track.seenSeconds, 0)
    }

    /// The faces in sight, largest first, clipped to the picture.
    /// - Parameter seconds: the picture's time on its source's time line.
    /// - Throws: `.outOfRange` for a parameter, an empty or a too large picture.
    public func follow(in picture: LumaView, at seconds: Double) throws(ModelError) -> [TrackedFace] {
        let last = lastSeconds ?? .infinity
        // An empty picture is left to the full search to refuse.
        if seconds < last || seconds > last + parameters.memorySeconds || picture.width < 1 || picture.height < 1 { forgetAll() }
        let step = seconds - last
        var work = parameters.pictureWork
        proceedWithSearch(until: last, after: step, within: &work)
        lastSeconds = seconds
        try searchNearby(picture, at: seconds, after: step)
        if !search.isRunning && isSearchDue(at: seconds) {
            work -= try search.begin(picture)
            searchedSeconds = seconds
            searchedKnown = tracks.filter { $0.seenSeconds == seconds }.map { $0.rect }
            proceedWithSearch(until: seconds, after: step, within: &work)
        }
        try widen(picture, at: seconds, within: &work)
        let parameters = parameters
        tracks.removeAll { $0.isExpired(at: seconds, parameters) }
        return inSight(picture, at: seconds)
    }

    /// The faces of a picture unrelated to the one before, largest first: a full search, and where that finds nobody a widened one,
    /// after which every face is new.
    /// - Throws: `.outOfRange` for a parameter, an empty or a too large picture.
    public func begin(with picture: LumaView) throws(ModelError) -> [TrackedFace] {
        forgetAll()
        lastSeconds = 0
        var work = Double.infinity
        _ = try search.begin(picture, as: .whole)
        var (found, pose) = (search.proceed(within: &work) ?? [], FacePose())
        if found.isEmpty { (found, pose) = try widened.all(in: picture) }
        // What was found in another pose is confirmed by a second look.
        let seconds = pose.isUsual ? 0 : -parameters.confirmSeconds
        for face in found { add(face, pose, since: seconds, at: seconds, isConfirmed: pose.isUsual) }
        if !pose.isUsual { try searchNearby(picture, at: 0, after: 1) }
        return inSight(picture, at: 0, isAlone: true)
    }

    private func add(_ face: Face, _ pose: FacePose, since first: Double, at seconds: Double, isConfirmed: Bool) {
        tracks.append(FaceTrack(id: nextID, face, pose: pose, since: first, at: seconds, isConfirmed: isConfirmed))
        nextID += 1
    }

    private func forgetAll() {
        tracks.removeAll()
        lastSeconds = nil
        searchedSeconds = nil
        search.cancel()
        widened.cancel()
    }

    // MARK: - The whole picture

    /// Does this picture's share of the search; when no face is in sight that could be delayed, as much as a picture may cost beside the
    /// widened search.
    /// - Parameter seconds: time of the newest picture in which nearby searches ran.
    private func proceedWithSearch(until seconds: Double, after step: Double, within work: inout Double) {
        let isAnyone = isAnyone(at: seconds)
        let share = isAnyone ? Swift.max(step, 0) / parameters.spreadSeconds : 1
        let others = isAnyone ? 0 : work / 2
        work -= others
        let found = search.proceed(by: share, within: &work)
        work += others
        guard let found else { return }
        take(found, FacePose(), since: searchedSeconds ?? seconds, at: seconds)
    }

    /// Looks at the picture in other ways while nobody is in sight.
    private func widen(_ picture: LumaView, at seconds: Double, within work: inout Double) throws(ModelError) {
        // A box that is not confirmed may be nobody, and one who has turned away is not read: the search goes on.
        let heads = profiles(at: seconds)
        let counting = tracks.filter {
            $0.isConfirmed && $0.seenSeconds == seconds && !ignoredFaces.contains($0.id) && !$0.isOutdone(by: heads, parameters)
        }
        if counting.contains(where: { $0.evidence > parameters.weakEvidence }) { return widened.cancel() }
        if !counting.isEmpty {
            return try widened.proceedWithProfiles(within: &work, in: picture, at: seconds, every: parameters.profileSearchSeconds)
        }
        let found = try widened.proceed(within: &work, in: picture, at: seconds)
        let known = searchedKnown
        // Nobody was in sight in the picture that was searched.
        searchedKnown = []
        take(found.faces, found.pose, since: found.since, at: seconds)
        searchedKnown = known
    }

    /// Whether somebody is in sight who counts.
    private func isAnyone(at seconds: Double) -> Bool {
        tracks.contains { $0.seenSeconds == seconds && !ignoredFaces.contains($0.id) }
    }

    private func isSearchDue(at seconds: Double) -> Bool {
        guard let last = searchedSeconds else { return true }
        let isEmpty = !isAnyone(at: seconds)
        // Time stamps are sums of fractions, hence the tolerance.
        return seconds - last >= (isEmpty ? parameters.emptySearchSeconds : parameters.searchSeconds) - 1e-6
    }

    /// Takes up a full search's new faces, and known ones that are out of sight. Detections on a face in sight are that face.
    /// - Parameters:
    ///   - since: time of the picture that was searched.
    ///   - seconds: time of the newest picture in which nearby searches ran, that one or a later one.
    private func take(_ found: [Face], _ pose: FacePose, since: Double, at seconds: Double) {
        let unknown = found.filter { face in
            !searchedKnown.contains { $0.isSameFace(as: face.rect) } && !isInSight(face, at: seconds)
        }
        var claims: [FaceClaim] = []
        for index in tracks.indices where tracks[index].seenSeconds < seconds {
            for face in unknown {
                let claim = FaceClaim(track: index, face: face, pose: pose, from: tracks[index].rect)
                if claim.cost < 1 { claims.append(claim) }
            }
        }
        assign(claims, at: seconds)
        for face in unknown where !isInSight(face, at: seconds) {
            add(face, pose, since: since, at: seconds, isConfirmed: pose.isUsual && face.neighbors > parameters.sureNeighbors)
        }
        guard since < seconds || !pose.isUsual else { return }
        // Detected some pictures ago or by a coarser search: to be confirmed first.
        for index in tracks.indices where unknown.contains(where: { $0.rect == tracks[index].rect }) {
            tracks[index].examinedSeconds = -.infinity
        }
    }

    func isInSight(_ face: Face, at seconds: Double) -> Bool {
        tracks.contains { $0.seenSeconds == seconds && $0.rect.isSameFace(as: face.rect) }
    }

    /// - Parameter isAlone: in a picture without others nothing can be seen to move.
    private func inSight(_ picture: LumaView, at seconds: Double, isAlone: Bool = false) -> [TrackedFace] {
        var faces: [TrackedFace] = []
        let heads = profiles(at: seconds)
        for track in tracks where track.isConfirmed && track.seenSeconds == seconds {
            let (x, y) = (Swift.max(track.rect.x, 0), Swift.max(track.rect.y, 0))
            var rect = PixelRect(
                x: x, y: y, width: Swift.min(track.rect.x + track.rect.width, picture.width) - x,
                height: Swift.min(track.rect.y + track.rect.height, picture.height) - y)
            // The middle of a turned face's box is what its pixels are turned around.
            if track.pose.degrees != 0 { rect = track.rect }
            guard rect.width > 0, rect.height > 0 else { continue }
            faces.append(
                TrackedFace(
                    id: track.id, rect: rect, neighbors: track.neighbors, degrees: track.pose.degrees, evidence: track.evidence,
                    hasMoved: isAlone || track.hasMoved(at: seconds), isTurnedAway: track.isOutdone(by: heads, parameters)))
        }
        return faces.sorted { ($0.rect.width, $1.id) > ($1.rect.width, $0.id) }
    }
}
