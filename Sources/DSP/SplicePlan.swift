/// When a running piece of sound must be left, where the next one may begin, and how long the two cross. Lengths in frames.
///
/// Without onsets: a piece runs until it is `limit` away from where the tempo wants it, then jumps to the other side.
/// With onsets: none is played twice or skipped. A piece that would reach one at the wrong time is left while its fade can
/// still end before the onset, for a place from which the onset comes when due; until after its attack nothing is spliced.
struct SplicePlan {
    enum Step: BitwiseCopyable {
        case goOn
        /// Nothing to decide before so many output frames have gone.
        case hold(frames: Int)
        /// Source frames from which the next piece may start, and the length of the cross-fade.
        case splice(lowest: Int, highest: Int, fade: Int)
    }

    /// Comparison, and the usual cross-fade.
    let window: Int
    /// Shortest cross-fade, when an onset leaves no room for more.
    let shortestFade: Int
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
        shortestFade = Int(0.002 * rate)
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
        var fade = window
        var mustSplice = abs(drift + (1 - speed) * Double(lookEvery)) > limit(speed)
        if speed != 1 && abs(drift) < limit(speed) + Double(patience) {
            if here - past < attackFrames { return .goOn }
            // Output frames until the onset is due, and until the running piece plays it.
            let due = next == Int.max ? Int.max : Int((Double(next) - nominal) / speed)
            if due != Int.max && due > -slack {
                let plays = next - here
                if let step = toOnset(next, due: due, plays: plays) { return step }
                // One more splice must fit in before the onset.
                highest = min(highest, next - guardFrames - 2 * window - lookEvery)
                mustSplice = mustSplice || (plays < 2 * window + lookEvery + guardFrames && due > plays + slack)
                fade = min(window, plays - guardFrames)
            }
            if speed < 1 {
                lowest = max(lowest, past + attackFrames)
                highest = min(highest, here - window / 2)
                if highest < lowest { return .goOn }
            }
        }
        lowest = max(0, min(lowest, highest - slack))
        return mustSplice ? .splice(lowest: lowest, highest: max(lowest + 1, highest), fade: fade) : .goOn
    }

    /// What the onset `next` asks for: it is due in `due` output frames, the running piece plays it in `plays`. Nil: nothing yet.
    @_noLocks
    private func toOnset(_ next: Int, due: Int, plays: Int) -> Step? {
        let soon = window + lookEvery + guardFrames
        let room = plays - guardFrames
        let isInTime = abs(due - plays) <= slack
        // Too late to leave, or no reason to.
        if room < shortestFade || (plays <= soon + lookEvery && (isInTime || due < guardFrames)) { return .hold(frames: plays + 1) }
        let wouldBeEarly = due > plays + slack && room < window + lookEvery && due <= 2 * soon
        guard due <= soon || wouldBeEarly else { return nil }
        if isInTime { return .goOn }
        let fade = min(window, max(shortestFade, min(room, due - guardFrames)))
        let place = next - max(due, fade + guardFrames)
        let lowest = max(0, place - slack)
        return .splice(lowest: lowest, highest: max(lowest + 1, min(place + slack, next - fade - guardFrames)), fade: fade)
    }
}
