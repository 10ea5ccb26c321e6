import DSP
import Mood

/// What a session wishes the player to play: the map, what was learnt of the song meanwhile, and the newest wish.
final class LiveMusic {
    /// A match that comes while music plays moves in by so much every tenth of a second; no ear takes that for a jump.
    private static let matchStepDecibels: Float = 0.3
    /// The chain's lowest gain.
    private static let silenceDecibels: Float = -60
    /// Before that many seconds nobody has got used to a level.
    private static let openingSeconds = 1.0

    private(set) var mapping: ParameterMapping
    private let quantise: Quantise?
    private let study: SongStudy?
    private let maps: [MoodMap]
    private let mailbox: Mailbox
    private var songFrames: Double?
    private var matches: [UInt64: LoudnessMatch] = [:]
    /// The player reads their memory until it has ended.
    private var grids: [BeatGrid] = []
    private var lastWish: (ChainParameters, Float)?

    /// - Parameters:
    ///   - maps: what may be asked for while the session plays, to be measured beforehand.
    ///   - hasGrid: the song brought its beats; else the study finds them.
    init(mapping: ParameterMapping, quantise: Quantise?, study: SongStudy?, maps: [MoodMap], hasGrid: Bool, mailbox: Mailbox) {
        self.mapping = mapping
        self.quantise = quantise
        self.study = study
        self.maps = maps
        self.mailbox = mailbox
        if hasGrid { wantMatches() }
    }

    /// How far the study of the song is, 0…1; nil while there is nothing to do.
    var studyShare: Double? { study?.share }

    /// Plays another map from now on.
    func take(_ map: MoodMap) {
        mapping.map = map
        let key = SongStudy.key(of: mapping)
        // Measured beforehand, it changes with everything else; otherwise the levels stay until it is.
        if let match = matches[key] { mapping.match = match } else { study?.want(mapping) }
    }

    /// To be called ten times a second.
    /// - Returns: what is worth telling, and the beats when they were just found.
    func learn(at seconds: Double) -> (notices: [String], found: BeatFinding?) {
        var notices: [String] = []
        var found: BeatFinding?
        while let news = study?.takeNews() {
            switch news {
            case .beats(let finding, let frames):
                notices.append(finding.words)
                found = finding
                if let beats = finding.beats {
                    mapping.beatsPerMinute = beats.beatsPerMinute
                    mapping.beatsPerBar = beats.beatsPerBar
                    if let grid = beats.grid(loopFrames: Double(frames)) { grids.append(grid) }
                }
                wantMatches()
            case .match(let match, let key): matches[key] = match
            case .failed(let line): notices.append("beats and loudness stay unknown: \(line)")
            }
        }
        if let match = matches[SongStudy.key(of: mapping)] {
            let step = seconds < LiveMusic.openingSeconds ? 2 * LoudnessMatch.mostDecibels : LiveMusic.matchStepDecibels
            mapping.match = mapping.match.moved(towards: match, step: step)
        }
        return (notices, found)
    }

    private func wantMatches() {
        var each = mapping
        study?.want(each)
        for map in maps where map != mapping.map {
            each.map = map
            study?.want(each)
        }
    }

    /// Posts what a mood asks for, when that is new.
    /// - Parameter fadeDecibels: 0 or less, how far the music has faded for want of a face.
    func wish(named: Expression, weights: ExpressionWeights, fadeDecibels: Float) {
        var parameters = mapping.parameters(named: named, weights: weights)
        // A faded mood is silent, however loud the map wants it.
        let silence = LiveMusic.silenceDecibels
        parameters.gainDecibels = fadeDecibels <= silence ? silence : max(parameters.gainDecibels + fadeDecibels, silence)
        let structure = mapping.structureDecibels(named: named, weights: weights)
        if let lastWish, lastWish == (parameters, structure) { return }
        lastWish = (parameters, structure)
        mailbox.post(
            Wish(
                parameters: parameters, quantise: quantise ?? mapping.map.quantise, structureDecibels: structure,
                marks: grids.last?.marks))
    }
}

extension BeatFinding {
    /// For people.
    public var words: String {
        guard let beats else { return "no beat found: changes act at once" }
        func short(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }
        let other = beats.alternativeBeatsPerMinute.map { " (or \(short($0)))" } ?? ""
        return "\(short(beats.beatsPerMinute)) beats a minute\(other), \(beats.beatsPerBar) to a bar"
    }
}
