import Capture
import Synchronization

/// Swaps sound cards between the session and the player while music plays: a new one in, a lost one back. The player neither retains
/// nor waits: a card is a raw pointer, owned by whoever took it out.
final class CardExchange: Sendable {
    /// Bits of a retained `SoundCard`, 0 for none.
    private let offered = Atomic<UInt>(0)
    private let returned = Atomic<UInt>(0)

    /// Session's side: the player takes the card before its next block; an earlier offer that was not taken is closed.
    func offer(_ card: consuming sending SoundCard) {
        let bits = UInt(bitPattern: Unmanaged.passRetained(card).toOpaque())
        CardExchange.release(offered.exchange(bits, ordering: .acquiringAndReleasing))
    }

    /// The same for the card that a session begins with, if any.
    func offer(_ first: consuming HandOver<SoundCard>?) {
        if let first { offer(first.take()) }
    }

    /// Session's side: a card returned since the last call. Releasing it closes it, here where blocking does no harm.
    func takeReturned() -> SoundCard? {
        let bits = returned.exchange(0, ordering: .acquiringAndReleasing)
        return UnsafeRawPointer(bitPattern: bits).map { Unmanaged<SoundCard>.fromOpaque($0).takeRetainedValue() }
    }

    /// Player's side: the card offered since the last call, now the player's.
    func takeOffered() -> Unmanaged<SoundCard>? {
        guard offered.load(ordering: .relaxed) != 0 else { return nil }
        let bits = offered.exchange(0, ordering: .acquiringAndReleasing)
        return UnsafeRawPointer(bitPattern: bits).map { Unmanaged.fromOpaque($0) }
    }

    /// Player's side: gives a card back to the session.
    func giveBack(_ card: Unmanaged<SoundCard>) {
        returned.store(UInt(bitPattern: card.toOpaque()), ordering: .releasing)
    }

    deinit {
        CardExchange.release(offered.load(ordering: .acquiring))
        CardExchange.release(returned.load(ordering: .acquiring))
    }

    private static func release(_ bits: UInt) {
        guard let pointer = UnsafeRawPointer(bitPattern: bits) else { return }
        Unmanaged<SoundCard>.fromOpaque(pointer).release()
    }
}
