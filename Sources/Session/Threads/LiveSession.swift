import Capture
import DSP
import Glibc
import Mood

/// Watches a face and plays a song that follows it: connects the `Performance`, which decides, with the threads, devices and
/// clock, which do not. Belongs to one thread at a time.
public struct LiveSession: ~Copyable, Sendable {
    private static let passSeconds = 0.02
    private static let snapshotSeconds = 0.1
    /// How long to wait for a helper thread at the end; one that hangs is detached.
    static let patienceSeconds = 2.0

    /// What is left of a session when it is over.
    public struct Outcome: Sendable {
        /// The last snapshot.
        public var snapshot: Snapshot
        /// The song to play next, when a command asked for another.
        public var nextSong: String?
    }

    private let port: SessionPort
    private let stop: StopFlag
    var performance: Performance
    var remote: PlayerRemote
    let playing: PlayerThread
    private let watching: WatcherThread
    let feeding: FeederThread
    private let analysis: Worker?
    private let analyser: SongAnalyser?
    let cards = CardExchange()
    var opener: CardOpener
    let recorders: [Recorder]
    let songBuffer: SongBuffer
    let outputRate: Double
    let blockFrames: Int
    /// Ends the player; `quit` then ends the threads that serve it.
    private let ending = StopFlag()
    private let quit = StopFlag()
    private let begin = Clock.seconds
    private var nextSnapshot = 0.0
    private var nextSong: String?
    var busyBefore = 0
    var playedBefore = 0
    var recordingHasFailed = false

    /// Opens the recordings, starts every thread and plays.
    /// - Parameters:
    ///   - port: the session's interface; to see every event, subscribe beforehand.
    ///   - stop: ends the session when it is set.
    /// - Throws: when the song or a recording cannot be opened; then no thread is left.
    public init(_ parts: consuming LiveParts, port: SessionPort, stop: StopFlag) throws(LeitmotifError) {
        let rate = parts.performance.outputRate
        var performance = Performance(parts.performance)
        let stream = SongStream(parts.song.take(), name: parts.songName, loops: true)
        songBuffer = stream.reader.buffer
        var feeder = stream.feeder
        try feeder.fill()
        let pair = PlayerPair(song: stream.reader, outputRate: rate, start: performance.start, grid: parts.performance.grid)
        var taps = RecorderTaps(capacity: parts.recordings.count)
        recorders = try LiveSession.recorders(parts.recordings, rate: rate, taps: &taps)
        performance.begin()

        self.port = port
        self.stop = stop
        self.performance = performance
        analyser = parts.analyser
        opener = CardOpener(parts.reopenCard, cards: cards)
        outputRate = rate
        blockFrames = parts.blockFrames
        if let card = parts.card { cards.offer(card.take()) }
        playing = PlayerThread(
            player: pair.player, gauges: pair.remote.gauges, sampleRate: rate, blockFrames: parts.blockFrames,
            totalFrames: parts.seconds.map { Int64(($0 * rate).rounded()) }, taps: taps, cards: cards, stop: ending)
        remote = pair.remote
        feeding = FeederThread(feeder: feeder, stop: quit)
        watching = WatcherThread(watcher: parts.watcher, source: parts.source, stop: quit, open: parts.reopenSource)
        analysis = analyser?.start(stop: quit)
        port.publish(performance.snapshot)
    }

    private static func recorders(
        _ paths: [String], rate: Double, taps: inout RecorderTaps
    ) throws(LeitmotifError) -> [Recorder] {
        var recorders: [Recorder] = []
        for path in paths {
            do throws(LeitmotifError) {
                recorders.append(try Recorder(path: path, sampleRate: rate, taps: &taps))
            } catch {
                for recorder in recorders { recorder.discard() }
                throw error
            }
        }
        return recorders
    }

    /// Runs on the calling thread until the session is over.
    /// - Throws: the first error of the song or a recording, after everything has been completed.
    public consuming func run() throws(LeitmotifError) -> Outcome {
        while playing.isPlaying {
            pass(at: now)
            if stop.isSet || feeding.error != nil || hasNoOutputLeft { ending.set() }
            Clock.sleep(until: Clock.seconds + LiveSession.passSeconds)
        }
        port.refuseInputs()
        pass(at: now)
        playing.join()
        // The files first, then the threads that may hang in a read.
        let failure = finishRecordings()
        quit.set()
        opener.end()
        _ = cards.takeReturned()
        watching.join()
        feeding.join()
        analysis?.join(within: LiveSession.patienceSeconds)
        return try finish(failure)
    }

    /// For a session that never ran.
    deinit {
        ending.set()
        playing.join()
        quit.set()
    }

    private var now: Double { Clock.seconds - begin }

    /// Facts and commands in, actions, events and a snapshot out.
    private mutating func pass(at now: Double) {
        for fact in watching.takeFacts() { performance.take(fact, at: now) }
        takePlayerEvents(at: now)
        takeDeviceFacts(at: now)
        for fact in analyser?.takeFacts() ?? [] { performance.take(fact, at: now) }
        for input in port.takeInputs() {
            switch input {
            case .command(let command): performance.take(command, at: now)
            case .fact(let fact): performance.take(fact, at: now)
            }
        }
        let showsSnapshot = now >= nextSnapshot
        if showsSnapshot {
            nextSnapshot = now + LiveSession.snapshotSeconds
            performance.take(.analysing(share: analyser?.share), at: now)
            performance.take(.played(report()), at: now)
        }
        performance.advance(to: now)
        for action in performance.takeActions() { act(action, at: now) }
        port.publish(performance.takeEvents())
        if showsSnapshot { port.publish(performance.snapshot) }
    }

    private mutating func act(_ action: Action, at now: Double) {
        switch action {
        case .play(let wish): remote.wishes.post(wish)
        case .measure(let mapping): analyser?.measure(mapping)
        case .ignore(let faces): watching.ignore(faces: faces)
        case .reopenCard: opener.tryAgain()
        case .stop(let song):
            nextSong = song
            ending.set()
        }
    }

    /// Every recording has failed and there is no sound card: nothing is heard or kept.
    private var hasNoOutputLeft: Bool {
        !recorders.isEmpty && !opener.hasCard && recorders.allSatisfy { $0.error != nil }
    }

    /// Completes every file.
    /// - Returns: the first error there was.
    private func finishRecordings() -> LeitmotifError? {
        var first = feeding.error
        for recorder in recorders {
            do throws(LeitmotifError) { try recorder.finish() } catch { first = first ?? error }
        }
        return first
    }

    private mutating func finish(_ failure: LeitmotifError?) throws(LeitmotifError) -> Outcome {
        let now = now
        takePlayerEvents(at: now)
        performance.take(.played(report()), at: now)
        performance.end(frames: performance.snapshot.player.frames)
        port.publish(performance.takeEvents())
        port.publish(performance.snapshot)
        port.close()
        if let failure { throw failure }
        return Outcome(snapshot: performance.snapshot, nextSong: nextSong)
    }
}
