// Session: the heart of a session, the threads around it, what passes between them, offline rendering, the session record. May
// import every room below it, Glibc and Synchronization; no Foundation and no packages, so that a board can run it. This floor,
// Heart, may import Mood, DSP, Cascade and Tensor alone: it also compiles as Embedded Swift. Pictures and songs come from
// Capture, and sound goes back there; App sends commands and shows what happened.
import DSP
import Mood

/// The heart of a session, a value without clock, thread or file: facts and commands go in, each with its session second; what to
/// do (`takeActions`), what happened (`takeEvents`) and the current state (`snapshot`) come out. A live session, `watch`,
/// `calibrate`, rendering and tests all drive the same one, each on its own time. Belongs to one thread at a time.
public struct Performance: Sendable {
    let setting: Setting
    var arrangement: Arrangement
    var attention: Attention
    var calibration: Calibration?
    var calibrationRun: CalibrationRun?
    var held: Expression?
    /// Weights given by command in place of the face's, and the mood that they name.
    var given: (weights: ExpressionWeights, mood: Expression)?
    var policy = Command.Policy.match
    var isPanicking = false
    var volume = Volume()
    var pause = Pause()
    var panicFade = Fade()
    private var opening = Fade()
    /// When the player's figures came.
    var playedAt = 0.0
    private var mapChange = MapChange()
    var pictureRate = PictureRate()
    var ignoredFaces: Set<Int> = []
    /// The session is ending: a later stop changes nothing.
    var isStopping = false
    var songChange: SongChange?
    var playlist: Playlist
    /// When the session's song changed last, and how the new one comes in.
    var turnedAt = -Double.infinity
    var turnQuantise: Quantise?
    var responses = ResponseTimes()
    private var lastNamedSince: Double?
    var now = 0.0
    private var lastMood = Expression.neutral
    private var lastWish: Wish?
    var retries = Retries()
    var widening = Widening()
    var workload: Workload
    /// Rates of the card that was opened last, and of the one that plays.
    var openedRate: Double?
    var playingRate: Double?
    /// Why attempts failed since the loss: a cause is announced once, numbers in it aside.
    var reopenFailures: [Device: Set<[UInt8]>] = [:]
    /// What was said of the song and of the source of pictures: the same is said once.
    var songDamage: String?
    var sourceDamage: String?
    /// Said of the present choice of beat or bar.
    var hasSaidMissedBar = false
    var sidewaysCamera = SidewaysCamera()
    /// The parts of a snapshot that are kept rather than computed.
    var facts = Snapshot()
    private var events: [SessionEvent] = []
    private var actions: [Action] = []

    /// A performance at second 0; nothing is taken or emitted yet.
    public init(_ setting: Setting) {
        self.setting = setting
        let first = KnownSong(path: setting.song, sourceRate: setting.sourceRate, grid: setting.grid, mapping: setting.mapping, loudness: setting.loudness)
        arrangement = Arrangement(
            mapping: setting.mapping, maps: setting.maps, quantise: setting.quantise, songs: [first] + setting.moodSongs,
            measures: setting.analysesSong, levels: !setting.moodSongs.isEmpty || setting.songs.count > 1)
        playlist = Playlist(setting.songs.isEmpty ? [setting.song] : setting.songs)
        attention = Attention(idle: setting.idle)
        workload = Workload(available: setting.reliefs)
        calibration = setting.calibration
        if setting.fadesIn { opening = .opening(at: 0) }
        facts.parameters = start.parameters
        lastWish = start
        for place in arrangement.songs.indices where arrangement.songs[place].grid != nil { measureMaps(of: place) }
    }

    /// What sounds from the first frame on: neutral, or a mood held before `begin`.
    public var start: Wish { wish }

    /// To be called just before the first frame is played.
    public mutating func begin() {
        lastWish = start
        lastMood = mood
        facts.parameters = start.parameters
        emit(.began(song: setting.song, outputRate: setting.outputRate, quality: setting.quality, start: start.parameters))
    }

    // MARK: - In

    /// Lets time pass up to session second `seconds`.
    public mutating func advance(to seconds: Double) {
        now = max(now, seconds)
        attention.advance(to: now)
        if calibrationRun?.isOver(at: now) == true { endCalibration() }
        arrangement.advance(to: now, sounding: facts.player.song)
        followSongs()
        volume.advance(to: now)
        if pause.stands(at: now) { request(.standStill(true)) }
        if retries.take(at: now) { request(.reopenCard) }
        if let (from, to) = widening.settled(at: now) { emit(.widened(from: from, to: to)) }
        relieve()
        if let change = songChange, now >= change.endSeconds { stop(then: change.song) }
        follow()
    }

