import Capture

/// Opens a lost sound card again on a thread of its own: that may take seconds, and faces, commands and fades go on meanwhile.
struct CardOpener: ~Copyable {
    private let open: (@Sendable () throws(LeitmotifError) -> SoundCard)?
    private let cards: CardExchange
    private let facts = FactQueue()
    private var attempt: Worker?

    /// - Parameter open: nil when no card was asked for.
    init(_ open: (@Sendable () throws(LeitmotifError) -> SoundCard)?, cards: CardExchange) {
        self.open = open
        self.cards = cards
    }

    /// Whether somebody listens through a card, or would if it were there.
    var hasCard: Bool { open != nil }

    /// Tries once; the outcome comes as a fact, `back` or `stillLost`.
    mutating func tryAgain() {
        guard let open else { return }
        attempt?.join()
        attempt = Worker("card opener") { [cards, facts] in
            do throws(LeitmotifError) {
                cards.offer(try open())
                facts.report(.back(.sound))
            } catch {
                facts.report(.stillLost(.sound, cause: error.cause))
            }
        }
    }

    func takeFacts() -> [Fact] { facts.take() }

    /// Leaves an attempt to itself that hangs.
    func end() { attempt?.join(within: 0.5) }
}
