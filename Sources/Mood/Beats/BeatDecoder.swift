import CMath

/// Beats and bars from what the network hears, as it arrives. Beats are settled minute by minute, each from the best path through it
/// and the half minute that follows, so that memory is bounded however long the piece is.
public final class BeatDecoder {
    private static let settledSeconds = 60.0
    private static let aheadSeconds = 30.0
    /// Reward of a beat where the network is undecided; 0 where it says three to five.
    private static let offset: Float = 0.5
    private static let mostReward: Float = 6

    /// Source frames a second.
    public let rate: Double
    /// Source frames to a step, half of what lies between two probabilities.
    public let stepFrames: Int
    /// Beats that will not change any more.
    public var settledBeats: Int { settled.count }
    /// Probabilities held at the moment.
    public var heldFrames: Int { chances.count }

    private let tempi: TempoTransitions
    /// What the network heard, from step `base` on, every second step.
    private var chances: [BeatChance] = []
    private var base = 0
    private var settled: [HeardBeat] = []
    /// Where the next stretch begins.
    private var position = 0
    private var start = BeatPath.Start.withoutBeat
    private var alternative: AlternativeTempo?

    /// - Parameters:
    ///   - rate: of the source, in Hz.
    ///   - stepFrames: source frames from one frame of features to the next, two of which the network reads as one.
    public init(rate: Double, stepFrames: Int) {
        self.rate = rate
        self.stepFrames = stepFrames
        tempi = TempoTransitions(rate: rate / Double(stepFrames))
    }

    private var stepsPerSecond: Double { rate / Double(stepFrames) }

    /// Takes probabilities of a beat and of a bar's first beat, in turn, for every second step.
    public func hear(_ probabilities: [Float]) {
        for index in stride(from: 0, to: probabilities.count - 1, by: 2) {
            chances.append(BeatChance(beat: probabilities[index], bar: probabilities[index + 1]))
        }
        let keep = Int(BeatDecoder.settledSeconds * stepsPerSecond)
        let reach = keep + Int(BeatDecoder.aheadSeconds * stepsPerSecond)
        while base + 2 * chances.count >= position + reach {
            let path = path(to: position + reach)
            if alternative == nil { alternative = AlternativeTempo(rewards(to: position + reach), path, tempi) }
            settle(path, upTo: keep)
        }
    }

    /// Keeps a path's beats before step `keep` of it and begins the next stretch there.
    private func settle(_ path: BeatPath, upTo keep: Int) {
        let kept = path.beats.prefix { $0.step < keep }
        settled += heard(Array(kept))
        if let last = kept.last, kept.count == path.beats.count || !path.beats[kept.count].isFirst {
            position += last.step
            start = .onBeat(interval: last.interval)
        } else {
            position += keep
            start = .withoutBeat
        }
        // The first beat of the next stretch is looked up again.
        let unused = max(0, (position - base) / 2 - BeatChance.reach)
        chances.removeFirst(unused)
        base += 2 * unused
    }

    /// Everything found so far, as if the piece ended here with `sourceFrames`.
    /// - Parameter rest: probabilities that follow, not settled themselves.
    public func finding(rest: [Float], sourceFrames: Int) -> BeatFinding {
        let settledChances = chances.count
        for index in stride(from: 0, to: rest.count - 1, by: 2) {
            chances.append(BeatChance(beat: rest[index], bar: rest[index + 1]))
        }
        defer { chances.removeLast(chances.count - settledChances) }
        let path = path(to: base + 2 * chances.count)
        let other = alternative ?? AlternativeTempo(rewards(to: base + 2 * chances.count), path, tempi)
        return BeatSummary(
            settled + heard(path.beats), stepsPerSecond: stepsPerSecond, stepFrames: Double(stepFrames), sourceFrames: Double(sourceFrames)
        ).finding(alternative: other.steps.map { 60 * stepsPerSecond / $0 })
    }

    private func path(to end: Int) -> BeatPath { BeatPath(rewards(to: end), tempi, from: start) }

    /// Of a beat at each step from `position` on.
    private func rewards(to end: Int) -> [Float] {
        (position..<max(position, end)).map { step in
            let index = (step - base) / 2
            let here = BeatDecoder.reward(chances[min(index, chances.count - 1)].beat)
            guard (step - base) % 2 == 1, index + 1 < chances.count else { return here }
            return 0.5 * (here + BeatDecoder.reward(chances[index + 1].beat))
        }
    }

    private static func reward(_ chance: Float) -> Float {
        let bounded = Double(min(max(chance, 1e-4), 1 - 1e-4))
        return min(max(Float(math_log(bounded / (1 - bounded))), -mostReward), mostReward) + offset
    }

    private func heard(_ beats: [BeatPath.Beat]) -> [HeardBeat] {
        // A stretch begins with the last beat of the one before.
        let new = if case .onBeat = start { beats.dropFirst() } else { beats[...] }
        return new.map { beat in
            HeardBeat(near: position + beat.step - base, in: chances, interval: beat.interval, isFirst: beat.isFirst).moved(by: Double(base))
        }
    }
}
