import DSP
import Mood

/// How every mood plays the song: the maps, what the analysis has found so far, and from both the player's newest wish.
struct Arrangement: Sendable {
    /// A loudness match that arrives while music plays is approached in inaudible steps, one every tenth of a second.
    private static let matchStepDecibels: Float = 0.3
    private static let matchStepSeconds = 0.1
    /// Older ones are forgotten: an amount that is moved by hand is measured at many values.
    private static let mostMatches = 64
    /// The chain's lowest gain.
    static let silenceDecibels: Float = -60
    /// Within the first second nobody is used to a level yet, and the match applies at once.
    private static let openingSeconds = 1.0

    private(set) var mapping: ParameterMapping
    /// What is known of the songs that moods have to themselves.
    var moodSongs: [MoodSong]
    /// Overrides the map's own.
    var quantise: Quantise?
    /// Takes the place of the moods' tempo.
    var pace: Pace?
    /// The maps that can be selected.
    private(set) var tunings: [MapTuning]
    private(set) var mapIndex = 0
    /// The song's grid. The player reads its memory, so earlier grids are kept until the session ends.
    private(set) var grid: BeatGrid?
    /// As it was found.
    private var foundGrid: BeatGrid?
    private(set) var tap = TapCorrection()
    private var earlierGrids: [BeatGrid] = []
    /// The same for displays.
    private(set) var beats: SongBeats?
    private let sourceRate: Double
    private var hasNewGrid = false
    private let measures: Bool
    private var matches: [(mapping: ParameterMapping, match: LoudnessMatch)] = []
    private var nextMatchStep = 0.0

    /// - Parameters:
    ///   - maps: what can be selected while the session plays; the first one plays.
    ///   - grid: the song's own; without it the analysis finds one.
    ///   - moodSongs: the player's songs after the first.
    ///   - measures: the session measures the loudness of mappings.
    init(mapping: ParameterMapping, maps: [MoodMap], quantise: Quantise?, grid: BeatGrid?, moodSongs: [MoodSong], sourceRate: Double, measures: Bool) {
        self.mapping = mapping
        self.moodSongs = moodSongs
        tunings = (maps.isEmpty ? [mapping.map] : maps).map { MapTuning($0) }
        self.quantise = quantise
        self.sourceRate = sourceRate
        self.measures = measures
        if let grid {
            self.grid = grid
            foundGrid = grid
            beats = beats(of: grid)
        }
    }

    /// As they play.
    var maps: [MoodMap] { tunings.map { $0.playing } }
    var tuning: MapTuning { tunings[mapIndex] }

    /// Every map at the current amount, to be measured.
    var measurements: [ParameterMapping] {
        guard measures else { return [] }
        var each = mapping
        each.match = LoudnessMatch()
        let others = maps.filter { $0 != mapping.map }
        return [each] + others.map { map in
            var other = each
            other.map = map
            return other
        }
    }

    /// - Returns: the mapping to be measured, if its loudness is unknown.
    mutating func play(_ index: Int) -> ParameterMapping? {
        mapIndex = index
        return adopt()
    }

    /// What was changed in it by hand is dropped.
    mutating func replace(_ index: Int, by map: MoodMap) {
        if index == tunings.count { tunings.append(MapTuning(map)) } else { tunings[index] = MapTuning(map) }
    }

    /// Drops what was changed in the map that plays.
    mutating func dropChanges() { tunings[mapIndex] = MapTuning(tuning.saved) }

    /// Changes the map that plays.
    /// - Returns: whether it could be changed so, and the mapping to be measured, if its loudness is unknown.
    mutating func tune(_ change: (inout MapTuning) -> Bool) -> (Bool, ParameterMapping?) {
        guard change(&tunings[mapIndex]) else { return (false, nil) }
        return (true, adopt())
    }

    mutating func follow(_ amount: Float) -> ParameterMapping? {
        mapping.amount = amount
        return adopt()
    }

    /// A match measured beforehand changes together with the rest; otherwise the levels stay until it has been measured.
    private mutating func adopt() -> ParameterMapping? {
        mapping.map = tuning.playing
        if let match = knownMatch {
            mapping.match = match
            return nil
        }
        return measures ? measurements.first : nil
    }

    mutating func take(_ finding: BeatFinding, songFrames: Int) {
        guard let beats = finding.beats else { return }
        mapping.beatsPerMinute = beats.beatsPerMinute
        mapping.beatsPerBar = beats.beatsPerBar
        adopt(beats, songFrames)
    }

