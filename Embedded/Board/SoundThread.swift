import CBoard
import CLeitmotif

/// The sound of a session on a thread of its own: makes a block, gives it to the card, which sets the pace. A card that is lost is opened
/// again every second. Only this thread touches it once it runs; the session's sound may be made beside its pictures.
final class SoundThread {
    private static let reopenSeconds = 1.0

    private let session: OpaquePointer
    private let name: UnsafePointer<CChar>
    private let rate: Double
    private var card: Card?
    private let block: UnsafeMutablePointer<Float>
    private var thread = pthread_t()
    /// What was played, and how often the card ran dry; for whoever has joined.
    private(set) var frames = 0
    private(set) var underruns = 0

    init(_ session: OpaquePointer, _ card: consuming Card, name: UnsafePointer<CChar>) {
        self.session = session
        self.name = name
        rate = card.rate
        self.card = consume card
        block = .allocate(capacity: 2 * Card.blockFrames)
    }

    /// False when the system has no thread.
    func start() -> Bool {
        let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
            guard let context else { return nil }
            Unmanaged<SoundThread>.fromOpaque(context).takeUnretainedValue().run()
            return nil
        }
        return board_start(&thread, body, Unmanaged.passUnretained(self).toOpaque()) == 0
    }

    func join() { pthread_join(thread, nil) }

    private func run() {
        let start = board_now()
        while board_is_over() == 0 {
            guard playBlock() else {
                lose()
                reopen()
                continue
            }
            frames += Card.blockFrames
            if card?.isPaced == false { board_sleep(start + Double(frames) / rate - board_now()) }
        }
        if let played = card.take() { underruns += played.underruns }
    }

    private func playBlock() -> Bool {
        guard card != nil else { return false }
        _ = leitmotif_process(session, block, Card.blockFrames)
        return card!.play(block, frames: Card.blockFrames)
    }

    private func lose() {
        guard let lost = card.take() else { return }
        underruns += lost.underruns
        Failure("play sound", name, "the card is gone" as StaticString, next: "plug it in again").say()
    }

    private func reopen() {
        board_sleep(SoundThread.reopenSeconds)
        // At another rate everything would sound in another key.
        guard let again = try? Card(name, rate: rate), again.rate == rate else { return }
        card = consume again
        fputs("leitmotif-board: the card is back\n", board_errors())
    }

    deinit { block.deallocate() }
}
