import Mood

/// Where the moods of a film change the music. As a composer would: on the beat that is nearest, before or after; with hits, on a cut
/// itself, towards which the music before it hurries or slows by at most four hundredths so that a beat falls there.
public struct FilmScore: Equatable, Sendable {
    /// A stretch of one mood.
    public struct Part: Equatable, Sendable {
        /// Where it begins in the film.
        public var seconds: Double
        /// Where the mood was first seen.
        public var shownSeconds: Double
        /// What plays; nil is silence.
        public var mood: Expression?
        /// The map's tempo is multiplied by this.
        public var tempoFactor = 1.0
        /// It begins on a cut.
        public var isHit = false
    }

    /// No change is moved further than this.
    public static let furthestSeconds = 1.0
    /// A change this near a cut belongs to it.
    static let nearCutSeconds = 0.6
    static let mostStretch = 0.04

    /// Ascending; the first begins at 0.
    public private(set) var parts: [Part] = []

    /// - Parameters:
    ///   - moods: ascending, the first at 0.
    ///   - cuts: seconds that changes may hit; none to leave cuts alone.
    ///   - grid: the song's beats; nil for a song without: then changes stay where they are seen.
    ///   - rate: source frames a second.
    ///   - tempo: of the song under a mood, 1 as recorded.
    public init(_ moods: [FilmMood], cuts: [Double], grid: BeatGrid?, rate: Double, tempo: (Expression?) -> Double) {
        var position = 0.0
        for mood in moods {
            guard let last = parts.last else {
                parts.append(Part(seconds: 0, shownSeconds: mood.seconds, mood: mood.mood))
                continue
            }
            let speed = tempo(last.mood) * rate
            /// The nearest beat to a moment, in seconds of the film.
            func beat(near seconds: Double) -> Double {
                guard let grid else { return seconds }
                return seconds - grid.distance(of: position + (seconds - last.seconds) * speed) / speed
            }
            var part = Part(seconds: mood.seconds, shownSeconds: mood.seconds, mood: mood.mood)
            let cut = cuts.min { abs($0 - mood.seconds) < abs($1 - mood.seconds) }
            if let cut, abs(cut - mood.seconds) <= FilmScore.nearCutSeconds, cut > last.seconds {
                let factor = (beat(near: cut) - last.seconds) / (cut - last.seconds)
                part.seconds = cut
                part.isHit = true
                if abs(factor - 1) <= FilmScore.mostStretch { parts[parts.count - 1].tempoFactor = factor }
            } else {
                let placed = beat(near: mood.seconds)
                if abs(placed - mood.seconds) <= FilmScore.furthestSeconds { part.seconds = placed }
            }
            // Two changes on one beat: the later one is what stays.
            guard part.seconds > last.seconds + 0.01 else {
                parts[parts.count - 1].mood = part.mood
                continue
            }
            position += (part.seconds - last.seconds) * speed * parts[parts.count - 1].tempoFactor
            parts.append(part)
        }
    }
}
