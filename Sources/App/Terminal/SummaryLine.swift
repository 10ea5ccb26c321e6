import Session

/// What a session leaves to say at its end, as JSON.
struct SummaryLine: Encodable {
    var seconds: Double
    var frames: Int64
    var looks: Int
    var looksWithFace: Int
    var moodChanges: Int
    var xruns: Int
    var droppedFrames: Int

    init(_ summary: LiveSummary) {
        seconds = summary.seconds
        frames = summary.frames
        looks = summary.looks
        looksWithFace = summary.looksWithFace
        moodChanges = summary.moodChanges
        xruns = summary.xruns
        droppedFrames = summary.droppedFrames
    }
}
