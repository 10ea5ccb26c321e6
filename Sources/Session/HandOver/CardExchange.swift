import Capture
import Synchronization

/// Swaps sound cards, each on its thread, between the session and the player while music plays: a new one in, a lost one back. The
/// player neither retains nor waits: a card is a raw pointer, owned by whoever took it out.
final class CardExchange: Sendable {
    /// Bits of a retained `CardThread`, 0 for none.
    private let offered = Atomic<UInt>(0)
    private let returned = Atomic<UInt>(0)
    private let plays = Atomic<Bool>(false)

    /// Session's side: the player takes the card before its next block; an earlier offer that was not taken is closed.
    func offer(_ card: CardThread) {
        let bits = UInt(bitPattern: Unmanaged.passRetained(card).toOpaque())
        CardExchange.release(offered.exchange(bits, ordering: .acquiringAndReleasing))
    }

    /// Session's side: a card returned since the last call, which its end closes.
    func takeReturned() -> CardThread? {
        let bits = returned.exchange(0, ordering: .acquiringAndReleasing)
        return UnsafeRawPointer(bitPattern: bits).map { Unmanaged<CardThread>.fromOpaque($0).takeRetainedValue() }
    }

    /// Player's side: the card offered since the last call, now the player's.
    func takeOffered() -> Unmanaged<CardThread>? {
        guard offered.load(ordering: .relaxed) != 0 else { return nil }
        let bits = offered.exchange(0, ordering: .acquiringAndReleasing)
        return UnsafeRawPointer(bitPattern: bits).map { Unmanaged.fromOpaque($0) }
    }

    /// Player's side: gives a card back to the session.
    func giveBack(_ card: Unmanaged<CardThread>) {
        returned.store(UInt(bitPattern: card.toOpaque()), ordering: .releasing)
    }

    /// Player's side: sound of the card has been heard.
    func play() { plays.store(true, ordering: .relaxed) }

    /// Session's side: whether sound of a card has been heard since the last call.
    func takePlays() -> Bool { plays.exchange(false, ordering: .relaxed) }

    deinit {
        CardExchange.release(offered.load(ordering: .acquiring))
        CardExchange.release(returned.load(ordering: .acquiring))
    }

    private static func release(_ bits: UInt) {
        guard let pointer = UnsafeRawPointer(bitPattern: bits) else { return }
        Unmanaged<CardThread>.fromOpaque(pointer).release()
    }
}