    /// The last frame was played.
    public mutating func end(frames: Int64) {
        if let (from, to) = widening.settled(at: .infinity) { emit(.widened(from: from, to: to)) }
        emit(.ended(frames: frames))
    }

    // MARK: - Out

    /// What to do, in this order; empties the queue.
    public mutating func takeActions() -> [Action] {
        defer { actions.removeAll(keepingCapacity: true) }
        return actions
    }

    /// The events since the last call, oldest first.
    public mutating func takeEvents() -> [SessionEvent] {
        defer { events.removeAll(keepingCapacity: true) }
        return events
    }

    // MARK: - Within

    var mood: Expression { isPanicking ? .neutral : held ?? given?.mood ?? attention.tracker.named }
    private var isByHand: Bool { held != nil || given != nil || isPanicking }
    var weights: ExpressionWeights {
        if isPanicking { return ExpressionWeights(only: .neutral) }
        return held.map { ExpressionWeights(only: $0) } ?? given?.weights ?? attention.tracker.weights
    }

    var wish: Wish {
        // Whoever holds a mood or panics is listening: no fade then.
        let idle = isByHand ? 0 : attention.tracker.fadeDecibels
        let fades = [opening.decibels(at: now), pause.decibels(at: now), panicFade.decibels(at: now)]
        let gains = [idle, songChange?.fadeDecibels(at: now) ?? 0, volume.decibels] + fades
        let splicesAlone = workload.reliefs.contains(.lightStretch)
        if isPanicking {
            var plain = arrangement.plainWish(gainsDecibels: gains)
            plain.parameters.splicesAlone = splicesAlone
            return plain
        }
        // A mood that is asked for is wanted as it is.
        let policy = isByHand ? .match : policy
        var answer = arrangement.wish(named: policy.answer(to: mood), weights: policy.answer(to: weights), gainsDecibels: gains)
        answer.parameters.splicesAlone = splicesAlone
        return mapChange.applied(to: answer, at: now)
    }

    /// Gives up what the machine is too slow for, and takes it back.
    private mutating func relieve() {
        let before = workload.reliefs
        while let change = workload.change(at: now) { emit(change.isTaken ? .relieved(change.relief) : .restored(change.relief)) }
        if workload.reliefs != before { request(.relieve(workload.reliefs)) }
    }

    /// From here on another map plays: what acts at once moves there from what is wished now.
    mutating func beginMapChange() { if let lastWish { mapChange = MapChange(from: lastWish.parameters, at: now) } }

    mutating func setRecording(_ kind: Recording, _ path: String?) { facts.recordings[kind] = path }

    /// Announces the mood and posts its wish, each when it has changed.
    /// - Parameter picture: the one that was just seen.
    mutating func follow(_ picture: PictureTimes? = nil) {
        let namesMood = mood != lastMood
        if namesMood {
            lastMood = mood
            facts.moodChanges += 1
            emit(.mood(mood))
            let isByFace = !isByHand && attention.tracker.namedSince != lastNamedSince
            responses.name(shownAt: isByFace ? attention.shownAt : nil, decidedBy: attention.sight?.times, at: now)
        }
        lastNamedSince = attention.tracker.namedSince
        var wish = wish
        wish.quantise = quantise(of: wish)
        guard wish != lastWish else { return }
        responses.stamp(&wish, namesMood: namesMood, picture: everyPictureActs ? picture : nil, at: now)
        lastWish = wish
        request(.play(wish))
    }

    /// With a map that blends, the colour follows the weights and so every picture.
    private var everyPictureActs: Bool { !isByHand && arrangement.mapping.map.blend != .named }

    mutating func measureMaps(of song: Int) { measure(arrangement.measurements(of: song)) }

    mutating func measure(_ measurements: [Arrangement.Measurement]) {
        for (mapping, song) in measurements { request(.measure(mapping, song: song)) }
    }

    mutating func request(_ action: Action) { actions.append(action) }

    mutating func emit(_ kind: SessionEvent.Kind) {
        let event = SessionEvent(kind, at: now)
        events.append(event)
        guard kind.isNotice else { return }
        facts.notices.append(event)
        if facts.notices.count > 10 { facts.notices.removeFirst() }
    }
}
