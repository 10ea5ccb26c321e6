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
    /// What a performance starts with.
    public struct Setting: Sendable {
        /// The song's name, for the snapshot and the record.
        public var song = ""
        /// All songs of the session in their order, by such names, from the one that plays first on; a single one, or none here, loops.
        public var songs: [String] = []
        /// Output frames a second.
        public var outputRate = 44_100.0
        /// Frames a second of the song.
        public var sourceRate = 44_100.0
        /// How tempo and key are changed.
        public var quality = StretchQuality.normal
        /// The map that plays first, the amount, and what is known of tempo and loudness.
        public var mapping: ParameterMapping
        /// The maps that can be selected while it plays; the mapping's is the first of them.
        public var maps: [MoodMap] = []
        /// Overrides the maps' own; nil leaves it to each map.
        public var quantise: Quantise?
        /// The song's beats; nil until the analysis finds them.
        public var grid: BeatGrid?
        /// How loud the song is, where there are others to compare it with; nil until the analysis says.
        public var loudness: SongLoudness?
        /// The songs that moods have to themselves, in the player's order, after the one of the others.
        public var moodSongs: [KnownSong] = []
        /// The session has a `SongAnalyser`, which finds beats and measures moods.
        public var analysesSong = false
        /// What becomes of the mood when nobody is in sight.
        public var idle = Idle.neutral
        /// For the person whose face counts.
        public var calibration: Calibration?
        /// The mean of all faces counts, and no single one.
        public var everybodyCounts = false
        /// False when another song would overwrite what is being recorded, or its pictures cannot begin again.
        public var canChangeSong = false
        /// DB, −60 … 12: no volume is louder.
        public var volumeCeiling: Float = 12
        /// Seconds that a change may wait for a bar.
        public var longestWait = Conductor.usualLongestWait
        /// The numbers of maps stay as they are, whoever asks.
        public var isLocked = false
        /// What may be given up when the machine is too slow.
        public var reliefs: [Relief] = []
        /// The music fades in at its beginning, and does not begin at once.
        public var fadesIn = false

        /// Everything but the mapping has a default.
        public init(mapping: ParameterMapping) { self.mapping = mapping }
    }

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
    private(set) var playedAt = 0.0
    private var mapChange = MapChange()
    private(set) var pictureRate = PictureRate()
    var ignoredFaces: Set<Int> = []
    /// The session is ending: a later stop changes nothing.
    var isStopping = false
    var songChange: SongChange?
    var playlist: Playlist
    /// When the session's song changed last, and how the new one comes in.
    var turnedAt = -Double.infinity
    var turnQuantise: Quantise?
    private(set) var responses = ResponseTimes()
    private var lastNamedSince: Double?
    private(set) var now = 0.0
    private var lastMood = Expression.neutral
    private var lastWish: Wish?
    var retries = Retries()
    private var widening = Widening()
    private(set) var workload: Workload
    /// Rates of the card that was opened last, and of the one that plays.
    var openedRate: Double?
    var playingRate: Double?
    /// Why attempts failed since the loss: a cause is announced once, numbers in it aside.
    var reopenFailures: [Device: Set<[UInt8]>] = [:]
    /// What was said of the song and of the source of pictures: the same is said once.
    private var songDamage: String?
    private var sourceDamage: String?
    /// Said of the present choice of beat or bar.
    var hasSaidMissedBar = false
    private var sidewaysCamera = SidewaysCamera()
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

    /// Takes in a fact that holds at session second `seconds`; times must not decrease.
    public mutating func take(_ fact: Fact, at seconds: Double) {
        now = max(now, seconds)
        switch fact {
        case .saw(let sight): see(sight)
        case .sourceEnded: endCalibration()
        case .lost(let device, let cause): lose(device, cause)
        case .back(let device):
            // A card is proved to play by its sound, the first one too, which was never away.
            guard device != .sound || facts.lostDevices.contains(device) else { break }
            facts.lostDevices.remove(device)
            if device == .sound { retries.succeed(at: now) }
            reopenFailures[device] = nil
            emit(.back(device))
            if device == .sound { announceRate() }
        case .stillLost(let device, let cause): failToReopen(device, cause)
        case .reopened(let rate): openedRate = rate
        case .withoutRealTime: emit(.withoutRealTime)
        case .beats(let finding, _):
            know(fact)
            emit(.beats(finding))
            measureMaps(of: arrangement.main)
        case .tapKept(let frames):
            know(fact)
            emit(.tapKept(seconds: frames / arrangement.songs[arrangement.main].sourceRate))
        case .ofSong(let place, let fact):
            if place == arrangement.main { return take(fact, at: seconds) }
            arrangement.know(place) { $0.take(fact) }
            if case .beats = fact { measureMaps(of: place) }
        case .songLost(let place, let cause): loseSong(place, cause)
        case .songPrepared(let index, let song): prepare(index, song)
        case .songRefused(let index, let cause): refuseSong(index, cause)
        case .paced(let pace): arrangement.pace = pace
        case .located(let seconds, let frame):
            guard seconds.isFinite, seconds >= 0 else { break }
            arrangement.move = SongMove(number: arrangement.move.number + 1, place: seconds * playingSong.sourceRate, frame: frame)
            emit(.inexact(frame: frame, cause: "another instrument has moved the song"))
        case .missedBar:
            if !hasSaidMissedBar { emit(.missedBar(longestWait: setting.longestWait)) }
            hasSaidMissedBar = true
        case .firstBeats, .matched, .loudness: know(fact)
        case .analysing(let share): facts.analysisShare = share
        case .analysisFailed(let cause): emit(.analysisFailed(cause))
        case .songDamaged(let cause):
            let words = "\(arrangement.songs[arrangement.main].path): \(cause)"
            if songDamage != words { emit(.songDamaged(words)) }
            songDamage = words
        case .sourceDamaged(let cause):
            if sourceDamage != cause { emit(.sourceDamaged(cause)) }
            sourceDamage = cause
        case .turned(let frame, let position, let song):
            if song == arrangement.main { turnQuantise = nil }
            guard arrangement.songs.indices.contains(song) else { break }
            emit(.turned(frame: frame, position: position, song: arrangement.songs[song].path))
        case .leaving(let frame, let parameters): emit(.leaving(frame: frame, parameters: parameters))
        case .applied(let frame, let position, let parameters, let hearing):
            let isAudible = parameters != facts.parameters
            facts.parameters = parameters
            emit(.applied(frame: frame, position: position, parameters: parameters))
            if let hearing, let time = responses.hear(hearing, isAudible: isAudible) { emit(.heard(time, waited: hearing.waited)) }
        case .hears(let frame):
            facts.player.heardFrame = frame
            playedAt = now
        case .sounding(let frame, let seconds, let position):
            facts.sounding = SoundingMoment(frame: frame, clockSeconds: seconds, songSeconds: position / playingSong.sourceRate)
        case .played(let report):
            if facts.player.starvedQuanta == 0, report.starvedQuanta > 0 {
                emit(.starved)
                emit(.inexact(frame: facts.player.frames, cause: "the song could not be read fast enough"))
            }
            if report.lostChanges > facts.player.lostChanges {
                emit(.missed(report.lostChanges - facts.player.lostChanges))
                emit(.inexact(frame: facts.player.frames, cause: "changes of the music are missing"))
            }
            widening.take(report, at: now)
            workload.render(share: report.renderShare, at: now)
            facts.player = report
            playedAt = now
        case .recordingFailed(let cause): emit(.recordingFailed(cause))
        case .recording(let kind, let path): record(kind, path)
        case .mapSaved(let index, let map, let path): keep(index, map, path)
        case .mapNotSaved(let cause): emit(.mapNotSaved(cause))
        case .mapEdited(let index, let map): edit(index, map)
        case .mapDamaged(let cause): emit(.mapDamaged(cause))
        }
        if case .saw(let sight) = fact { follow(sight.times) } else { follow() }
    }

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

    private mutating func know(_ fact: Fact) { arrangement.know(arrangement.main) { $0.take(fact) } }

    /// From here on another map plays: what acts at once moves there from what is wished now.
    mutating func beginMapChange() { if let lastWish { mapChange = MapChange(from: lastWish.parameters, at: now) } }

    mutating func setRecording(_ kind: Recording, _ path: String?) { facts.recordings[kind] = path }

    private mutating func see(_ raw: Sight) {
        calibrationRun?.see(raw, at: now)
        if raw.name == nil {
            guideCalibration()
            if calibrationRun?.isOver(at: now) == true { endCalibration() }
        }
        var sight = raw
        sight.readings = raw.readings.filter { !ignoredFaces.contains($0.face) }.map { reading in
            FaceReading(face: reading.face, expression: calibration?.applied(to: reading.expression) ?? reading.expression)
        }
        // Ignored since this picture was examined.
        if sight.readings.isEmpty, !raw.readings.isEmpty { sight.state = .severalPeople }
        if let degrees = sidewaysCamera.see(sight, at: now) { emit(.cameraOnItsSide(rotate: degrees)) }
        facts.pictures += 1
        pictureRate.see(at: now)
        if !sight.readings.isEmpty { facts.picturesWithFace += 1 }
        attention.see(sight, at: now)
        workload.look(at: sight, at: now)
        emit(.saw(sight))
    }

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
