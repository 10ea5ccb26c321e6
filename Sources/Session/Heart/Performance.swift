// Session: the heart of a session, the threads around it, what passes between them, offline rendering, the session record.
// May import every room below it, Glibc and Synchronization; no Foundation and no packages, so that a board can run it. This floor,
// Heart, may import Mood, DSP, Cascade and Tensor alone: it also compiles as Embedded Swift.
// Pictures and songs come from Capture; sound goes back there; App says what is wished and shows what happened.
import DSP
import Mood

/// The heart of a session, a value without clock, thread or file: facts and commands go in, each with the second of the session at
/// which it holds; what to do (`takeActions`), what happened (`takeEvents`) and what is so (`snapshot`) come out. A live session,
/// `watch`, `calibrate`, rendering and tests feed the same one, each with its own time.
public struct Performance: Sendable {
    /// What a performance begins with.
    public struct Setting: Sendable {
        public var song = ""
        /// Frames a second of what is played, and of the song.
        public var outputRate = 44_100.0
        public var sourceRate = 44_100.0
        public var mapping: ParameterMapping
        /// The maps that may be asked for while it plays; the mapping's is the first of them.
        public var maps: [MoodMap] = []
        public var quantise: Quantise?
        public var grid: BeatGrid?
        /// Somebody listens to the song and measures moods.
        public var studies = false
        public var idle = Idle.neutral
        /// Of the person whose face counts.
        public var calibration: Calibration?
        /// False when another song would write over what is being recorded.
        public var canChangeSong = false

        public init(mapping: ParameterMapping) { self.mapping = mapping }
    }

    static let reopenSeconds = 1.0

    let setting: Setting
    var arrangement: Arrangement
    var attention: Attention
    var calibration: Calibration?
    var calibrationRun: CalibrationRun?
    var held: Expression?
    var isPanicking = false
    var volumeDecibels: Float = 0
    var ignoredFaces: Set<Int> = []
    /// Nothing more is asked of the edge: the session ends.
    var isStopping = false
    var songChange: SongChange?
    private(set) var now = 0.0
    private var lastMood = Expression.neutral
    private var lastWish: Wish?
    /// When the lost card is tried again.
    private var nextReopen: Double?
    /// Why the last attempt failed: the same cause is said once.
    private var reopenFailures: [Device: String] = [:]
    /// What needs no calculation of a snapshot.
    private(set) var facts = Snapshot()
    private var events: [SessionEvent] = []
    private var actions: [Action] = []

    public init(_ setting: Setting) {
        self.setting = setting
        arrangement = Arrangement(
            mapping: setting.mapping, maps: setting.maps, quantise: setting.quantise, grid: setting.grid, studies: setting.studies)
        attention = Attention(idle: setting.idle)
        calibration = setting.calibration
        facts.parameters = start.parameters
        lastWish = start
        if setting.grid != nil { measureMaps() }
    }

    /// What sounds from the first frame on: neutral, or the mood that is held before the beginning.
    public var start: Wish { wish }

    /// To be called when the first frame is about to be played.
    public mutating func begin() {
        lastWish = start
        lastMood = mood
        facts.parameters = start.parameters
        happened(.began(song: setting.song, outputRate: setting.outputRate, start: start.parameters))
    }

    // MARK: - In

