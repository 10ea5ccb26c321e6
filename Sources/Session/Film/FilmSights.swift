import Mood

/// A mood from a second of a film on.
public struct FilmMood: Equatable, Sendable {
    /// From the film's first picture.
    public var seconds: Double
    /// What plays from there on; nil is silence.
    public var mood: Expression?

    /// A mood from `seconds` on.
    public init(seconds: Double, mood: Expression?) {
        self.seconds = seconds
        self.mood = mood
    }
}

/// What the pictures of a film show. The whole of it is known before a note is played, so two things can be done better than live: of
/// several faces that one counts which is on screen longest, and a mood begins with the first picture that shows it.
public struct FilmSights: Sendable {
    private struct Picture: Sendable {
        var seconds: Double
        var readings: [FaceReading]
    }

    /// Shorter than this, a mood is a glance and not worth a change of music.
    public static let shortestMood = 2.0

    private var pictures: [Picture] = []
    /// Seconds on screen, by face.
    private var presence: [Int: Double] = [:]
    /// Where the last picture ends.
    public private(set) var seconds = 0.0
    /// Pictures with a face that could be read.
    public var withFace: Int { pictures.count { !$0.readings.isEmpty } }
    /// All pictures.
    public var count: Int { pictures.count }

    /// A film without pictures.
    public init() {}

    /// Adds the next picture, with the readings of every face in it.
    public mutating func add(_ sight: Sight) {
        pictures.append(Picture(seconds: sight.seconds, readings: sight.readings))
        for reading in sight.readings { presence[reading.face, default: 0] += sight.lasting }
        seconds = max(seconds, sight.seconds + sight.lasting)
    }

    /// The moods, ascending from second 0, none like the one before it.
    public func moods(idle: Idle = .neutral) -> [FilmMood] {
        var tracker = MoodTracker(idle: idle)
        var moods = [FilmMood(seconds: 0, mood: .neutral)]
        for picture in pictures {
            tracker.see(picture.readings.max { longer($1.face, than: $0.face) }.map { [$0] } ?? [], at: picture.seconds)
            guard tracker.named != moods[moods.count - 1].mood else { continue }
            let shown = min(tracker.namedSince ?? picture.seconds, picture.seconds)
            moods.append(FilmMood(seconds: max(shown, moods[moods.count - 1].seconds), mood: tracker.named))
        }
        return FilmSights.withoutGlances(moods, until: seconds)
    }

    private func longer(_ one: Int, than other: Int) -> Bool {
        let (a, b) = (presence[one] ?? 0, presence[other] ?? 0)
        return a != b ? a > b : one < other
    }

    /// The first mood has nothing before it: a short one gives way to the next.
    static func withoutGlances(_ moods: [FilmMood], until end: Double) -> [FilmMood] {
        var kept: [FilmMood] = []
        for (index, mood) in moods.enumerated() {
            let end = index + 1 < moods.count ? moods[index + 1].seconds : end
            guard end - mood.seconds >= shortestMood, kept.last?.mood != mood.mood else { continue }
            kept.append(kept.isEmpty ? FilmMood(seconds: 0, mood: mood.mood) : mood)
        }
        return kept.isEmpty ? [FilmMood(seconds: 0, mood: moods.last?.mood ?? .neutral)] : kept
    }
}
