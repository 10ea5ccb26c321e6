import DSP
import Mood

/// How every mood plays the song: the maps, what the analysis has found so far, and from both the player's newest wish.
struct Arrangement: Sendable {
    /// A loudness match that arrives while music plays is approached in inaudible steps, one every tenth of a second.
    private static let matchStepDecibels: Float = 0.3
    private static let matchStepSeconds = 0.1
    /// The chain's lowest gain.
    static let silenceDecibels: Float = -60
    /// Within the first second nobody is used to a level yet, and the match applies at once.
    private static let openingSeconds = 1.0

    /// The map that plays and the amount; what is known of a song comes on top.
    private(set) var mapping: ParameterMapping
    /// The player's songs, by their places.
    private(set) var songs: [KnownSong]
    /// The place of the session's song; the others belong to moods, or wait.
    private(set) var main = 0
    /// Overrides the map's own.
    var quantise: Quantise?
    /// Takes the place of the moods' tempo.
    var pace: Pace?
    /// Where the song that plays was last asked to go on.
    var move = SongMove()
    /// The maps that can be selected.
    private(set) var tunings: [MapTuning]
    private(set) var mapIndex = 0
    /// Of songs that moods have to themselves.
    private let moodPlaces: Range<Int>
    private let measures: Bool
    private let levels: Bool
    private var nextMatchStep = 0.0

    /// - Parameters:
    ///   - maps: what can be selected while the session plays; the first one plays.
    ///   - songs: the session's first, then those that moods have to themselves.
    ///   - measures: the session measures the loudness of mappings.
    ///   - levels: there are, or will be, several songs, which are to be equally loud.
    init(mapping: ParameterMapping, maps: [MoodMap], quantise: Quantise?, songs: [KnownSong], measures: Bool, levels: Bool) {
        self.mapping = mapping.withoutMatch
        self.songs = songs
        moodPlaces = 1..<songs.count
        tunings = (maps.isEmpty ? [mapping.map] : maps).map { MapTuning($0) }
        self.quantise = quantise
        (self.measures, self.levels) = (measures, levels)
    }

    /// As they play.
    var maps: [MoodMap] { tunings.map { $0.playing } }
    var tuning: MapTuning { tunings[mapIndex] }

    /// A mapping, to be measured on the song in a place.
    typealias Measurement = (mapping: ParameterMapping, song: Int)

    /// Every map at the current amount on one song.
    func measurements(of song: Int) -> [Measurement] {
        guard measures else { return [] }
        return ([mapping.map] + maps.filter { $0 != mapping.map }).map { map in
            var each = mapping
            each.map = map
            return (songs[song].plain(each), song)
        }
    }

    /// - Returns: what is to be measured, where its loudness is unknown.
    mutating func play(_ index: Int) -> [Measurement] {
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
    /// - Returns: whether it could be changed so, and what is to be measured, where its loudness is unknown.
    mutating func tune(_ change: (inout MapTuning) -> Bool) -> (Bool, [Measurement]) {
        guard change(&tunings[mapIndex]) else { return (false, []) }
        return (true, adopt())
    }

    mutating func follow(_ amount: Float) -> [Measurement] {
        mapping.amount = amount
        return adopt()
    }

    private mutating func adopt() -> [Measurement] {
        mapping.map = tuning.playing
        let unknown = songs.indices.filter { songs[$0].adopt(mapping) }
        return measures ? unknown.map { (songs[$0].plain(mapping), $0) } : []
    }

    // MARK: - Songs

    /// Changes what is known of the song in a place.
    mutating func know(_ place: Int, _ change: (inout KnownSong) -> Void) {
        if songs.indices.contains(place) { change(&songs[place]) }
    }

    /// Another song is in a place, which does not sound yet.
    mutating func put(_ song: KnownSong, at place: Int) {
        if place == songs.count { songs.append(song) } else { songs[place] = song }
        _ = songs[place].adopt(mapping)
    }

    /// From now on the session's song is the one in this place.
    mutating func turn(to place: Int) { main = place }

    /// - Parameter sounding: the place of the song that is heard.
    mutating func advance(to seconds: Double, sounding: Int) {
        guard seconds >= nextMatchStep else { return }
        nextMatchStep = seconds + Arrangement.matchStepSeconds
        for place in songs.indices {
            let isHeard = place == sounding && seconds >= Arrangement.openingSeconds
            let step = isHeard ? Arrangement.matchStepDecibels : 2 * LoudnessMatch.mostDecibels
            songs[place].approach(mapping, step: step, isLevelled: levels)
        }
    }

    /// What the player is to do for a mood.
    /// - Parameter gainsDecibels: on top of the map's: volume and fades; any of them at −60 dB is silence.
    func wish(named: Expression, weights: ExpressionWeights, gainsDecibels: [Float]) -> Wish {
        let path = mapping.map.songs[named]
        let place = path.flatMap { path in moodPlaces.first { songs[$0].path == path && !songs[$0].isLost } } ?? main
        let song = songs[place]
        let mapping = song.described(self.mapping)
        var parameters = mapping.parameters(named: named, weights: weights, pace: pace)
        parameters.gainDecibels = Arrangement.gain(parameters.gainDecibels, gainsDecibels + [song.levelDecibels])
        var wish = Wish(
            parameters: parameters, quantise: quantise ?? mapping.map.quantise,
            structureDecibels: mapping.structureDecibels(named: named, weights: weights),
            marks: song.hasNewGrid ? song.grid?.marks : nil)
        (wish.song, wish.main) = (place, main)
        (wish.tempoIsGiven, wish.move) = (pace != nil, move)
        wish.levelDecibels = Arrangement.gain(0, gainsDecibels)
        return wish
    }

    /// The piece itself, at once, without the tails of effects.
    func plainWish(gainsDecibels: [Float]) -> Wish {
        let song = songs[main]
        let parameters = ChainParameters(gainDecibels: Arrangement.gain(0, gainsDecibels + [song.levelDecibels]), cutsTails: true)
        var wish = Wish(parameters: parameters, quantise: .now, marks: song.hasNewGrid ? song.grid?.marks : nil)
        (wish.song, wish.main) = (main, main)
        wish.levelDecibels = Arrangement.gain(0, gainsDecibels)
        return wish
    }

    /// A faded mood is silent, whatever gain the map adds.
    private static func gain(_ map: Float, _ added: [Float]) -> Float {
        added.contains { $0 <= silenceDecibels } ? silenceDecibels : max(added.reduce(map, +), silenceDecibels)
    }
}
