import Capture
import DSP
import Synchronization

/// Opens the songs of a list on a thread of its own while the session plays, and ends those that have left: neither may hold up the
/// session, however slow a disk is.
final class SongLoader: Sendable {
    /// A song that was opened, its first seconds read and its deck made.
    struct Loaded: Sendable {
        let index: Int
        let place: Int
        let song: KnownSong
        let threads: SongThreads
        /// Whoever takes it out owns it.
        nonisolated(unsafe) let deck: UnsafeMutablePointer<Deck>
    }

    enum Outcome: Sendable {
        case loaded(Loaded)
        case refused(Int, LeitmotifError)
    }

    private enum Order: Sendable {
        case load(Int, place: Int)
        case drop(SongThreads)
    }

    private struct State: Sendable {
        var orders: [Order] = []
        var outcomes: [Outcome] = []
        var isOver = false
    }

    /// Shared by both threads.
    private final class Shared: Sendable {
        let state = Mutex(State())
        let bell = Semaphore()
    }

    private let shared = Shared()
    private let worker: Worker

    /// - Parameter part: a song of the list, by its index; called on the loader's thread.
    init(_ making: DeckMaking, part: @escaping @Sendable (Int) throws(LeitmotifError) -> SongPart) throws(LeitmotifError) {
        let shared = shared
        worker = try Worker("songs") {
            while true {
                let (order, isOver) = shared.state.withLock { state in
                    (state.orders.isEmpty ? nil : state.orders.removeFirst(), state.isOver)
                }
                switch order {
                case .load(let index, let place)? where !isOver:
                    let outcome = SongLoader.load(index, place, making, part)
                    shared.state.withLock { $0.outcomes.append(outcome) }
                case .drop?, .load?: continue
                case nil:
                    if isOver { return }
                    shared.bell.wait(seconds: 3600)
                }
            }
        }
    }

    deinit {
        end()
        for case .loaded(let loaded) in takeOutcomes() { Places<Deck>.end(loaded.deck) }
    }

    func load(_ index: Int, place: Int) { give(.load(index, place: place)) }

    /// Ends the threads of a song, however long they take.
    func drop(_ threads: SongThreads) {
        threads.end()
        give(.drop(threads))
    }

    func takeOutcomes() -> [Outcome] {
        shared.state.withLock { state in
            defer { state.outcomes.removeAll() }
            return state.outcomes
        }
    }

    /// Waits for the thread, in a limited time.
    func end() {
        shared.state.withLock { $0.isOver = true }
        shared.bell.signal()
        worker.join(within: LiveSession.patienceSeconds)
    }

    private func give(_ order: Order) {
        shared.state.withLock { $0.orders.append(order) }
        shared.bell.signal()
    }

    private static func load(
        _ index: Int, _ place: Int, _ making: DeckMaking, _ part: (Int) throws(LeitmotifError) -> SongPart
    ) -> Outcome {
        do throws(LeitmotifError) {
            let part = try part(index)
            let source = try part.open()
            let frameCount = source.frameCount
            let stream = SongStream(source, name: part.song.path, loops: true)
            let buffer = stream.reader.buffer
            let deck = making.deck(stream.reader, frameCount: frameCount, grid: part.song.grid)
            var feeder = stream.feeder
            try feeder.fill()
            let threads = try SongThreads(part.analyser, feeder: feeder, buffer: buffer)
            return .loaded(Loaded(index: index, place: place, song: part.song, threads: threads, deck: Places.pointer(to: deck)))
        } catch {
            return .refused(index, error)
        }
    }
}
