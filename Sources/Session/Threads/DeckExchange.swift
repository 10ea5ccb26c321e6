import Synchronization

/// Swaps decks between the session and the player while music plays: a new one into a place, the one before back. The player neither
/// waits nor frees: a deck is a raw pointer, owned by whoever took it out.
final class DeckExchange: Sendable {
    /// Bits of a pointer to a `Deck`, 0 for none. The player takes the one, and then puts the other, which it found in the place.
    let offered = Atomic<UInt>(0)
    let returned = Atomic<UInt>(0)
    /// Where the one that is offered belongs.
    let place = Atomic<Int>(0)

    /// Session's side: the player takes the deck as soon as the place is free.
    /// - Returns: false while an earlier one waits; then nothing was taken over.
    func offer(_ deck: UnsafeMutablePointer<Deck>, place: Int) -> Bool {
        guard !isWaiting else { return false }
        self.place.store(place, ordering: .relaxed)
        offered.store(UInt(bitPattern: deck), ordering: .releasing)
        return true
    }

    /// Session's side: a deck that was offered has not been taken.
    var isWaiting: Bool { offered.load(ordering: .acquiring) != 0 }

    /// Session's side: frees a deck that came out of its place.
    func endReturned() { DeckExchange.end(returned.exchange(0, ordering: .acquiringAndReleasing)) }

    deinit {
        DeckExchange.end(offered.load(ordering: .acquiring))
        endReturned()
    }

    private static func end(_ bits: UInt) { Places<Deck>.end(UnsafeMutablePointer(bitPattern: bits)) }
}
