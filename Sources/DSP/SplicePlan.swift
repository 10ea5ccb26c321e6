/// When a running piece of sound must be left, and where the next one may begin. Lengths in frames.
///
/// Without onsets: a piece runs until it is `limit` away from where the tempo wants it, then jumps to the other side.
/// With onsets: none is played twice or skipped. Before one is due a piece that would reach it early jumps back, and one
/// that would reach it late jumps right before it; from there until after its attack nothing is spliced.
struct SplicePlan {
    enum Step: BitwiseCopyable {
        case goOn
        /// Nothing to decide before so many output frames have gone.
        case hold(frames: Int)
        /// Source frames from which the next piece may start.
        case splice(lowest: Int, highest: Int)
    }

    /// Cross-fade and comparison.
    let window: Int
    /// Usual distance of two splices.
    let spacing: Int
    /// Half the range of candidates.
    let reach: Int
    /// Output frames between two decisions.
    let lookEvery: Int
    /// What stays whole before and after an onset; how early or late one may come.
    let guardFrames: Int
    let attackFrames: Int
    let slack: Int
    /// How much further than `limit` a piece may run for the sake of onsets.
    let patience: Int

    init(rate: Double) {
        window = Int(0.012 * rate)
        spacing = Int(0.04 * rate)
        reach = Int(0.012 * rate)
        lookEvery = max(16, Int(0.003 * rate))
        guardFrames = Int(0.0015 * rate)
        attackFrames = Int(0.004 * rate)
        slack = Int(0.004 * rate)
        patience = Int(0.06 * rate)
    }

    /// How far a piece may run from its nominal place.
    @_noLocks
    func limit(_ speed: Double) -> Double { Double(reach) + abs(1 - speed) * Double(spacing) / 2 }

    /// Source frames beyond the nominal place that a decision may look at.
    @_noLocks
    func lookAhead(_ speed: Double) -> Double {
        limit(speed) + Double(2 * reach + 4 * window + spacing + lookEvery + patience)
    }

    /// - Parameters:
    ///   - here: source frame that the running piece plays now.
    ///   - nominal: source position that the tempo wants now.
    ///   - past, next: the onsets around `here`.
    @_noLocks
    func step(here: Int, nominal: Double, speed: Double, past: Int, next: Int) -> Step {
        let drift = Double(here) - nominal
        let centre = Int(nominal - (1 - speed) * Double(spacing) / 2)
        var lowest = centre - reach
        var highest = centre + reach
        var mustSplice = abs(drift + (1 - speed) * Double(lookEvery)) > limit(speed)
        if speed != 1 && abs(drift) < limit(speed) + Double(patience) {
            if here - past < attackFrames { return .goOn }
            if next != Int.max {
                // Output frames until the onset is due, and until the running piece plays it.
                let due = Int((Double(next) - nominal) / speed)
                let plays = next - here
                let isNear = due <= window + lookEvery + guardFrames && due > -slack
                if isNear && (abs(plays - due) <= slack || due < guardFrames) {
                    if plays <= window + 2 * lookEvery + guardFrames { return .hold(frames: plays + 1) }
                    if abs(plays - due) <= slack { return .goOn }
                } else if isNear {
                    mustSplice = true
                    lowest = next - due - slack
                    highest = next - due + slack
                } else if due > 0 {
                    highest = min(highest, next - guardFrames - window)
                    if plays < window + lookEvery + guardFrames && due > plays + slack { mustSplice = true }
                }
            }
            if speed < 1 {
                lowest = max(lowest, past + attackFrames)
                highest = min(highest, here - window / 2)
                if highest < lowest { return .goOn }
            }
        }
        return mustSplice ? .splice(lowest: max(0, lowest), highest: max(max(0, lowest) + 1, highest)) : .goOn
    }
}
