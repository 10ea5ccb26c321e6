import Capture
import Synchronization

/// Where main and the player exchange sound cards while music plays: a new one in, a lost one back. The player neither counts
/// references nor waits: a card is a pointer that is owned by whoever took it out.
final class CardExchange: Sendable {
    /// Bits of a retained `SoundCard`, 0 for none.
    private let offered = Atomic<UInt>(0)
    private let returned = Atomic<UInt>(0)

    /// Main's side: the player takes the card before its next block; an older offer that was not taken is closed.
    func offer(_ card: consuming sending SoundCard) {
        let bits = UInt(bitPattern: Unmanaged.passRetained(card).toOpaque())
        CardExchange.release(offered.exchange(bits, ordering: .acquiringAndReleasing))
    }

    /// Main's side: a card that came back since the last call. Letting it go closes it, here where waiting does no harm.
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

    /// Player's side: gives a card back to main.
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
