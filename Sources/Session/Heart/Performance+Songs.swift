import DSP
import Mood

/// Song after song: the next one is prepared while one plays, and comes in when it is asked for or when that one ends.
extension Performance {
    /// How long before its end a song makes way for the next: the cross-fade, and a pass of the session.
    private static let endSeconds = 0.6
    /// By then the analysis of the first song has begun.
    private static let settledSeconds = 3.0
    /// With no more left of a song, the next one is needed soon.
    private static let soonSeconds = 30.0
    /// From a turn on until nothing of the song before is heard, if it did not have to wait.
    private static let turnSeconds = 1.0

    /// The player's place for the song that comes next.
    private var freePlace: Int { arrangement.main == 0 ? 1 + setting.moodSongs.count : 0 }

    mutating func followSongs() {
        guard playlist.paths.count > 1, !isStopping, songChange == nil else { return }
        if mayPrepare, let index = playlist.takeRequest() { request(.prepareSong(index, place: freePlace)) }
        guard let target = playlist.target, playlist.ready == target, !isTurning else { return }
        if playlist.wanted != nil {
            turn(arrangement.quantise == .now || mainIsLost ? .now : .bar)
        } else if isAtItsEnd {
            turn(.now)
        }
    }

    /// The next song takes its time for the analysis from that of this one only when it has to.
    private var mayPrepare: Bool {
        playlist.wanted != nil || (now >= Performance.settledSeconds && facts.analysisShare == nil) || secondsLeft < Performance.soonSeconds
    }

    private var mainIsLost: Bool { arrangement.songs[arrangement.main].isLost }

    /// The session's song is the one that lies ready.
    /// - Parameter quantise: when it comes in.
    private mutating func turn(_ quantise: Quantise) {
        arrangement.turn(to: freePlace)
        playlist.turn()
        (turnedAt, turnQuantise) = (now, quantise)
        let song = arrangement.songs[arrangement.main]
        emit(.song(song.path))
        if let finding = song.finding { emit(.beats(finding)) }
    }

    /// Until the song that was turned to is heard alone. A mood's own song goes on meanwhile.
    private var isTurning: Bool {
        if now < turnedAt + Performance.turnSeconds { return true }
        return wish.song == arrangement.main && facts.player.song != arrangement.main
    }

    /// The player is told when a song comes in until it has.
    func quantise(of wish: Wish) -> Quantise {
        guard let turnQuantise, wish.song == arrangement.main, facts.player.song != arrangement.main else { return wish.quantise }
        return turnQuantise
    }

    private var isAtItsEnd: Bool { wish.song == arrangement.main && secondsLeft <= Performance.endSeconds }

    /// Until the end of the session's song, while that is heard and its length is known; endless otherwise.
    private var secondsLeft: Double {
        guard facts.player.song == arrangement.main, let frames = facts.player.songFrames, frames > 0 else { return .infinity }
        let rate = arrangement.songs[arrangement.main].sourceRate * max(facts.parameters.tempo, 0.01)
        return (Double(frames) - facts.player.heardFrame.truncatingRemainder(dividingBy: Double(frames))) / rate
    }

    /// A song lies ready in the player's free place.
    mutating func prepare(_ index: Int, _ song: KnownSong) {
        arrangement.put(song, at: freePlace)
        playlist.prepared(index)
        if song.grid != nil { measureMaps(of: freePlace) }
    }

    /// A song of the list cannot be opened.
    mutating func refuseSong(_ index: Int, _ cause: String) {
        playlist.lose(index)
        emit(.songLost(cause))
    }

    /// The song in a place cannot be read any more.
    mutating func loseSong(_ place: Int, _ cause: String) {
        guard arrangement.songs.indices.contains(place), !arrangement.songs[place].isLost else { return }
        arrangement.know(place) { $0.isLost = true }
        if place == arrangement.main {
            playlist.leave()
            emit(.songLost(cause))
        } else if place >= 1, place <= setting.moodSongs.count {
            emit(.moodSongLost(cause))
        } else if let ready = playlist.ready {
            refuseSong(ready, cause)
        }
    }
}

extension Performance {
    /// The player's place of the session's song.
    public var sessionSong: Int { arrangement.main }

    /// Another song can follow.
    public var hasNextSong: Bool { playlist.hasOthers }
}
