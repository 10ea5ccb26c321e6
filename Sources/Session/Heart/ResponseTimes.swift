/// Measures how long the music takes to answer a face: remembers which picture the newest wishes answer until the player says when
/// they are heard.
struct ResponseTimes: Sendable {
    /// A wish that the player has not taken after this long was lost with its report.
    private static let patienceSeconds = 2.0
    /// Older measurements are forgotten.
    private static let most = 256

    /// A wish's reason: the picture that shows it first and the one that decided.
    private struct Answer: Sendable {
        let shownAt: Double
        let decidedBy: PictureTimes
        let decidedAt: Double
    }

    /// What is posted and not yet heard: the oldest, because a newer wish in the mailbox replaces one that was not taken.
    private var atOnce: Answer?
    /// What the named mood answers; nil when it was not a face that named it.
    private var mood: Answer?
    private var moodIsHeard = false
    private var atOnceSeconds: [Double] = []
    private var onBeatSeconds: [Double] = []
    private(set) var newestAtOnce: FaceToEar?
    private(set) var newestOnBeat: FaceToEar?

    /// Medians of what acted at once and of what waited for a beat; nil before the first.
    var medianAtOnce: Double? { ResponseTimes.median(atOnceSeconds) }
    var medianOnBeat: Double? { ResponseTimes.median(onBeatSeconds) }

    /// The named mood has changed: by a face that showed it from `shownAt` on, or, without `picture`, by something else.
    mutating func name(shownAt: Double?, decidedBy picture: PictureTimes?, at now: Double) {
        mood = nil
        moodIsHeard = false
        guard let shownAt, let picture else { return }
        mood = Answer(shownAt: min(shownAt, picture.captured), decidedBy: picture, decidedAt: now)
    }

    /// A wish is posted.
    /// - Parameters:
    ///   - namesMood: it is the first one with this named mood.
    ///   - picture: the one which it answers by itself, as with a map that blends.
    mutating func stamp(_ wish: inout Wish, namesMood: Bool, picture: PictureTimes?, at now: Double) {
        if let old = atOnce, now - old.decidedAt > ResponseTimes.patienceSeconds { atOnce = nil }
        if atOnce == nil, let picture {
            atOnce = Answer(shownAt: picture.captured, decidedBy: picture, decidedAt: now)
        } else if atOnce == nil, namesMood {
            atOnce = mood
        }
        wish.shownAt = atOnce?.shownAt ?? Wish.nobody
        wish.moodShownAt = mood?.shownAt ?? Wish.nobody
    }

    /// The player has applied a wish.
    /// - Parameter isAudible: it changed something.
    /// - Returns: the measurement, of what was waited for.
    mutating func hear(_ hearing: Hearing, isAudible: Bool) -> FaceToEar? {
        let answer: Answer
        if hearing.waited {
            guard let mood, mood.shownAt == hearing.shownAt, !moodIsHeard else { return nil }
            answer = mood
            moodIsHeard = true
        } else {
            guard let asked = atOnce, asked.shownAt == hearing.shownAt else { return nil }
            answer = asked
            atOnce = nil
        }
        guard isAudible else { return nil }
        let time = ResponseTimes.measure(answer, hearing)
        if hearing.waited {
            newestOnBeat = time
            ResponseTimes.keep(time.total, in: &onBeatSeconds)
        } else {
            newestAtOnce = time
            ResponseTimes.keep(time.total, in: &atOnceSeconds)
        }
        return time
    }

    private static func measure(_ answer: Answer, _ hearing: Hearing) -> FaceToEar {
        let picture = answer.decidedBy
        var time = FaceToEar()
        time.evidence = picture.captured - answer.shownAt
        time.waiting = picture.taken - picture.captured
        time.looking = picture.examined - picture.taken
        time.deciding = answer.decidedAt - picture.examined
        time.chain = hearing.chainSeconds
        time.card = hearing.cardSeconds
        time.block = max(0, hearing.heardAt - answer.decidedAt - time.chain - time.card)
        return time
    }

    private static func keep(_ seconds: Double, in list: inout [Double]) {
        if list.count >= most { list.removeFirst() }
        list.append(seconds)
    }

    private static func median(_ list: [Double]) -> Double? { list.isEmpty ? nil : list.sorted()[list.count / 2] }
}
