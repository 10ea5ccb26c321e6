import Tensor

/// Follows faces from picture to picture. A known face is searched for around its last position and at neighbouring sizes; the whole
/// picture is searched a few times a second, for new faces and lost ones. While a face is in sight that search is spread over
/// several pictures; its results are late then, and count once they are confirmed nearby. Otherwise a picture costs a small fixed
/// amount for every face searched for, whatever its size.
///
/// Pictures come in the order of their time line; when it steps back or pauses for long, every track is dropped. Not for two threads
/// at once.
public final class FaceTracker {
    private let parameters: TrackingParameters
    private let search: SpreadSearch
    private let near: NearbySearch
    private let wide: NearbySearch
    private var tracks: [FaceTrack] = []
    private var nextID = 1
    private var lastSeconds: Double?
    private var searchedSeconds: Double?
    /// The faces in sight in the picture whose search is running.
    private var searchedKnown: [PixelRect] = []

    /// Allocates the memory of the nearby searches; that of the whole picture's comes with the first picture.
    public init(cascade: HaarCascade, parameters: TrackingParameters = TrackingParameters()) {
        self.parameters = parameters
        search = SpreadSearch(cascade: cascade, parameters: parameters.search)
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
        proceedWithSearch(until: last, after: step)
        lastSeconds = seconds
        try searchNearby(picture, at: seconds, after: step)
        if !search.isRunning && isSearchDue(at: seconds) {
            try search.begin(picture)
            searchedSeconds = seconds
            searchedKnown = tracks.filter { $0.seenSeconds == seconds }.map { $0.rect }
            proceedWithSearch(until: seconds, after: step)
        }
        let parameters = parameters
        tracks.removeAll { $0.isExpired(at: seconds, parameters) }
        return inSight(picture, at: seconds)
    }

    /// The faces of a picture unrelated to the one before, largest first: a full search, after which every face is new.
    /// - Throws: `.outOfRange` for a parameter, an empty or a too large picture.
    public func begin(with picture: LumaView) throws(ModelError) -> [TrackedFace] {
        forgetAll()
        try search.begin(picture)
        let found = search.proceed(by: 1) ?? []
        tracks = found.map { face in
            defer { nextID += 1 }
            return FaceTrack(id: nextID, face, since: 0, at: 0, isConfirmed: true)
        }
        return inSight(picture, at: 0)
    }

    private func forgetAll() {
        tracks.removeAll()
        lastSeconds = nil
        searchedSeconds = nil
        search.cancel()
    }

    // MARK: - The whole picture

    /// Does this picture's share of the search; the whole remainder when no face is in sight that could be delayed.
    /// - Parameter seconds: time of the newest picture in which nearby searches ran.
    private func proceedWithSearch(until seconds: Double, after step: Double) {
        let isEmpty = !tracks.contains { $0.seenSeconds == seconds }
        guard let found = search.proceed(by: isEmpty ? 1 : Swift.max(step, 0) / parameters.spreadSeconds) else { return }
        take(found, since: searchedSeconds ?? seconds, at: seconds)
    }

    private func isSearchDue(at seconds: Double) -> Bool {
        guard let last = searchedSeconds else { return true }
        let isEmpty = !tracks.contains { $0.seenSeconds == seconds }
        // Time stamps are sums of fractions, hence the tolerance.
        return seconds - last >= (isEmpty ? parameters.emptySearchSeconds : parameters.searchSeconds) - 1e-6
    }

    /// Takes up a full search's new faces, and known ones that are out of sight. Detections on a face in sight are that face.
    /// - Parameters:
    ///   - since: time of the picture that was searched.
    ///   - seconds: time of the newest picture in which nearby searches ran, that one or a later one.
    private func take(_ found: [Face], since: Double, at seconds: Double) {
        let unknown = found.filter { face in
            !searchedKnown.contains { $0.isSameFace(as: face.rect) } && !isInSight(face, at: seconds)
        }
        var claims: [FaceClaim] = []
        for index in tracks.indices where tracks[index].seenSeconds < seconds {
            for face in unknown {
                let claim = FaceClaim(track: index, face: face, from: tracks[index].rect)
                if claim.cost < 1 { claims.append(claim) }
            }
        }
        assign(claims, at: seconds)
        for face in unknown where !isInSight(face, at: seconds) {
            let isSure = face.neighbors > parameters.sureNeighbors
            tracks.append(FaceTrack(id: nextID, face, since: since, at: seconds, isConfirmed: isSure))
            nextID += 1
        }
        guard since < seconds else { return }
        // Detected some pictures ago: to be confirmed first.
        for index in tracks.indices where unknown.contains(where: { $0.rect == tracks[index].rect }) {
            tracks[index].examinedSeconds = -.infinity
        }
    }

