import DSP
import Mood

/// A player and the session's side of it, before they go to their threads.
struct PlayerPair: ~Copyable {
    var player: Player
    var remote: PlayerRemote

    /// - Parameters:
    ///   - decks: one a song, made with these gauges.
    ///   - start: what sounds from the first frame on, in the song that it names.
    ///   - spare: of several songs in turn the second place, where the next one is put; −1 when there is none.
    ///   - isReplay: it is told what it did, and wishes nothing.
    init(decks: consuming Places<Deck>, outputRate: Double, start: Wish, gauges: PlayerGauges, isReplay: Bool = false, spare: Int = -1) {
        let mailbox = Mailbox(start)
        let exchange = DeckExchange()
        let events = Ring<PlayerEvent>(capacity: 1024)
        player = Player(decks: decks, outputRate: outputRate, start: start, wishes: mailbox.reader, events: events.producer, gauges: gauges,
            isReplay: isReplay, spare: spare, exchange: exchange)
        remote = PlayerRemote(wishes: mailbox.writer, events: events.consumer, decks: exchange, gauges: gauges, latencyFrames: player.latencyFrames)
    }
}

/// The session's side of a player.
struct PlayerRemote: ~Copyable, Sendable {
    var wishes: MailboxWriter<Wish>
    var events: Consumer<PlayerEvent>
    let decks: DeckExchange
    let gauges: PlayerGauges
    /// The player's own latency.
    let latencyFrames: Int
}
