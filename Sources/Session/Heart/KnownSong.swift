import Mood

/// How loud a song is as a whole.
public struct SongLoudness: Equatable, Sendable {
    /// After ITU-R BS.1770, in LUFS.
    public var integrated: Float
    /// Largest sample magnitude, dB of full scale.
    public var peakDecibels: Float

    /// A loudness as measured.
    public init(integrated: Float, peakDecibels: Float) { (self.integrated, self.peakDecibels) = (integrated, peakDecibels) }

    /// What several songs are brought to: that of ReplayGain 2.0.
    static let commonLoudness: Float = -18
    private static let ceilingDecibels: Float = -1.2
    private static let mostDecibels: Float = 12

    /// dB that bring it there; raised no further than its peaks bear.
    var gainDecibels: Float {
        let gain = min(max(SongLoudness.commonLoudness - integrated, -SongLoudness.mostDecibels), SongLoudness.mostDecibels)
        return gain <= 0 ? gain : min(gain, max(SongLoudness.ceilingDecibels - peakDecibels, 0))
    }
}

/// A song of a session and what is known of it: its beats, by how much a hand has moved them, how loud it is, and how loud moods
/// make it.
public struct KnownSong: Sendable {
    /// As records and maps name it.
    public let path: String
    /// Frames a second.
    public let sourceRate: Double
    /// Its beats; nil for a song without, and until they have been found. The player reads their memory, so earlier ones are kept.
    public private(set) var grid: BeatGrid?
    private var earlierGrids: [BeatGrid] = []
    /// As it was found, before a hand has moved it.
    private var foundGrid: BeatGrid?
    private(set) var hasNewGrid = false
    /// The same for displays.
    private(set) var beats: SongBeats?
    /// What the analysis has found in the whole song.
    private(set) var finding: BeatFinding?
    private(set) var tap = TapCorrection()
    private var beatsPerMinute: Double?
    private var beatsPerBar = 4
    /// What makes moods as loud on it as itself, as it is applied now.
    private var match: LoudnessMatch
    private var matches: [(mapping: ParameterMapping, match: LoudnessMatch)] = []
    /// Older ones are forgotten: an amount that is moved by hand is measured at many values.
    private static let mostMatches = 64
    private var loudness: SongLoudness?
    /// dB that bring it to the loudness of the others, as it is applied now.
    private(set) var levelDecibels: Float = 0
    /// It cannot be read any more.
    var isLost = false

    /// A song as given.
    /// - Parameters:
    ///   - grid: its own; without it the analysis finds one.
    ///   - match: of the mapping that is played.
    ///   - loudness: of the whole song, where there are others to compare it with.
    public init(path: String, sourceRate: Double, grid: BeatGrid?, match: LoudnessMatch = LoudnessMatch(), loudness: SongLoudness? = nil) {
        (self.path, self.sourceRate, self.match, self.loudness) = (path, sourceRate, match, loudness)
        levelDecibels = loudness?.gainDecibels ?? 0
        guard let grid else { return }
        (self.grid, foundGrid) = (grid, grid)
        beats = SongBeats(grid, rate: sourceRate)
        (beatsPerMinute, beatsPerBar) = (grid.beatsPerMinute, grid.beatsPerBar)
    }

    /// The song that a session begins with.
    init(path: String, sourceRate: Double, grid: BeatGrid?, mapping: ParameterMapping, loudness: SongLoudness?) {
        self.init(path: path, sourceRate: sourceRate, grid: grid, match: mapping.match, loudness: loudness)
        (beatsPerMinute, beatsPerBar) = (mapping.beatsPerMinute, mapping.beatsPerBar)
    }

    // MARK: - What is found

