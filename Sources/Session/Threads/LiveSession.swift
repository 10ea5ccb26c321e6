import Capture
import DSP
import Glibc
import Mood

/// A face is watched, a song is played, and the one moves the other. Runs on the calling thread until it is over.
public final class LiveSession {
    private static let tickSeconds = 0.02
    private static let reopenSeconds = 1.0

    private let parts: LiveParts
    private let stop: StopFlag
    private let notice: (String) -> Void
    private let feeder: SongFeeder
    private let player: Player
    private let recorders: [Recorder]
    private let music: LiveMusic
    private var tracker: MoodTracker
    private var status = LiveStatus()
    private var summary = LiveSummary()
    private var lastLook = 0
    private var busyBefore = 0
    private var playedBefore = 0
    private var nextReopen = 0.0
    private var isCardLost = false
    private var recordingHasFailed = false

    /// - Parameters:
    ///   - quantise: overrides the map's own.
    ///   - notice: receives one line a happening worth telling (lost and found devices, late data).
    public init(
        _ parts: LiveParts, mapping: ParameterMapping, quantise: Quantise?, stop: StopFlag, notice: @escaping (String) -> Void
    ) throws(CaptureError) {
        self.parts = parts
        self.stop = stop
        self.notice = notice
        tracker = MoodTracker(idle: parts.idle)
        feeder = SongFeeder(song: parts.song, name: parts.songName, loops: true)
        try feeder.fill()
        let start = mapping.parameters(named: .neutral, weights: ExpressionWeights(only: .neutral))
        player = Player(feeder: feeder, outputRate: parts.outputRate, start: start, grid: parts.grid)
        music = LiveMusic(
            mapping: mapping, quantise: quantise, study: parts.study, maps: parts.maps, hasGrid: parts.grid != nil,
            mailbox: player.mailbox)
        var recorders: [Recorder] = []
        for path in parts.recordings {
            do throws(CaptureError) {
                recorders.append(try Recorder(path: path, sampleRate: parts.outputRate))
            } catch {
                for recorder in recorders { recorder.discard() }
                throw error
            }
        }
        self.recorders = recorders
        status.parameters = start
        parts.record?.begin(song: parts.songName, rate: parts.outputRate, start: start)
    }

    /// - Parameter tick: called ten times a second with the newest status; it may return another map to go on with.
    public func run(tick: (LiveStatus) -> MoodMap?) throws(CaptureError) -> LiveSummary {
        let total = parts.seconds.map { Int64(($0 * parts.outputRate).rounded()) }
        let playing = PlayerThread(
            player: player, sampleRate: parts.outputRate, blockFrames: parts.blockFrames, totalFrames: total, recorders: recorders,
            card: parts.card.take(), stop: stop)
        let quit = StopFlag()
        let start = Clock.seconds
        playing.begin()
        let feeding = FeederThread(feeder: feeder, stop: quit)
        let watching = WatcherThread(watcher: parts.watcher, source: parts.source, stop: quit, open: parts.reopenSource)
        parts.study?.begin(stop: quit)
        var nextTick = 0.0
        while playing.isPlaying {
            let now = Clock.seconds - start
            see(watching, at: now)
            drainEvents()
            keepCard(playing, at: now)
            if let line = watching.takeNotice() { notice(line) }
            if now >= nextTick {
                nextTick = now + 0.1
                update(playing, at: now)
                learn(at: now)
                if let map = tick(status) {
                    music.take(map)
                    parts.record?.map(map.name, at: now)
                }
                wish()
            }
            if feeding.error != nil || recordingIsPointless() { stop.set() }
            Clock.sleep(until: Clock.seconds + LiveSession.tickSeconds)
        }
        playing.join()
        quit.set()
        _ = playing.takeLostCard()
        watching.join()
        feeding.join()
        parts.study?.join()
        drainEvents()
        return try finish(playing, feeding.error)
    }

