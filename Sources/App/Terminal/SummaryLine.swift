import Session

/// The figures of a finished session, as JSON.
struct SummaryLine: Encodable {
    var seconds: Double
    var frames: Int64
    var looks: Int
    var looksWithFace: Int
    var moodChanges: Int
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
        xruns = snapshot.player.xruns
        starvedQuanta = snapshot.player.starvedQuanta
        droppedFrames = snapshot.player.droppedFrames
    }
}
