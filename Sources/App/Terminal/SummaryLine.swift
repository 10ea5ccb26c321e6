import Session

/// The figures of a finished session, as JSON.
struct SummaryLine: Encodable {
    var seconds: Double
    var frames: Int64
    var looks: Int
    var looksWithFace: Int
    var moodChanges: Int
    /// Medians in seconds from the face to the ear, of what acted at once and of what waited for a beat.
    var faceToEar: Double?
    var faceToBeat: Double?
    var xruns: Int
    var starvedQuanta: Int
    var droppedFrames: Int

    /// - Parameter snapshot: the last one.
    init(_ snapshot: Snapshot) {
        seconds = snapshot.playedSeconds
        frames = snapshot.player.frames
        looks = snapshot.pictures
        looksWithFace = snapshot.picturesWithFace
        moodChanges = snapshot.moodChanges
        faceToEar = snapshot.medianFaceToEar
        faceToBeat = snapshot.medianFaceToBeat
        xruns = snapshot.player.xruns
        starvedQuanta = snapshot.player.starvedQuanta
        droppedFrames = snapshot.player.droppedFrames
    }
}
