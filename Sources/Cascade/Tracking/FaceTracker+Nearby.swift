import Tensor

/// Around a known face's last position.
extension FaceTracker {
    /// - Parameter step: seconds since the last picture.
    func searchNearby(_ picture: LumaView, at seconds: Double, after step: Double) throws(ModelError) {
        var claims: [FaceClaim] = []
        var examined: [(track: Int, anchor: PixelRect, means: [UInt8])] = []
        let due = dueTracks(at: seconds, after: step)
        for index in tracks.indices where !due.contains(index) { tracks[index].coast(from: seconds - step, to: seconds) }
        for index in due {
            let track = tracks[index]
            tracks[index].examinedSeconds = seconds
            near.crop.take(track.square(reach: near.reach), of: picture)
            let means = near.crop.blockMeans()
            let steps = near.crop.steps(parameters.stillLuma)
            tracks[index].notice(means, within: steps, at: seconds)
            if seconds - track.searchedSeconds < parameters.searchSeconds, track.isStill(means, within: steps) {
                let face = Face(rect: track.rect, neighbors: track.neighbors)
                claims.append(FaceClaim(track: index, face: face, pose: track.pose, cost: 0))
                continue
            }
            tracks[index].searchedSeconds = seconds
            tracks[index].stillMeans = []
            examined.append((index, track.anchor, means))
            for find in try look(for: track, in: picture, at: seconds) {
                claims.append(FaceClaim(track: index, face: find.face, pose: find.pose, from: track.rect))
            }
        }
        assign(claims, at: seconds)
        for face in examined where tracks[face.track].seenSeconds == seconds && tracks[face.track].anchor == face.anchor {
            tracks[face.track].stillMeans = face.means
        }
        for index in due { tracks[index].weigh(tracks[index].seenSeconds == seconds ? tracks[index].neighbors : 0, at: seconds) }
    }

    /// The faces around a track: as it was; else, since heads tilt and lights go out, in other poses. The first way that finds anything
    /// is taken, so a face that stays as it is costs one small search.
    private func look(for track: FaceTrack, in picture: LumaView, at seconds: Double) throws(ModelError) -> [(face: Face, pose: FacePose)] {
        // `near.crop` holds the face's surroundings already.
        near.crop.light(evened: track.pose.isEvened)
        var found = try near.faces(in: track.square(reach: near.reach))
        if found.isEmpty { found = try wide.faces(in: picture, around: track, track.pose) }
        if let best = found.max(by: { $0.neighbors < $1.neighbors }), isTurnDue(track, best, at: seconds) {
            return [try turned(best, of: track, in: picture)]
        }
        if !found.isEmpty { return found.map { ($0, track.pose) } }
        let other = FacePose(degrees: track.pose.degrees, isEvened: !track.pose.isEvened)
        for pose in [track.pose.turned(by: Self.farTurn), track.pose.turned(by: -Self.farTurn), other] {
            let faces = try near.faces(in: picture, around: track, pose).filter { $0.neighbors > parameters.search.minNeighbors }
            if !faces.isEmpty { return faces.map { ($0, pose) } }
        }
        return []
    }

    /// In degrees: what the cascade bears (about 12), and beyond it.
    private static let nearTurn = 12.0
    private static let farTurn = 20.0
    /// A head that is turned by less counts as upright.
    private static let uprightDegrees = 7.0

    private func isTurnDue(_ track: FaceTrack, _ face: Face, at seconds: Double) -> Bool {
        guard seconds - track.turnedSeconds >= parameters.turnSeconds else { return false }
        return track.pose.degrees != 0 || face.neighbors <= parameters.weakNeighbors
    }

    /// Measures the turn anew: where as many neighbours are found on either side. The face is the one that most agree on.
    private func turned(_ face: Face, of track: FaceTrack, in picture: LumaView) throws(ModelError) -> (face: Face, pose: FacePose) {
        if let index = tracks.firstIndex(where: { $0.id == track.id }) { tracks[index].turnedSeconds = tracks[index].examinedSeconds }
        var (best, sum, moment) = (face, Double(face.neighbors), 0.0)
        for turn in [-Self.nearTurn, Self.nearTurn] {
            let faces = try near.faces(in: picture, around: track, track.pose.turned(by: turn)).filter { $0.rect.isSameFace(as: face.rect) }
            guard let there = faces.max(by: { $0.neighbors < $1.neighbors }) else { continue }
            sum += Double(there.neighbors)
            moment += Double(there.neighbors) * turn
            if there.neighbors > best.neighbors { best = there }
        }
        // An upright face stays upright unless a turn is clearly better.
        if track.pose.degrees == 0, best.neighbors < 2 * face.neighbors { return (face, track.pose) }
        var pose = track.pose.turned(by: moment / sum)
        if abs(pose.degrees) < Self.uprightDegrees { pose.degrees = 0 }
        return (best, pose)
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
    func assign(_ claims: [FaceClaim], at seconds: Double) {
        for claim in claims.sorted(by: { $0.cost < $1.cost }) where tracks[claim.track].seenSeconds < seconds {
            guard !isInSight(claim.face, at: seconds) else { continue }
            tracks[claim.track].update(claim.face, pose: claim.pose, at: seconds, isFirm: claim.face.neighbors > parameters.search.minNeighbors)
            let track = tracks[claim.track]
            let isSeenAgain = seconds - track.firstSeconds >= parameters.confirmSeconds - 1e-6
            let isLikely = track.pose.isUsual || track.neighbors > parameters.turnedNeighbors
            if track.neighbors > parameters.sureNeighbors || isSeenAgain && isLikely { tracks[claim.track].isConfirmed = true }
        }
    }
}
