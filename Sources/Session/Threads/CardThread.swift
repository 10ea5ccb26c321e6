import Capture

/// A sound card on a thread of its own, because any call of a card may hang for ever: nobody joins it without a limit, and one
/// that hangs is left behind with its card.
final class CardThread: Sendable {
    /// Everything the thread owns.
    fileprivate struct Work: ~Copyable {
        let card: SoundCard
        let slot: CardSlot
        let sessionRate: Double
        var bridge: CardBridge?
    }

    let slot: CardSlot
    /// The card's own; where it differs from the session's, the music is resampled for it.
    let cardRate: Double
    private let worker: Worker

    /// - Parameters:
    ///   - sessionRate: of the blocks that will come.
    ///   - blockFrames: the longest of them.
    /// - Throws: when no thread can be started.
    init(_ card: consuming sending SoundCard, sessionRate: Double, blockFrames: Int) throws(LeitmotifError) {
        slot = CardSlot(capacityFrames: blockFrames, bufferSeconds: card.bufferSeconds)
        cardRate = card.rate
        let bridge = card.rate == sessionRate ? nil : CardBridge(sessionRate: sessionRate, cardRate: card.rate)
        let work = Work(card: card, slot: slot, sessionRate: sessionRate, bridge: bridge)
        worker = try Worker("sound card", realTimePriority: Worker.audioPriority, moving: work) { (work: consuming Work) in
            work.play()
            let slot = work.slot
            _ = consume work
            slot.end()
        }
    }

    /// Why the card was lost, one line; nil when it was not.
    var lossCause: String? {
        switch slot.lossCode.load(ordering: .acquiring) {
        case 0: nil
        case CardThread.hangs: "it has not answered for \(Int(CardSlot.patienceSeconds)) seconds"
        case let code: SoundCard.cause(ofLoss: code)
        }
    }

    /// A loss that the card's thread cannot report itself.
    static let hangs = Int32.max

    /// Closes the card; one that hangs is left to itself after `patience` seconds.
    func end(patience seconds: Double) {
        slot.give(.close)
        worker.join(within: seconds)
    }

    /// Its thread has come back, and the card is closed.
    var hasEnded: Bool { worker.hasEnded }

    deinit { end(patience: 0) }
}

extension CardThread.Work {
    fileprivate mutating func play() {
        while slot.order == .play || (slot.order == .drain && slot.state == .filled) {
            guard slot.state == .filled else {
                slot.waitForBlock()
                continue
            }
            guard write() else {
                slot.lossCode.store(card.lossCode, ordering: .releasing)
                return
            }
            // Before the player is asked for more: what it renders then waits for nothing.
            if slot.order == .play { card.waitForRoom() }
            slot.delayFrames.store(Int((Double(card.delayFrames) * sessionRate / card.rate).rounded()), ordering: .relaxed)
            slot.free()
        }
        if slot.order == .drain {
            if bridge != nil { _ = bridge!.flush { [card] in card.write(interleaved: $0, frames: $1) } }
            card.drain()
        }
    }

    private mutating func write() -> Bool {
        let card = card
        let isThere =
            if bridge != nil {
                bridge!.convert(slot.block, frames: slot.frames) { card.write(interleaved: $0, frames: $1) }
            } else {
                card.write(interleaved: slot.block, frames: slot.frames)
            }
        slot.xruns.store(card.xruns, ordering: .relaxed)
        slot.bufferSeconds.store(card.bufferSeconds.bitPattern, ordering: .relaxed)
        slot.neededBufferSeconds.store(card.neededBufferSeconds.bitPattern, ordering: .relaxed)
        slot.hasPlayed.store(card.hasPlayed, ordering: .relaxed)
        return isThere
    }
}
