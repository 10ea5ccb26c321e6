import Capture
import Synchronization

/// One block on its way from the player to the thread of a sound card, and what that thread reports: the player renders, offers,
/// waits a limited time until the card has taken it, and renders the next.
///
/// Invariant: `block` belongs to the player while the slot is free, to the card's thread while it is filled; the two stores of
/// `state`, one of each side, hand it over. The semaphores only wake.
final class CardSlot: @unchecked Sendable {
    enum State: Int {
        /// The card has room for a block.
        case free
        /// A block waits or is being written.
        case filled
        /// The card's thread has ended.
        case over
    }

    /// What the card's thread is to do next.
    enum Order: Int { case play, drain, close }

    /// How long a card may keep its thread from answering before it counts as lost: longer than `SoundCard` itself waits.
    static let patienceSeconds = 3.0

    let capacityFrames: Int
    /// Interleaved stereo.
    let block: UnsafeMutablePointer<Float>
    private(set) var frames = 0
    /// Bits of the card's buffer in seconds, of what it was at first, and of what it must be when the card is opened again (0 while
    /// it was not widened).
    let bufferSeconds: Atomic<UInt64>
    let firstBufferSeconds: Double
    let neededBufferSeconds = Atomic<UInt64>(0)
    let xruns = Atomic<Int>(0)
    /// Frames at the session's rate that the card has taken and not yet played.
    let delayFrames = Atomic<Int>(0)
    /// Something has been heard.
    let hasPlayed = Atomic<Bool>(false)
    /// Why the card is lost; 0 while it works.
    let lossCode = Atomic<Int32>(0)
    private let current = Atomic<Int>(State.free.rawValue)
    private let orders = Atomic<Int>(Order.play.rawValue)
    private let filled = Semaphore()
    private let freed = Semaphore()

    init(capacityFrames: Int, bufferSeconds seconds: Double) {
        self.capacityFrames = capacityFrames
        bufferSeconds = Atomic(seconds.bitPattern)
        firstBufferSeconds = seconds
        block = .allocate(capacity: capacityFrames * 2)
        block.initialize(repeating: 0, count: capacityFrames * 2)
    }

    deinit { block.deallocate() }

    var state: State { State(rawValue: current.load(ordering: .acquiring)) ?? .over }
    var order: Order { Order(rawValue: orders.load(ordering: .acquiring)) ?? .close }

    // MARK: - The player's side

    /// Offers a block; only while the slot is free.
    func offer(_ interleaved: UnsafePointer<Float>, frames count: Int) {
        block.update(from: interleaved, count: 2 * count)
        frames = count
        current.store(State.filled.rawValue, ordering: .releasing)
        filled.signal()
    }

    /// Waits until the slot is free or over, `seconds` at most.
    func waitUntilFree(seconds: Double) { if state == .filled { freed.wait(seconds: seconds) } }

    // MARK: - Either side

    /// Lets the card's thread play to the end of what it has, or close at once; the first order to close stands.
    func give(_ order: Order) {
        orders.max(order.rawValue, ordering: .releasing)
        filled.signal()
    }

    // MARK: - The card's side

    /// Waits for a block or an order; then `state` and `order` say which.
    func waitForBlock() { if state != .filled, order == .play { filled.wait(seconds: 1) } }

    /// The block has been taken.
    func free() { end(as: .free) }

    /// No block will be taken any more.
    func end() { end(as: .over) }

    private func end(as state: State) {
        current.store(state.rawValue, ordering: .releasing)
        freed.signal()
    }
}
