/// Another tempo at which a stretch of music could be tapped.
struct AlternativeTempo {
    /// It must explain this share of what the best tempo explains.
    private static let leastShare: Float = 0.4
    /// Tempi within this factor of the best one are the same.
    private static let sameTempo = 1.25

    /// Steps from beat to beat; nil when no other tempo is plausible.
    let steps: Double?

    /// - Parameters:
    ///   - rewards: as `BeatPath` takes them.
    ///   - path: the best one.
    init(_ rewards: [Float], _ path: BeatPath, _ tempi: TempoTransitions) {
        guard path.score > 0, let interval = AlternativeTempo.median(path.beats) else {
            steps = nil
            return
        }
        let isAllowed = (0..<tempi.count).map { index in
            let ratio = Double(index + tempi.shortest) / Double(interval)
            return max(ratio, 1 / ratio) > AlternativeTempo.sameTempo
        }
        let other = BeatPath(rewards, tempi, from: .withoutBeat, isAllowed: isAllowed)
        guard other.score > AlternativeTempo.leastShare * path.score, other.beats.count > 2 else {
            steps = nil
            return
        }
        steps = Double(other.beats[other.beats.count - 1].step - other.beats[0].step) / Double(other.beats.count - 1)
    }

    private static func median(_ beats: [BeatPath.Beat]) -> Int? {
        beats.isEmpty ? nil : beats.map { $0.interval }.sorted()[beats.count / 2]
    }
}
