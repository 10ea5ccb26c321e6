import Tensor

/// Follows faces from picture to picture. A known face is looked for around its last place and at neighbouring sizes; the
/// whole picture is searched a few times a second, for new faces and lost ones. Between two full searches a picture costs a
/// small fixed amount for every face, whatever its size.
///
/// Pictures come in the order of their time line; when it steps back or pauses for long, everybody is forgotten. Not for two
/// threads at once.
public final class FaceTracker {
    private let parameters: TrackingParameters
    private let detector: FaceDetector
    private let near: NearbySearch
    private let wide: NearbySearch
    private var tracks: [FaceTrack] = []
    private var nextID = 1
    private var lastSeconds: Double?
    private var searchedSeconds: Double?

    public init(cascade: HaarCascade, parameters: TrackingParameters = TrackingParameters()) {
        self.parameters = parameters
        detector = FaceDetector(cascade: cascade)
        near = NearbySearch(cascade: cascade, side: 96, minNeighbors: parameters.keepNeighbors)
        wide = NearbySearch(cascade: cascade, side: 160, minNeighbors: parameters.search.minNeighbors)
    }

    /// Seconds since this face was last in sight: 0 when it is; nil when it is forgotten and would come back as a new one.
    public func absence(of id: Int) -> Double? {
        guard let track = tracks.first(where: { $0.id == id }) else { return nil }
        return Swift.max((lastSeconds ?? track.seenSeconds) - track.seenSeconds, 0)
    }

    /// The faces in sight, largest first.
    /// - Parameter seconds: the picture's time on its source's time line.
    public func follow(in picture: LumaView, at seconds: Double) throws(DetectionError) -> [TrackedFace] {
        let last = lastSeconds ?? .infinity
        // An empty picture is the full search's to refuse.
        if seconds < last || seconds > last + parameters.memorySeconds || picture.width < 1 || picture.height < 1 { forgetAll() }
        lastSeconds = seconds
        try lookNearby(picture, at: seconds, after: seconds - last)
        if isSearchDue(at: seconds) {
            searchedSeconds = seconds
            take(try detector.detect(in: picture, parameters.search), at: seconds)
        }
        let parameters = parameters
        tracks.removeAll { $0.isOver(at: seconds, parameters) }
        return inSight(picture, at: seconds)
    }

    /// The faces of a picture that has nothing to do with the one before: the full search, and everybody is new.
    public func begin(with picture: LumaView) throws(DetectionError) -> [TrackedFace] {
        forgetAll()
        let found = try detector.detect(in: picture, parameters.search)
        tracks = found.map { face in
            defer { nextID += 1 }
            return FaceTrack(id: nextID, face, at: 0, isConfirmed: true)
        }
        return inSight(picture, at: 0)
    }

    private func forgetAll() {
        tracks.removeAll()
        lastSeconds = nil
        searchedSeconds = nil
    }

