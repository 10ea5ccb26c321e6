import DSP
import Mood

/// What becomes of the song in every mood: the maps, what was learnt of the song meanwhile, and from both the player's newest wish.
struct Arrangement: Sendable {
    /// A match that comes while music plays moves in by so much every tenth of a second; no ear takes that for a jump.
    private static let matchStepDecibels: Float = 0.3
    private static let matchStepSeconds = 0.1
    /// Older ones are forgotten: an amount that is moved by hand is measured at many values.
    private static let mostMatches = 64
    /// The chain's lowest gain.
    static let silenceDecibels: Float = -60
    /// Before that many seconds nobody has got used to a level.
    private static let openingSeconds = 1.0

    private(set) var mapping: ParameterMapping
    /// Overrides the map's own.
    var quantise: Quantise?
    /// The maps that may be asked for.
    private(set) var maps: [MoodMap]
    private(set) var mapIndex = 0
    /// Of the song; the player reads its memory until it has ended.
    private(set) var grid: BeatGrid?
    private var earlierGrids: [BeatGrid] = []
    private var hasNewGrid = false
    private let studies: Bool
    private var matches: [(mapping: ParameterMapping, match: LoudnessMatch)] = []
    private var nextMatchStep = 0.0

    /// - Parameters:
    ///   - maps: what may be asked for while the session plays; the first one plays.
    ///   - grid: the song's own; without it the study finds one.
    ///   - studies: somebody measures what is asked for.
    init(mapping: ParameterMapping, maps: [MoodMap], quantise: Quantise?, grid: BeatGrid?, studies: Bool) {
        self.mapping = mapping
        self.maps = maps.isEmpty ? [mapping.map] : maps
        self.quantise = quantise
        self.grid = grid
        self.studies = studies
    }

    /// Every map at the current amount, to be measured.
    var measurements: [ParameterMapping] {
        guard studies else { return [] }
        var each = mapping
        each.match = LoudnessMatch()
        let others = maps.filter { $0 != mapping.map }
        return [each] + others.map { map in
            var other = each
            other.map = map
            return other
        }
    }

    /// - Returns: what is to be measured for it.
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

    /// Measured beforehand, a level changes with everything else; otherwise the levels stay until it is.
    private mutating func adopt() -> ParameterMapping? {
        if let match = knownMatch {
            mapping.match = match
            return nil
        }
        return studies ? measurements.first : nil
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

    mutating func take(_ match: LoudnessMatch, for asked: ParameterMapping) {
        var plain = asked
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

    /// What a mood asks of the player.
    /// - Parameter gainsDecibels: on top of the map's: fades and the volume; one of them at −60 silences all.
    func wish(named: Expression, weights: ExpressionWeights, gainsDecibels: [Float]) -> Wish {
        var parameters = mapping.parameters(named: named, weights: weights)
        parameters.gainDecibels = Arrangement.gain(parameters.gainDecibels, gainsDecibels)
        return Wish(
            parameters: parameters, quantise: quantise ?? mapping.map.quantise,
            structureDecibels: mapping.structureDecibels(named: named, weights: weights), marks: hasNewGrid ? grid?.marks : nil)
    }

    /// The piece itself, at once, without what effects still ring of it.
    func plainWish(gainsDecibels: [Float]) -> Wish {
        let parameters = ChainParameters(gainDecibels: Arrangement.gain(0, gainsDecibels), cutsTails: true)
        return Wish(parameters: parameters, quantise: .now, marks: hasNewGrid ? grid?.marks : nil)
    }

    /// What is faded out is silent, however loud the map wants it.
    private static func gain(_ map: Float, _ added: [Float]) -> Float {
        added.contains { $0 <= silenceDecibels } ? silenceDecibels : max(added.reduce(map, +), silenceDecibels)
    }
}
