import Capture
import DSP
import Glibc
import Mood

/// Watches a face and plays a song that follows it: connects the `Performance`, which decides, with the threads, devices and
/// clock, which do not. Belongs to one thread at a time.
public struct LiveSession: ~Copyable, Sendable {
    /// From one pass to the next, unless a picture comes before.
    private static let passSeconds = 0.02
    private static let reportSeconds = 0.1
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
    private let bell = Bell()
    let cards = CardExchange()
    var opener: CardOpener
    let recorders: [Recorder]
    let handRecorder: HandRecorder
    /// What reads and analyses the songs, by their places.
    var songs: [SongThreads?]
    /// Nil with a single song.
    var turns: SongTurns?
    let outputRate: Double
    let blockFrames: Int
    /// Ends the player; `quit` then ends the threads that serve it.
    private let ending = StopFlag()
    private let quit = StopFlag()
    let begin = Clock.seconds
    private var nextReport = 0.0
    private var nextSong: String?
    private var supervisor = Supervisor.own
    var busyBefore = 0
    var renderingBefore = 0
    var playedBefore = 0
    /// Paths of the recordings whose failure was reported.
    var failedRecordings: Set<String> = []

    /// Opens the recordings, starts every thread and plays.
    /// - Parameters:
    ///   - port: the session's interface; to see every event, subscribe beforehand.
    ///   - stop: ends the session when it is set.
    /// - Throws: when the song or a recording cannot be opened, or a thread started; then no thread is left.
    public init(_ parts: consuming LiveParts, port: SessionPort, stop: StopFlag) throws(LeitmotifError) {
        let rate = parts.performance.outputRate
        let songCount = parts.songCount
        var performance = Performance(parts.performance)
        let song = parts.song.take()
        let frameCount = song.frameCount
        let stream = SongStream(song, name: parts.songName, loops: true)
        let songBuffer = stream.reader.buffer
        var feeder = stream.feeder
        try feeder.fill()
        // A thread is joined when it is dropped, so those that did start must know when the next one did not.
        let quit = self.quit
        let gauges = PlayerGauges()
        let decks = Places<Deck>(count: songCount)
        let making = DeckMaking(
            outputRate: rate, start: performance.start, longestWait: parts.performance.longestWait, quality: parts.performance.quality,
            gauges: gauges)
        decks.fill(0, with: making.deck(stream.reader, frameCount: frameCount, grid: parts.performance.grid))
        var songs = [try SongThreads(parts.analyser, feeder: feeder, buffer: songBuffer)]
        for (index, part) in parts.moodSongs.enumerated() {
            let source = try part.open()
            let frameCount = source.frameCount
            let stream = SongStream(source, name: part.song.path, loops: true)
            let buffer = stream.reader.buffer
            decks.fill(1 + index, with: making.deck(stream.reader, frameCount: frameCount, grid: part.song.grid))
            songs.append(try SongThreads(part.analyser, feeder: stream.feeder, buffer: buffer))
        }
        var turns: SongTurns?
        if let next = parts.nextSong { turns = SongTurns(try SongLoader(making, part: next)) }
        let pair = PlayerPair(
            decks: decks, outputRate: rate, start: performance.start, gauges: gauges,
            spare: parts.nextSong == nil ? -1 : songCount - 1)
        var taps = RecorderTaps(capacity: parts.recordings.count + 1, listener: parts.heard.take())
        let recorders = try LiveSession.recorders(parts.recordings, rate: rate, taps: &taps)
        let handRecorder = try HandRecorder(sampleRate: rate, taps: &taps)
        performance.begin()
        if let card = parts.card {
            _ = Kernel.lockMemory()
            cards.offer(try CardThread(card.take(), sessionRate: rate, blockFrames: parts.blockFrames))
        }

        let watching: WatcherThread
        do throws(LeitmotifError) {
            watching = try WatcherThread(
                watcher: parts.watcher, source: parts.source, stop: quit, bell: bell, open: parts.reopenSource)
        } catch {
            quit.set()
            throw error
        }
        let playing: PlayerThread
        do throws(LeitmotifError) {
            playing = try PlayerThread(
                player: pair.player, gauges: pair.remote.gauges, sampleRate: rate, blockFrames: parts.blockFrames,
                totalFrames: parts.seconds.map { Int64(($0 * rate).rounded()) }, taps: taps, cards: cards, stop: ending)
        } catch {
            quit.set()
            throw error
        }

        self.songs = songs
        self.turns = turns
        self.recorders = recorders
        self.handRecorder = handRecorder
        self.port = port
        self.stop = stop
        self.performance = performance
        opener = CardOpener(parts.reopenCard, cards: cards, sessionRate: rate, blockFrames: parts.blockFrames)
        outputRate = rate
        blockFrames = parts.blockFrames
        self.watching = watching
        self.playing = playing
        remote = pair.remote
        if opener.hasCard, !self.playing.isRealTime { self.performance.take(.withoutRealTime, at: 0) }
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
            if stop.isSet || songError != nil || hasNoOutputLeft { ending.set() }
            bell.wait(until: Clock.seconds + LiveSession.passSeconds)
        }
        port.refuseInputs()
        pass(at: now)
        playing.join()
        // The files first, then the threads that may hang in a read.
        let failure = finishRecordings()
        quit.set()
        handRecorder.end()
        for fact in handRecorder.takeFacts() { performance.take(fact, at: now) }
        opener.end()
        cards.takeReturned()?.end(patience: 0.5)
        watching.join()
        for song in songs { song?.end() }
        for song in songs { song?.join() }
        turns?.end()
        return try finish(failure)
    }

    /// For a session that never ran.
    deinit {
        ending.set()
        playing.join()
        quit.set()
    }

    private var now: Double { Clock.seconds - begin }

    private func onSessionTime(_ fact: Fact) -> Fact {
        guard case .saw(var sight) = fact else { return fact }
        sight.times = sight.times?.since(begin)
        return .saw(sight)
    }

    /// Facts and commands in, actions, events and a snapshot out.
    private mutating func pass(at now: Double) {
        for fact in watching.takeFacts() { performance.take(onSessionTime(fact), at: now) }
        takePlayerEvents(at: now)
        takeDeviceFacts(at: now)
        takeSongFacts(at: now)
        for fact in handRecorder.takeFacts() { performance.take(fact, at: now) }
        for input in port.takeInputs() {
            switch input {
            case .command(let command): performance.take(command, at: now)
            case .fact(let fact): performance.take(fact, at: now)
            }
        }
        if now >= nextReport {
            nextReport = now + LiveSession.reportSeconds
            performance.take(.analysing(share: songs[performance.sessionSong]?.analyser?.share), at: now)
            performance.take(.played(report()), at: now)
        } else {
            performance.take(.hears(frame: remote.gauges.heardFrame), at: now)
        }
        if let sounding { performance.take(sounding, at: now) }
        performance.advance(to: now)
        for action in performance.takeActions() { act(action, at: now) }
        port.publish(performance.takeEvents())
        port.publish(performance.snapshot)
        supervisor.report(hasSound: remote.gauges.playedFrames.load(ordering: .relaxed) > 0, at: now)
    }

    private mutating func act(_ action: Action, at now: Double) {
        switch action {
        case .play(let wish): remote.wishes.post(wish)
        case .measure(let mapping, let place): songs[place]?.analyser?.measure(mapping)
        case .prepareSong(let index, let place): turns?.loader.load(index, place: place)
        case .ignore(let faces): watching.ignore(faces: faces)
        case .relieve(let reliefs): watching.relieve(reliefs)
        case .reopenCard: opener.tryAgain()
        case .standStill(let isOn): playing.standStill(isOn)
        case .keepTap(let frames, let place): songs[place]?.analyser?.keep(tapFrames: frames)
        case .recordSound(let isOn): isOn ? handRecorder.record(path: RecordingName.path(suffix: "wav")) : handRecorder.stop()
        case .stop(let song):
            nextSong = song
            ending.set()
        }
    }

    /// Every recording has failed and there is no sound card: nothing is heard or kept.
    private var hasNoOutputLeft: Bool {
        !recorders.isEmpty && !opener.hasCard && recorders.allSatisfy { $0.error != nil }
    }

    /// Completes every file; each that failed is named.
    /// - Returns: the first error there was.
    private mutating func finishRecordings() -> LeitmotifError? {
        var first = songError
        for recorder in recorders {
            do throws(LeitmotifError) { try recorder.finish() } catch { first = first ?? error }
        }
        reportRecordings(except: first, at: now)
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
