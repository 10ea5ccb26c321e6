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
    let known: [MoodSong]
    private let grids: [BeatGrid?]

    init(_ first: Song, map: MoodMap, amount: Float, quality: StretchQuality) throws {
        self.first = first
        others = try Set(map.songs.values).sorted().map(Song.open)
        for song in [first] + others { if let remark = song.remark { Program.say("\(ProgramName.own): \(remark)") } }
        var grids: [BeatGrid?] = [], mappings: [ParameterMapping] = []
        for song in [first] + others {
            var mapping = ParameterMapping(
                map: map, amount: amount, beatsPerMinute: song.grid?.beatsPerMinute, beatsPerBar: song.grid?.beatsPerBar ?? 4)
            grids.append(try UpfrontAnalysis(song: song, quality: quality).complete(&mapping))
            mappings.append(mapping)
        }
        self.grids = grids
        mapping = mappings[0]
        known = zip(others, zip(grids, mappings).dropFirst()).map { song, found in
            MoodSong(path: song.path, sourceRate: song.source.sampleRate, grid: found.0, match: found.1.match)
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
