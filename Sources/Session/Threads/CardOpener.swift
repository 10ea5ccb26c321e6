import Capture

/// Reopens a lost sound card: that may take seconds, during which faces, commands and fades go on.
struct CardOpener: ~Copyable {
    /// Attempts and cards that may hang at a time; each keeps a thread until its device answers.
    private static let mostHanging = 3

    private let open: (@Sendable (Double) throws(LeitmotifError) -> SoundCard)?
    private let cards: CardExchange
    private let sessionRate: Double
    private let blockFrames: Int
    private var attempt: CardAttempt?
    private var hanging: [CardAttempt] = []
    /// Cards given up whose threads have not ended: they may hang in the device.
    private var left: [CardThread] = []
    private var facts: [Fact] = []
    /// Length of the buffer that the card was found to need, 0 while the one asked for will do.
    var bufferSeconds = 0.0

    /// - Parameters:
    ///   - open: takes the least length of the buffer, in seconds; nil when the session uses no card.
    ///   - sessionRate: of the blocks that a card will be given.
    ///   - blockFrames: the longest of them.
    init(
        _ open: (@Sendable (Double) throws(LeitmotifError) -> SoundCard)?, cards: CardExchange, sessionRate: Double,
        blockFrames: Int
    ) {
        self.open = open
        self.cards = cards
        self.sessionRate = sessionRate
        self.blockFrames = blockFrames
    }

    /// Whether the session uses a card, be it lost or not.
    var hasCard: Bool { open != nil }

    /// Tries once. A card that opens is offered to the player, and is back when something of it has been heard; else the fact
    /// `stillLost` says why.
    mutating func tryAgain() {
        hanging.removeAll { $0.hasEnded }
        left.removeAll { $0.hasEnded }
        guard let open, attempt == nil else { return }
        guard hanging.count + left.count < CardOpener.mostHanging else { return fail(CardOpener.noAnswer) }
        do throws(LeitmotifError) {
            attempt = try CardAttempt { [bufferSeconds] () throws(LeitmotifError) in try open(bufferSeconds) }
        } catch {
            fail(error.cause)
        }
    }

    private static let noAnswer = "opening it has not come to an end for \(Int(CardAttempt.patienceSeconds)) seconds"

    mutating func takeFacts() -> [Fact] {
        if let attempt {
            if let outcome = attempt.takeOutcome() {
                self.attempt = nil
                switch consume outcome {
                case .opened(let card): offer(card.take())
                case .failed(let error): fail(error.cause)
                }
            } else if attempt.isOverdue {
                attempt.abandon()
                hanging.append(attempt)
                self.attempt = nil
                fail(CardOpener.noAnswer)
            }
        }
        defer { facts.removeAll() }
        return facts
    }

    private mutating func offer(_ card: consuming sending SoundCard) {
        let rate = card.rate
        do throws(LeitmotifError) {
            cards.offer(try CardThread(card, sessionRate: sessionRate, blockFrames: blockFrames))
        } catch {
            return fail(error.cause)
        }
        facts.append(.reopened(cardRate: rate))
    }

    private mutating func fail(_ cause: String) { facts.append(.stillLost(.sound, cause: cause)) }

    /// Ends a card without waiting for it.
    mutating func leave(_ card: CardThread) {
        card.end(patience: 0)
        if !card.hasEnded { left.append(card) }
    }

    /// An attempt that hangs is left behind.
    func end() { attempt?.abandon() }
}