    /// What its own analysis says: `beats`, `firstBeats`, `tapKept`, `matched`, `loudness`; anything else changes nothing.
    mutating func take(_ fact: Fact) {
        switch fact {
        case .beats(let finding, let frames):
            self.finding = finding
            guard let beats = finding.beats else { return }
            (beatsPerMinute, beatsPerBar) = (beats.beatsPerMinute, beats.beatsPerBar)
            adopt(beats, frames)
        // What follows the tempo follows that of the whole song.
        case .firstBeats(let finding, let frames): if let beats = finding.beats { adopt(beats, frames) }
        case .tapKept(let frames):
            tap = TapCorrection(frames: frames)
            if let moved = foundGrid?.shifted(by: frames) { adopt(moved) }
        case .matched(let match, let measured):
            if matches.count >= KnownSong.mostMatches { matches.removeFirst() }
            matches.append((measured.withoutMatch, match))
        case .loudness(let loudness): self.loudness = loudness
        default: break
        }
    }

    private mutating func adopt(_ found: FoundBeats, _ songFrames: Int) {
        guard let grid = found.grid(loopFrames: Double(songFrames)) else { return }
        foundGrid = grid
        adopt(grid.shifted(by: tap.frames) ?? grid)
    }

    private mutating func adopt(_ found: BeatGrid) {
        if let grid { earlierGrids.append(grid) }
        grid = found
        beats = SongBeats(found, rate: sourceRate)
        hasNewGrid = true
    }

    // MARK: - Tapped

    /// The most grids that are kept: a hand that taps without end must not fill the memory.
    private static let mostGrids = 256

    /// Moves the grid so that its nearest beat lies at `position`, source frames through every pass; taps in a row are averaged.
    /// - Returns: false when there is no grid, or it has moved too often.
    mutating func tap(at position: Double, seconds: Double) -> Bool {
        guard let grid, earlierGrids.count < KnownSong.mostGrids else { return false }
        var tapped = tap
        tapped.tap(grid.distance(of: position), at: seconds)
        guard let moved = foundGrid?.shifted(by: tapped.frames) else { return false }
        tap = tapped
        adopt(moved)
        return true
    }

    /// The beats are again where they were found.
    mutating func resetTap() {
        tap = TapCorrection()
        if let foundGrid { adopt(foundGrid) }
    }

    // MARK: - What moods do on it

    /// The mapping, applied to this song.
    func described(_ mapping: ParameterMapping) -> ParameterMapping {
        var own = plain(mapping)
        own.match = match
        return own
    }

    /// The same without its loudness match, as it is measured.
    func plain(_ mapping: ParameterMapping) -> ParameterMapping {
        var own = mapping.withoutMatch
        (own.beatsPerMinute, own.beatsPerBar) = (beatsPerMinute, beatsPerBar)
        return own
    }

    private func knownMatch(_ mapping: ParameterMapping) -> LoudnessMatch? {
        let plain = plain(mapping)
        return matches.last { $0.mapping == plain }?.match
    }

    /// Another mapping plays: a match measured beforehand changes with the rest, otherwise the levels stay until it has been measured.
    /// - Returns: whether it has to be measured.
    mutating func adopt(_ mapping: ParameterMapping) -> Bool {
        guard let known = knownMatch(mapping) else { return true }
        match = known
        return false
    }

    /// Approaches what is known of its loudness.
    /// - Parameters:
    ///   - step: in dB.
    ///   - isLevelled: there are other songs, with which it is to be equally loud.
    mutating func approach(_ mapping: ParameterMapping, step: Float, isLevelled: Bool) {
        if let known = knownMatch(mapping) { match = match.moved(towards: known, step: step) }
        guard isLevelled, let wanted = loudness?.gainDecibels else { return }
        levelDecibels += min(max(wanted - levelDecibels, -step), step)
    }
}

extension KnownSong: Equatable {
    /// The same song, whatever is known of it.
    public static func == (one: KnownSong, other: KnownSong) -> Bool { one.path == other.path && one.sourceRate == other.sourceRate }
}

extension ParameterMapping {
    /// What loudness is measured for.
    var withoutMatch: ParameterMapping {
        var plain = self
        plain.match = LoudnessMatch()
        return plain
    }
}
