import Capture
import DSP

/// The songs of a session that is played again, each opened where it first comes in. One that has left waits for its next turn.
final class ReplayedSongs {
    private final class Open {
        let name: String
        let source: any SongSource
        let feeder: UnsafeMutablePointer<SongFeeder>
        let deck: UnsafeMutablePointer<Deck>
        /// The player has it, and ends its deck.
        var isPlaced = false

        init(_ name: String, _ source: any SongSource, _ making: DeckMaking) {
            (self.name, self.source) = (name, source)
            (feeder, deck) = making.ends(of: source, name: name, grid: nil)
        }

        deinit {
            Places.end(feeder)
            if !isPlaced { Places.end(deck) }
        }

        func goTo(_ frame: Double) throws(LeitmotifError) {
            while let missing = deck.pointee.drop(to: frame) {
                try feeder.pointee.skip(Int64(missing))
                deck.pointee.passOver(missing)
                try feeder.pointee.fill()
            }
        }
    }

    private let making: DeckMaking
    private let open: (String) throws(LeitmotifError) -> any SongSource
    private var songs: [Open] = []

    init(_ making: DeckMaking, open: @escaping (String) throws(LeitmotifError) -> any SongSource) {
        (self.making, self.open) = (making, open)
    }

    /// The deck of a song, at a frame of its stream, for the player to take.
    func begin(_ name: String, at frame: Double) throws(LeitmotifError) -> UnsafeMutablePointer<Deck> {
        // A song can be read on, but not back.
        songs.removeAll { !$0.isPlaced && $0.name == name && $0.deck.pointee.nextFrame > frame }
        let song: Open
        if let waiting = songs.first(where: { !$0.isPlaced && $0.name == name }) {
            song = waiting
        } else {
            song = Open(name, try open(name), making)
            songs.append(song)
        }
        try song.goTo(frame)
        song.isPlaced = true
        return song.deck
    }

    /// A deck that the player needs no longer.
    func takeBack(_ deck: UnsafeMutablePointer<Deck>?) {
        for song in songs where song.deck == deck { song.isPlaced = false }
    }

    /// Reads on what plays.
    func fill() throws(LeitmotifError) { for song in songs where song.isPlaced { try song.feeder.pointee.fill() } }

    /// What could not be heard of them.
    var damage: [(song: String, damage: String)] { songs.compactMap { song in song.source.damage.map { (song.name, $0) } } }
}
