import Mood

/// A song that one mood, or several, have to themselves, and what is known of it.
public struct MoodSong: Sendable {
    /// As in `MoodMap.songs`.
    public let path: String
    /// Frames a second.
    public let sourceRate: Double
    /// Its beats; nil for a song without, and until they have been found.
    public private(set) var grid: BeatGrid?
    /// What moods do on it is as loud as on itself; of the mapping for which it is asked, else of the one that was given.
    private var match: LoudnessMatch
    private var matches: [(mapping: ParameterMapping, match: LoudnessMatch)] = []
    private static let mostMatches = 16
    /// As it was found, before a hand has moved it.
    private var foundGrid: BeatGrid?
    private var tapFrames = 0.0
    /// The player reads their memory, so they are kept until the session ends.
    private var earlierGrids: [BeatGrid] = []
    private(set) var hasNewGrid = false
    /// It cannot be read any more: its moods play the session's song.
    var isLost = false

    /// A song as given.
    public init(path: String, sourceRate: Double, grid: BeatGrid?, match: LoudnessMatch = LoudnessMatch()) {
        (self.path, self.sourceRate, self.match) = (path, sourceRate, match)
        (self.grid, foundGrid) = (grid, grid)
    }

    /// For displays; nil while there is no grid.
    var beats: SongBeats? { grid.map { SongBeats($0, rate: sourceRate) } }

    /// What the song's own analysis has found.
    mutating func take(_ fact: Fact) {
        switch fact {
        case .beats(let finding, let frames), .firstBeats(let finding, let frames):
            foundGrid = finding.beats?.grid(loopFrames: Double(frames)) ?? foundGrid
            place()
        case .tapKept(let frames):
            tapFrames = frames
            place()
        case .matched(let match, let mapping):
            if matches.count >= MoodSong.mostMatches { matches.removeFirst() }
            matches.append((mapping.withoutMatch, match))
        default: break
        }
    }

    private mutating func place() {
        guard let moved = foundGrid?.shifted(by: tapFrames) else { return }
        if let grid { earlierGrids.append(grid) }
        grid = moved
        hasNewGrid = true
    }

    /// The mapping, applied to this song.
    func described(_ mapping: ParameterMapping) -> ParameterMapping {
        var own = mapping
        let plain = mapping.withoutMatch
        own.match = matches.last { $0.mapping == plain }?.match ?? match
        own.beatsPerMinute = grid?.beatsPerMinute
        own.beatsPerBar = grid?.beatsPerBar ?? 4
        return own
    }
}

extension ParameterMapping {
    /// What loudness is measured for.
    var withoutMatch: ParameterMapping {
        var plain = self
        plain.match = LoudnessMatch()
        return plain
    }
}
