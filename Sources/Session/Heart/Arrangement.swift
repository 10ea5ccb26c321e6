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
    /// Overrides the map's own.
    var quantise: Quantise?
    /// The maps that can be selected.
    private(set) var maps: [MoodMap]
    private(set) var mapIndex = 0
    /// The song's grid. The player reads its memory, so earlier grids are kept until the session ends.
    private(set) var grid: BeatGrid?
    private var earlierGrids: [BeatGrid] = []
    private var hasNewGrid = false
    private let measures: Bool
    private var matches: [(mapping: ParameterMapping, match: LoudnessMatch)] = []
    private var nextMatchStep = 0.0

    /// - Parameters:
    ///   - maps: what can be selected while the session plays; the first one plays.
    ///   - grid: the song's own; without it the analysis finds one.
    ///   - measures: the session measures the loudness of mappings.
    init(mapping: ParameterMapping, maps: [MoodMap], quantise: Quantise?, grid: BeatGrid?, measures: Bool) {
        self.mapping = mapping
        self.maps = maps.isEmpty ? [mapping.map] : maps
        self.quantise = quantise
        self.grid = grid
        self.measures = measures
    }

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
        mapping.map = maps[index]
        return adopt()
    }

    mutating func replace(_ index: Int, by map: MoodMap) { maps[index] = map }

    mutating func follow(_ amount: Float) -> ParameterMapping? {
        mapping.amount = amount
        return adopt()
    }

    /// A match measured beforehand changes together with the rest; otherwise the levels stay until it has been measured.
    private mutating func adopt() -> ParameterMapping? {
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
        guard let found = beats.grid(loopFrames: Double(songFrames)) else { return }
        if let grid { earlierGrids.append(grid) }
        grid = found
        hasNewGrid = true
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
        var parameters = mapping.parameters(named: named, weights: weights)
        parameters.gainDecibels = Arrangement.gain(parameters.gainDecibels, gainsDecibels)
        return Wish(
            parameters: parameters, quantise: quantise ?? mapping.map.quantise,
            structureDecibels: mapping.structureDecibels(named: named, weights: weights), marks: hasNewGrid ? grid?.marks : nil)
    }

    /// The piece itself, at once, without the tails of effects.
    func plainWish(gainsDecibels: [Float]) -> Wish {
        let parameters = ChainParameters(gainDecibels: Arrangement.gain(0, gainsDecibels), cutsTails: true)
        return Wish(parameters: parameters, quantise: .now, marks: hasNewGrid ? grid?.marks : nil)
    }

    /// A faded mood is silent, whatever gain the map adds.
    private static func gain(_ map: Float, _ added: [Float]) -> Float {
        added.contains { $0 <= silenceDecibels } ? silenceDecibels : max(added.reduce(map, +), silenceDecibels)
    }
}