    private func see(_ watching: WatcherThread, at now: Double) {
        let (sight, looks) = watching.latest()
        if let sight, looks != lastLook {
            summary.looks += looks - lastLook
            if !sight.readings.isEmpty { summary.looksWithFace += looks - lastLook }
            lastLook = looks
            parts.record?.see(sight, at: now)
        }
        status.state = sight?.state ?? .noCamera
        status.faces = sight?.faces.count ?? 0
        status.detectMilliseconds = sight?.detectMilliseconds ?? 0
        status.readMilliseconds = sight?.readMilliseconds ?? 0
        let before = (mood: tracker.named, fade: tracker.fadeDecibels)
        tracker.see(sight?.readings ?? [], at: now)
        if tracker.named != before.mood {
            summary.moodChanges += 1
            parts.record?.mood(tracker.named, at: now)
        }
        if tracker.named != before.mood || tracker.fadeDecibels != before.fade || music.mapping.map.blend != .named { wish() }
    }

    /// Tells once that a recording failed; true when nothing is left that anybody could hear.
    private func recordingIsPointless() -> Bool {
        let failed = recorders.filter { $0.error != nil }
        if !failed.isEmpty, !recordingHasFailed, let error = failed.first?.error {
            recordingHasFailed = true
            notice(error.description)
        }
        return !failed.isEmpty && failed.count == recorders.count && parts.reopenCard == nil
    }

    private func wish() { music.wish(named: tracker.named, weights: tracker.weights, fadeDecibels: tracker.fadeDecibels) }

    private func learn(at now: Double) {
        let (notices, found) = music.learn(at: now)
        for line in notices { notice(line) }
        if let found { parts.record?.beats(found, at: now) }
        status.studyShare = music.studyShare
        status.map = music.mapping.map.name
    }

    private func drainEvents() {
        while let event = player.events.pop() {
            switch event.kind {
            case .applied:
                status.parameters = event.parameters
                parts.record?.set(event)
            case .starved:
                if summary.starvedQuanta == 0 { notice("the song's data came too late: silence stands in its place") }
                summary.starvedQuanta += 1
            }
        }
    }

    /// Music without a card goes on by the clock; the card is tried again once a second.
    private func keepCard(_ playing: PlayerThread, at now: Double) {
        if let card = playing.takeLostCard() {
            isCardLost = true
            nextReopen = now + LiveSession.reopenSeconds
            let cause = card.loss.map { ": \($0.cause)" } ?? ""
            notice("sound device lost\(cause); the music goes on, the device is tried again every second")
        }
        guard isCardLost, now >= nextReopen, let reopen = parts.reopenCard else { return }
        nextReopen = now + LiveSession.reopenSeconds
        guard let card = try? reopen() else { return }
        isCardLost = false
        playing.offer(card)
        notice("sound device is back")
    }

    private func update(_ playing: PlayerThread, at now: Double) {
        let busy = playing.busyNanoseconds.load(ordering: .relaxed)
        let played = playing.playedFrames.load(ordering: .relaxed)
        if played > playedBefore {
            status.playerShare = Double(busy - busyBefore) * 1e-9 * parts.outputRate / Double(played - playedBefore)
        }
        busyBefore = busy
        playedBefore = played
        status.worstBlockShare =
            Double(playing.worstBlockNanoseconds.load(ordering: .relaxed)) * 1e-9 * parts.outputRate / Double(parts.blockFrames)
        status.seconds = now
        status.weights = tracker.weights
        status.mood = tracker.named
        status.peak = playing.takePeak()
        status.xruns = playing.xruns.load(ordering: .relaxed)
        status.looks = summary.looks
        let position = player.heardPosition / feeder.sampleRate
        let length = feeder.songFrames.map { Double($0) / feeder.sampleRate } ?? .infinity
        status.songSeconds = position.truncatingRemainder(dividingBy: length)
    }

    private func finish(_ playing: PlayerThread, _ failure: CaptureError?) throws(CaptureError) -> LiveSummary {
        summary.frames = Int64(playing.playedFrames.load(ordering: .relaxed))
        summary.seconds = Double(summary.frames) / parts.outputRate
        summary.xruns = playing.xruns.load(ordering: .relaxed)
        parts.record?.end(frames: summary.frames)
        var first = failure
        for recorder in recorders {
            summary.droppedFrames += recorder.droppedFrames.load(ordering: .relaxed)
            do throws(CaptureError) { try recorder.finish() } catch { first = first ?? error }
        }
        if let error = first ?? parts.record?.error { throw error }
        return summary
    }
}
