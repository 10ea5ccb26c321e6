import Capture
import DSP
import Mood
import Session

/// The songs of an offline rendering: the one named on the command line, and those that moods of the map have to themselves. Each is
/// analysed first.
struct MoodSongs {
    /// For the moods without a song of their own.
    let first: Song
    private let others: [Song]
    /// What moods do, with what is known of the first song.
    let mapping: ParameterMapping
    /// What is known of the others.
    let known: [KnownSong]
    /// Of the first; nil when it is the only one, and for silence.
    let loudness: SongLoudness?
    private let grids: [BeatGrid?]

    init(_ first: Song, map: MoodMap, amount: Float, quality: StretchQuality) throws {
        self.first = first
        let others = try Set(map.songs.values).sorted().map(Song.open)
        self.others = others
        for song in [first] + others { if let remark = song.remark { Program.say("\(ProgramName.own): \(remark)") } }
        var grids: [BeatGrid?] = [], mappings: [ParameterMapping] = [], loudness: [SongLoudness?] = []
        for song in [first] + others {
            var mapping = ParameterMapping(
                map: map, amount: amount, beatsPerMinute: song.grid?.beatsPerMinute, beatsPerBar: song.grid?.beatsPerBar ?? 4)
            let found = try UpfrontAnalysis(song: song, quality: quality, measuresLoudness: !others.isEmpty).complete(&mapping)
            grids.append(found.grid)
            loudness.append(found.loudness)
            mappings.append(mapping)
        }
        self.grids = grids
        mapping = mappings[0]
        self.loudness = loudness[0]
        known = others.indices.map { [grids, loudness] index in
            KnownSong(
                path: others[index].path, sourceRate: others[index].source.sampleRate, grid: grids[index + 1], match: mappings[index + 1].match,
                loudness: loudness[index + 1])
        }
    }

    /// The first song's beats.
    var grid: BeatGrid? { grids[0] }
    /// Of the first song and of the sound, Hz.
    var rate: Double { first.source.sampleRate }

    /// In the player's order.
    var playable: [PlayableSong] { zip([first] + others, grids).map { PlayableSong($0.source, name: $0.name, grid: $1) } }

    /// To be called once everything was read and written.
    /// - Throws: when part of a song could not be heard.
    func checkDamage() throws { for song in [first] + others { try Song.checkDamage(song.source, song.name) } }
}
