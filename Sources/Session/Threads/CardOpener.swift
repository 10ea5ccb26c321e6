import Capture

/// Reopens a lost sound card on its own thread: that may take seconds, during which faces, commands and fades go on.
struct CardOpener: ~Copyable {
    private let open: (@Sendable () throws(LeitmotifError) -> SoundCard)?
    private let cards: CardExchange
    private let facts = FactQueue()
    private var attempt: Worker?

    /// - Parameter open: nil when the session uses no card.
    init(_ open: (@Sendable () throws(LeitmotifError) -> SoundCard)?, cards: CardExchange) {
        self.open = open
        self.cards = cards
    }

    /// Whether the session uses a card, be it lost or not.
    var hasCard: Bool { open != nil }

    /// Tries once; the outcome comes as a fact, `back` or `stillLost`.
    mutating func tryAgain() {
        guard let open else { return }
        attempt?.join()
        attempt = nil
        do throws(LeitmotifError) {
            attempt = try Worker("card opener") { [cards, facts] in
                do throws(LeitmotifError) {
                    let card = try open()
                    // Said before it is offered: a card that fails at once is lost after it was back.
                    facts.report(.back(.sound))
                    cards.offer(card)
                } catch {
                    facts.report(.stillLost(.sound, cause: error.cause))
                }
            }
        } catch {
            facts.report(.stillLost(.sound, cause: error.cause))
        }
    }

    func takeFacts() -> [Fact] { facts.take() }

    /// Waits for an attempt, but detaches one that hangs.
    func end() { attempt?.join(within: 0.5) }
}