    /// Waits for the beats of the song's beginning already; what follows the tempo follows that of the whole song.
    mutating func takeFirst(_ finding: BeatFinding, songFrames: Int) {
        if let beats = finding.beats { adopt(beats, songFrames) }
    }

    private mutating func adopt(_ beats: FoundBeats, _ songFrames: Int) {
        guard let found = beats.grid(loopFrames: Double(songFrames)) else { return }
        foundGrid = found
        adopt(found.shifted(by: tap.frames) ?? found)
    }

    /// The most grids that are kept: a hand that taps without end must not fill the memory.
    private static let mostGrids = 256

    /// Moves the grid so that its nearest beat lies at `position`, source frames through every pass; taps in a row are averaged.
    /// - Returns: false when there is no grid, or it has moved too often.
    mutating func tap(at position: Double, seconds: Double) -> Bool {
        guard let grid, earlierGrids.count < Arrangement.mostGrids else { return false }
        var tapped = tap
        tapped.tap(grid.distance(of: position), at: seconds)
        guard let moved = foundGrid?.shifted(by: tapped.frames) else { return false }
        tap = tapped
        adopt(moved)
        return true
    }

    /// Moves the beats that were found, or will be, by so many source frames.
    mutating func moveBeats(by frames: Double) {
        tap = TapCorrection(frames: frames)
        if let moved = foundGrid?.shifted(by: frames) { adopt(moved) }
    }

    /// The beats are again where they were found.
    mutating func resetTap() {
        tap = TapCorrection()
        if let foundGrid { adopt(foundGrid) }
    }

    private mutating func adopt(_ found: BeatGrid) {
        if let grid { earlierGrids.append(grid) }
        grid = found
        beats = beats(of: found)
        hasNewGrid = true
    }

    private func beats(of grid: BeatGrid) -> SongBeats {
        SongBeats(grid, rate: sourceRate)
    }

    mutating func take(_ match: LoudnessMatch, for measured: ParameterMapping) {
        var plain = measured
        plain.match = LoudnessMatch()
        if matches.count >= Arrangement.mostMatches { matches.removeFirst() }
        matches.append((plain, match))
    }

    private var knownMatch: LoudnessMatch? {
        var plain = mapping
        plain.match = LoudnessMatch()
        return matches.last { $0.mapping == plain }?.match
    }

    mutating func advance(to seconds: Double) {
        guard seconds >= nextMatchStep else { return }
        nextMatchStep = seconds + Arrangement.matchStepSeconds
        guard let match = knownMatch else { return }
        let step = seconds < Arrangement.openingSeconds ? 2 * LoudnessMatch.mostDecibels : Arrangement.matchStepDecibels
        mapping.match = mapping.match.moved(towards: match, step: step)
    }

    /// What the player is to do for a mood.
    /// - Parameter gainsDecibels: on top of the map's: volume and fades; any of them at −60 dB is silence.
    func wish(named: Expression, weights: ExpressionWeights, gainsDecibels: [Float]) -> Wish {
        let song = self.mapping.map.songs[named].flatMap { path in moodSongs.firstIndex { $0.path == path && !$0.isLost } }
        let mapping = song.map { moodSongs[$0].described(self.mapping) } ?? self.mapping
        let isNew = song.map { moodSongs[$0].hasNewGrid } ?? hasNewGrid
        let marks = (song.map { moodSongs[$0].grid } ?? grid)?.marks
        var parameters = mapping.parameters(named: named, weights: weights, pace: pace)
        parameters.gainDecibels = Arrangement.gain(parameters.gainDecibels, gainsDecibels)
        var wish = Wish(
            parameters: parameters, quantise: quantise ?? mapping.map.quantise,
            structureDecibels: mapping.structureDecibels(named: named, weights: weights),
            marks: isNew ? marks : nil)
        wish.song = song.map { $0 + 1 } ?? 0
        wish.tempoIsGiven = pace != nil
        wish.levelDecibels = Arrangement.gain(0, gainsDecibels)
        return wish
    }

    /// The piece itself, at once, without the tails of effects.
    func plainWish(gainsDecibels: [Float]) -> Wish {
        let parameters = ChainParameters(gainDecibels: Arrangement.gain(0, gainsDecibels), cutsTails: true)
        var wish = Wish(parameters: parameters, quantise: .now, marks: hasNewGrid ? grid?.marks : nil)
        wish.levelDecibels = parameters.gainDecibels
        return wish
    }

    /// A faded mood is silent, whatever gain the map adds.
    private static func gain(_ map: Float, _ added: [Float]) -> Float {
        added.contains { $0 <= silenceDecibels } ? silenceDecibels : max(added.reduce(map, +), silenceDecibels)
    }
}