    public mutating func take(_ fact: Fact, at seconds: Double) {
        now = max(now, seconds)
        switch fact {
        case .saw(let sight): see(sight)
        case .sourceEnded: endCalibration()
        case .lost(let device, let cause):
            facts.lostDevices.insert(device)
            if device == .sound { nextReopen = now + Performance.reopenSeconds }
            if device == .camera {
                attention.forget()
                endCalibration()
            }
            happened(.lost(device, cause: cause))
        case .back(let device):
            facts.lostDevices.remove(device)
            if device == .sound { nextReopen = nil }
            reopenFailures[device] = nil
            happened(.back(device))
        case .stillLost(let device, let cause):
            if device == .sound { nextReopen = now + Performance.reopenSeconds }
            if reopenFailures[device] != cause { happened(.stillLost(device, cause: cause)) }
            reopenFailures[device] = cause
        case .beats(let finding, let songFrames):
            arrangement.take(finding, songFrames: songFrames)
            happened(.beats(finding))
            measureMaps()
        case .matched(let match, let mapping): arrangement.take(match, for: mapping)
        case .studying(let share): facts.studyShare = share
        case .studyFailed(let cause): happened(.studyFailed(cause))
        case .applied(let frame, let position, let parameters):
            facts.parameters = parameters
            happened(.applied(frame: frame, position: position, parameters: parameters))
        case .played(let report):
            if facts.player.starvedQuanta == 0, report.starvedQuanta > 0 { happened(.starved) }
            if report.lostChanges > facts.player.lostChanges { happened(.missed(report.lostChanges - facts.player.lostChanges)) }
            facts.player = report
        case .recordingFailed(let cause): happened(.recordingFailed(cause))
        case .mapEdited(let index, let map): edit(index, map)
        case .mapDamaged(let cause): happened(.mapDamaged(cause))
        }
        follow()
    }

    /// Time passes.
    public mutating func advance(to seconds: Double) {
        now = max(now, seconds)
        attention.advance(to: now)
        if calibrationRun?.isOver(at: now) == true { endCalibration() }
        arrangement.advance(to: now)
        if let due = nextReopen, now >= due {
            nextReopen = nil
            act(.reopenCard)
        }
        if let change = songChange, now >= change.endSeconds { stop(then: change.song) }
        follow()
    }

    /// Everything was played.
    public mutating func end(frames: Int64) { happened(.ended(frames: frames)) }

    // MARK: - Out

    /// What is to be done, in this order; empties the list.
    public mutating func takeActions() -> [Action] {
        defer { actions.removeAll(keepingCapacity: true) }
        return actions
    }

    /// What happened since the last call.
    public mutating func takeEvents() -> [SessionEvent] {
        defer { events.removeAll(keepingCapacity: true) }
        return events
    }

    // MARK: - Within

    var mood: Expression { isPanicking ? .neutral : held ?? attention.tracker.named }
    var weights: ExpressionWeights {
        if isPanicking { return ExpressionWeights(only: .neutral) }
        return held.map { ExpressionWeights(only: $0) } ?? attention.tracker.weights
    }

    var wish: Wish {
        // A hand on the music means that somebody listens.
        let idle = held == nil && !isPanicking ? attention.tracker.fadeDecibels : 0
        let gains = [idle, songChange?.fadeDecibels(at: now) ?? 0, volumeDecibels]
        if isPanicking { return arrangement.plainWish(gainsDecibels: gains) }
        return arrangement.wish(named: mood, weights: weights, gainsDecibels: gains)
    }

    private mutating func see(_ raw: Sight) {
        calibrationRun?.see(raw, at: now)
        if raw.name == nil, calibrationRun?.isOver(at: now) == true { endCalibration() }
        var sight = raw
        sight.readings = raw.readings.filter { !ignoredFaces.contains($0.face) }.map { reading in
            FaceReading(face: reading.face, expression: calibration?.applied(to: reading.expression) ?? reading.expression)
        }
        if let expression = sight.expression {
            sight.state = expression.confidence < Sight.unsureConfidence ? .unsure : .tracking
        } else if !raw.readings.isEmpty {
            sight.state = .unsure
        }
        facts.looks += 1
        if !sight.readings.isEmpty { facts.looksWithFace += 1 }
        attention.see(sight, at: now)
        happened(.saw(sight))
    }

    /// Names the mood and posts what it asks for, when either is new.
    mutating func follow() {
        if mood != lastMood {
            lastMood = mood
            facts.moodChanges += 1
            happened(.mood(mood))
        }
        let wish = wish
        guard wish != lastWish else { return }
        lastWish = wish
        act(.play(wish))
    }

    private mutating func measureMaps() { for mapping in arrangement.measurements { act(.measure(mapping)) } }

    mutating func act(_ action: Action) { actions.append(action) }

    mutating func happened(_ kind: SessionEvent.Kind) {
        let event = SessionEvent(kind, at: now)
        events.append(event)
        guard kind.isNotice else { return }
        facts.notices.append(event)
        if facts.notices.count > 10 { facts.notices.removeFirst() }
    }
}