    private func isSearchDue(at seconds: Double) -> Bool {
        guard let last = searchedSeconds else { return true }
        let isEmpty = !tracks.contains { $0.seenSeconds == seconds }
        // Times of pictures are sums of fractions.
        return seconds - last >= (isEmpty ? parameters.emptySearchSeconds : parameters.searchSeconds) - 1e-6
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

    // MARK: - Around the last place

    /// - Parameter step: seconds since the last picture.
    private func lookNearby(_ picture: LumaView, at seconds: Double, after step: Double) throws(DetectionError) {
        var claims: [FaceClaim] = []
        var looked: [(track: Int, anchor: PixelRect, means: [UInt8])] = []
        let due = dueTracks(at: seconds, after: step)
        for index in tracks.indices where !due.contains(index) { tracks[index].carryOn(from: seconds - step, to: seconds) }
        for index in due {
            let track = tracks[index]
            let square = track.square(reach: near.reach)
            tracks[index].lookedSeconds = seconds
            near.crop.take(square, of: picture)
            let means = near.crop.blockMeans()
            if seconds - track.searchedSeconds < parameters.searchSeconds, track.isStill(means, within: parameters.stillLuma) {
                claims.append(FaceClaim(track: index, face: Face(rect: track.rect, neighbors: track.neighbors), cost: 0))
                continue
            }
            tracks[index].searchedSeconds = seconds
            tracks[index].stillness = []
            looked.append((index, track.anchor, means))
            var found = try near.faces(in: square)
            if found.isEmpty {
                let around = track.square(reach: wide.reach)
                wide.crop.take(around, of: picture)
                found = try wide.faces(in: around)
            }
            for face in found { claims.append(FaceClaim(track: index, face: face, from: track.rect)) }
        }
        settle(claims, at: seconds)
        for look in looked where tracks[look.track].seenSeconds == seconds && tracks[look.track].anchor == look.anchor {
            tracks[look.track].stillness = look.means
        }
    }

    /// The faces to look for in this picture: new ones, and of the others those that were looked for longest ago; all of them
    /// when pictures come slowly, at least one.
    private func dueTracks(at seconds: Double, after step: Double) -> [Int] {
        let near = tracks.indices.filter { seconds - tracks[$0].seenSeconds <= parameters.nearbySeconds }
        let known = near.filter { tracks[$0].isConfirmed }.sorted { tracks[$0].lookedSeconds < tracks[$1].lookedSeconds }
        let share = Swift.min(Swift.max(step, 0) / parameters.crowdSeconds, 1)
        let count = Swift.max((Double(known.count) * share).rounded(.up), 1)
        return near.filter { !tracks[$0].isConfirmed } + known.prefix(Int(count))
    }

    /// New faces of a full search, and known ones that were out of sight. What lies on a face that is in sight is that face.
    private func take(_ found: [Face], at seconds: Double) {
        let unknown = found.filter { face in
            !tracks.contains { $0.seenSeconds == seconds && $0.rect.isSameFace(as: face.rect) }
        }
        var claims: [FaceClaim] = []
        for index in tracks.indices where tracks[index].seenSeconds < seconds {
            for face in unknown {
                let claim = FaceClaim(track: index, face: face, from: tracks[index].rect)
                if claim.cost < 1 { claims.append(claim) }
            }
        }
        settle(claims, at: seconds)
        for face in unknown where !tracks.contains(where: { $0.seenSeconds == seconds && $0.rect.isSameFace(as: face.rect) }) {
            tracks.append(FaceTrack(id: nextID, face, at: seconds, isConfirmed: face.neighbors > parameters.sureNeighbors))
            nextID += 1
        }
    }

    /// Gives every face to one track and every track one face, the nearest pairs first.
    private func settle(_ claims: [FaceClaim], at seconds: Double) {
        for claim in claims.sorted(by: { $0.cost < $1.cost }) where tracks[claim.track].seenSeconds < seconds {
            let isTaken = tracks.contains { $0.seenSeconds == seconds && $0.rect.isSameFace(as: claim.face.rect) }
            guard !isTaken else { continue }
            tracks[claim.track].see(claim.face, at: seconds, isFirm: claim.face.neighbors > parameters.search.minNeighbors)
            let track = tracks[claim.track]
            if track.neighbors > parameters.sureNeighbors || seconds - track.firstSeconds >= parameters.confirmSeconds - 1e-6 {
                tracks[claim.track].isConfirmed = true
            }
        }
    }
}

/// A track's claim to a face, the cheaper the likelier: distance in widths plus change of size.
struct FaceClaim {
    let track: Int
    let face: Face
    let cost: Double

    init(track: Int, face: Face, cost: Double) {
        self.track = track
        self.face = face
        self.cost = cost
    }

    init(track: Int, face: Face, from rect: PixelRect) {
        let distance = rect.centreDistance(to: face.rect) / Double(Swift.max(rect.width, 1))
        self.init(track: track, face: face, cost: distance + rect.sizeRatio(to: face.rect) - 1)
    }
}
