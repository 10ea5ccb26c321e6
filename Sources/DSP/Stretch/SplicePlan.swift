/// When to leave the segment that plays, where the next one may begin, and how long their crossfade is. Lengths in frames.
///
/// Without onsets: a segment runs until it is `limit` away from its nominal position, then jumps to the other side of it.
/// With onsets: none is played twice or skipped. A segment that would reach one at the wrong time is left while a crossfade
/// can still end before the onset, for a position from which the onset comes when due; no splice until after its attack.
struct SplicePlan {
    enum Step: BitwiseCopyable {
        case goOn
        /// No decision is due for this many output frames.
        case hold(frames: Int)
        /// Source frames from which the next segment may start, and the length of the crossfade.
        case splice(lowest: Int, highest: Int, fade: Int)
    }

    /// How much sound is compared, in the middle of the crossfade.
    let template: Int
    /// The longer a crossfade, the less audible in a steady sound. Before an onset there is less room; `onsetFade` is always kept
    /// free.
    let longestFade: Int
    let onsetFade: Int
    let shortestFade: Int
    /// Usual distance between splices, and how far a segment may be from its nominal position for the sake of it.
    let spacing: Int
    let furthest: Int
    /// Half the range of candidates.
    let reach: Int
    /// Output frames between two decisions.
    let lookEvery: Int
    /// What stays unspliced before and after an onset; how early or late an onset may come.
    let guardFrames: Int
    let attackFrames: Int
    let slack: Int
    /// How much further than `limit` a segment may run for the sake of onsets.
    let patience: Int

    init(rate: Double) {
        template = Int(0.02 * rate)
        longestFade = Int(0.05 * rate)
        onsetFade = Int(0.012 * rate)
        shortestFade = Int(0.002 * rate)
        spacing = Int(0.06 * rate)
        furthest = Int(0.09 * rate)
        reach = Int(0.02 * rate)
        lookEvery = max(16, Int(0.003 * rate))
        guardFrames = Int(0.0015 * rate)
        attackFrames = Int(0.004 * rate)
        slack = Int(0.002 * rate)
        patience = Int(0.06 * rate)
    }

    /// Half of a usual splice's jump, forwards or back.
    @_noLocks
    private func halfJump(_ speed: Double) -> Double { min(abs(1 - speed) * Double(spacing) / 2, Double(furthest)) }

    /// How far a segment may run from its nominal position.
    @_noLocks
    func limit(_ speed: Double) -> Double { Double(reach) + halfJump(speed) }

    /// A crossfade ends before the next one is due.
    @_noLocks
    func fade(_ speed: Double) -> Int {
        min(longestFade, Int(0.8 * (limit(speed) + halfJump(speed)) / max(abs(1 - speed), 0.01)))
    }

    /// Lookahead of a decision: source frames beyond the nominal position.
    @_noLocks
    func lookAhead(_ speed: Double) -> Double {
        let piece = limit(speed) + Double(patience + 2 * longestFade)
        return max(piece, speed * Double(2 * soon + lookEvery)) + Double(template + lookEvery)
    }

    /// An onset due within this many output frames must be aimed at now.
    var soon: Int { @_noLocks get { onsetFade + lookEvery + guardFrames } }

    /// - Parameters:
    ///   - here: source frame that the segment plays now.
    ///   - nominal: nominal source position now, from the tempo.
    ///   - past, next: the onsets around `here`.
    @_noLocks
    func step(here: Int, nominal: Double, speed: Double, past: Int, next: Int) -> Step {
        let drift = Double(here) - nominal
        let centre = Int(nominal + (speed < 1 ? -halfJump(speed) : halfJump(speed)))
        var lowest = centre - reach
        var highest = centre + reach
        var fade = fade(speed)
        var mustSplice = abs(drift + (1 - speed) * Double(lookEvery)) > limit(speed)
        if speed != 1 && abs(drift) < limit(speed) + Double(patience) {
            if here - past < attackFrames { return .goOn }
            // Output frames until the onset is due, and until the segment plays it.
            let due = next == Int.max ? Int.max : Int((Double(next) - nominal) / speed)
            if due != Int.max && due > -slack {
                let plays = next - here
                if let step = toOnset(next, due: due, plays: plays, past: past) { return step }
                // One more splice must fit in before the onset.
                fade = max(shortestFade, min(min(fade, plays - guardFrames), max(onsetFade, due - soon)))
                highest = min(highest, next - fade - soon)
                lowest = min(lowest, highest - slack)
                mustSplice = mustSplice || (plays < onsetFade + soon && due > plays + slack)
            }
            if speed < 1 {
                lowest = max(lowest, past + attackFrames)
                highest = min(highest, here - onsetFade / 2)
                if highest < lowest { return .goOn }
            }
        }
        lowest = max(0, lowest)
        return mustSplice ? .splice(lowest: lowest, highest: max(lowest + 1, highest), fade: fade) : .goOn
    }

    /// The decision for the onset `next`, which is due in `due` output frames and would be played in `plays`. Nil: none yet.
    @_noLocks
    private func toOnset(_ next: Int, due: Int, plays: Int, past: Int) -> Step? {
        let room = plays - guardFrames
        let isInTime = abs(due - plays) <= slack
        // Too late to leave the segment, or no reason to.
        if room < shortestFade || (plays <= soon + lookEvery && (isInTime || due < guardFrames)) { return .hold(frames: plays + 1) }
        let wouldBeEarly = due > plays + slack && room < onsetFade + lookEvery && due <= 2 * soon
        guard due <= soon || wouldBeEarly else { return nil }
        if isInTime { return .goOn }
        let fade = min(longestFade, max(shortestFade, min(room, due - guardFrames)))
        let place = next - max(due, fade + guardFrames)
        let highest = max(1, min(place + slack, next - fade - guardFrames))
        let lowest = max(0, min(max(place - slack, past + attackFrames), highest - 1))
        return .splice(lowest: lowest, highest: highest, fade: fade)
    }
}
