import Capture

/// What lies ready and what has left, of songs in turn.
struct SongTurns: Sendable {
    let loader: SongLoader
    /// Offered to the player, and not taken yet.
    fileprivate var waiting: SongLoader.Loaded?

    init(_ loader: SongLoader) { self.loader = loader }

    func end() { loader.end() }
}

/// The songs of a live session.
extension LiveSession {
    /// Why nothing can be played any more: the session's song cannot be read, and there is no other.
    var songError: LeitmotifError? { performance.hasNextSong ? nil : songs[performance.sessionSong]?.error }

    mutating func takeSongFacts(at now: Double) {
        takeTurns(at: now)
        for (place, song) in songs.enumerated() {
            guard let song else { continue }
            for fact in song.facts { performance.take(.ofSong(place, fact), at: now) }
            if let error = song.error { performance.take(.songLost(place, cause: error.description), at: now) }
        }
    }

    /// A song that was opened goes to the player; once it has taken it, the one that was there before ends.
    private mutating func takeTurns(at now: Double) {
        guard turns != nil else { return }
        remote.decks.endReturned()
        if let waiting = turns?.waiting, !remote.decks.isWaiting {
            turns?.waiting = nil
            while songs.count <= waiting.place { songs.append(nil) }
            if let old = songs[waiting.place] { turns?.loader.drop(old) }
            songs[waiting.place] = waiting.threads
            performance.take(.songPrepared(waiting.index, waiting.song), at: now)
        }
        for outcome in turns?.loader.takeOutcomes() ?? [] {
            switch outcome {
            case .loaded(let loaded):
                // One at a time is asked for: the exchange is free.
                if remote.decks.offer(loaded.deck, place: loaded.place) { turns?.waiting = loaded }
            case .refused(let index, let error): performance.take(.songRefused(index, cause: error.description), at: now)
            }
        }
    }
}
