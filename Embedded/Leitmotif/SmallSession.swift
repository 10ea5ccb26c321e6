import Cascade
import DSP
import Heart
import Mood
import Tensor

/// A session without devices: the heart and the examiner on one thread, the player on another, a mailbox and a ring between them.
final class SmallSession {
    private static let eventsKept = 64

    private var performance: Performance
    private let examiner: PictureExaminer
    private var wishes: MailboxWriter<Wish>
    private var applied: Consumer<AppliedChange>
    private let grid: BeatGrid?
    private var player: SmallPlayer
    private var newest: Sight?
    private var state = MoodState.noCamera
    private var lines: [EventLine] = []
    private var seconds = 0.0

    init(
        cascade: HaarCascade, profile: HaarCascade?, network: Network, song: LoopedSamples, songRate: Double, outputRate: Double,
        grid: BeatGrid?, map: MoodMap, quality: StretchQuality
    ) {
        var setting = Performance.Setting(
            mapping: ParameterMapping(map: map, beatsPerMinute: grid?.beatsPerMinute, beatsPerBar: grid?.beatsPerBar ?? 4))
        setting.sourceRate = songRate
        setting.outputRate = outputRate
        setting.quality = quality
        setting.grid = grid
        performance = Performance(setting)
        examiner = PictureExaminer(cascade: cascade, profile: profile, network: network)
        let mailbox = Mailbox(performance.start)
        let ring = Ring<AppliedChange>(capacity: 64)
        player = SmallPlayer(
            song: song, sourceRate: songRate, outputRate: outputRate, quality: quality, start: performance.start, grid: grid,
            wishes: mailbox.reader, applied: ring.producer)
        wishes = mailbox.writer
        applied = ring.consumer
        self.grid = grid
        performance.begin()
        follow()
    }

    /// Examines a picture that shows session second `now`; nil lets time pass.
    func look(_ picture: LumaView?, at now: Double) throws(ModelError) {
        seconds = max(seconds, now)
        var change = AppliedChange(outputFrame: 0, sourcePosition: 0, parameters: ChainParameters())
        while applied.pop(into: &change) {
            performance.take(
                .applied(frame: change.outputFrame, position: change.sourcePosition, parameters: change.parameters), at: seconds)
        }
        if let picture {
            var sight = try examiner.find(in: picture, at: seconds)
            examiner.read(picture, into: &sight)
            newest = sight
            performance.take(.saw(sight), at: seconds)
        }
        performance.advance(to: seconds)
        follow()
    }

    func hold(_ expression: Expression?) {
        performance.take(expression.map { .hold($0) } ?? .release, at: seconds)
        follow()
    }

    @_noLocks func render(_ output: UnsafeMutablePointer<Float>, frames: Int) { player.render(output, frames: frames) }

    var weights: ExpressionWeights { performance.snapshot.weights }
    var mood: Expression { performance.snapshot.mood }
    /// What the newest picture showed.
    var sight: Sight? { newest }

    /// The oldest event that has not been taken.
    func takeLine() -> EventLine? { lines.isEmpty ? nil : lines.removeFirst() }

    private func follow() {
        for action in performance.takeActions() {
            if case .play(let wish) = action { wishes.post(wish) }
        }
        for event in performance.takeEvents() {
            guard let line = EventLine(event, lastState: &state) else { continue }
            if lines.count == SmallSession.eventsKept { lines.removeFirst() }
            lines.append(line)
        }
    }
}