    private func isInSight(_ face: Face, at seconds: Double) -> Bool {
        tracks.contains { $0.seenSeconds == seconds && $0.rect.isSameFace(as: face.rect) }
    }

    private func inSight(_ picture: LumaView, at seconds: Double) -> [TrackedFace] {
        var faces: [TrackedFace] = []
        for track in tracks where track.isConfirmed && track.seenSeconds == seconds {
            let (x, y) = (Swift.max(track.rect.x, 0), Swift.max(track.rect.y, 0))
            let rect = PixelRect(
                x: x, y: y, width: Swift.min(track.rect.x + track.rect.width, picture.width) - x,
                height: Swift.min(track.rect.y + track.rect.height, picture.height) - y)
            guard rect.width > 0, rect.height > 0 else { continue }
            faces.append(TrackedFace(id: track.id, rect: rect, neighbors: track.neighbors))
        }
        return faces.sorted { ($0.rect.width, $1.id) > ($1.rect.width, $0.id) }
    }

    // MARK: - Around the last position

    /// - Parameter step: seconds since the last picture.
    private func searchNearby(_ picture: LumaView, at seconds: Double, after step: Double) throws(ModelError) {
        var claims: [FaceClaim] = []
        var examined: [(track: Int, anchor: PixelRect, means: [UInt8])] = []
        let due = dueTracks(at: seconds, after: step)
        for index in tracks.indices where !due.contains(index) { tracks[index].coast(from: seconds - step, to: seconds) }
        for index in due {
            let track = tracks[index]
            let square = track.square(reach: near.reach)
            tracks[index].examinedSeconds = seconds
            near.crop.take(square, of: picture)
            let means = near.crop.blockMeans()
            if seconds - track.searchedSeconds < parameters.searchSeconds, track.isStill(means, within: parameters.stillLuma) {
                claims.append(FaceClaim(track: index, face: Face(rect: track.rect, neighbors: track.neighbors), cost: 0))
                continue
            }
            tracks[index].searchedSeconds = seconds
            tracks[index].stillMeans = []
            examined.append((index, track.anchor, means))
            var found = try near.faces(in: square)
            if found.isEmpty {
                let around = track.square(reach: wide.reach)
                wide.crop.take(around, of: picture)
                found = try wide.faces(in: around)
            }
            for face in found { claims.append(FaceClaim(track: index, face: face, from: track.rect)) }
        }
        assign(claims, at: seconds)
        for face in examined where tracks[face.track].seenSeconds == seconds && tracks[face.track].anchor == face.anchor {
            tracks[face.track].stillMeans = face.means
        }
    }

    /// The tracks to search for in this picture: all new ones; of the others those that are due, longest waiting first and no more than
    /// this picture's share, but at least one.
    private func dueTracks(at seconds: Double, after step: Double) -> [Int] {
        let near = tracks.indices.filter { seconds - tracks[$0].seenSeconds <= parameters.nearbySeconds }
        let isNew = { (index: Int) in !self.tracks[index].isConfirmed || self.tracks[index].examinedSeconds == -.infinity }
        let known = near.filter { !isNew($0) }.sorted { tracks[$0].examinedSeconds < tracks[$1].examinedSeconds }
        // Of the two pictures around the due time, the nearer one.
        let overdue = known.count { seconds + step / 2 - tracks[$0].examinedSeconds >= parameters.crowdSeconds }
        let share = Swift.min(Swift.max(step, 0) / parameters.crowdSeconds, 1)
        let most = Int((Double(known.count) * share).rounded(.up))
        return near.filter(isNew) + known.prefix(Swift.max(Swift.min(overdue, most), 1))
    }

    /// Assigns every face to one track and every track one face, greedily, cheapest pairs first.
    private func assign(_ claims: [FaceClaim], at seconds: Double) {
        for claim in claims.sorted(by: { $0.cost < $1.cost }) where tracks[claim.track].seenSeconds < seconds {
            guard !isInSight(claim.face, at: seconds) else { continue }
            tracks[claim.track].update(claim.face, at: seconds, isFirm: claim.face.neighbors > parameters.search.minNeighbors)
            let track = tracks[claim.track]
            if track.neighbors > parameters.sureNeighbors || seconds - track.firstSeconds >= parameters.confirmSeconds - 1e-6 {
                tracks[claim.track].isConfirmed = true
            }
        }
    }
}
