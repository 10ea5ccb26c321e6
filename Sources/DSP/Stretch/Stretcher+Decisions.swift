/// Whether the running piece goes on, and what comes after it.
extension Stretcher {
    /// Source frames per output frame up to which sustained sound takes the path; beyond, attacks follow too closely.
    static var fastestPath: Double { @_noLocks get { 4 } }

    /// A power of two near 186 ms: the partials of a chord lie apart in it.
    static func frameSize(_ quality: StretchQuality, rate: Double) -> Int {
        guard quality != .light else { return 256 }
        var size = 256
        while Double(size) * 1.42 < 0.186 * rate { size *= 2 }
        return size
    }

    /// Decides whether the running piece goes on; a new speed begins here.
    @_noLocks
    mutating func look() {
        let nominal = position(of: produced, fraction: 0)
        anchorSource = nominal
        anchorFrame = produced
        previousSpeed = speed
        speed = wantedSpeed
        nextLook = produced + plan.lookEvery
        if path.isActive {
            guard produced >= busyUntil else { return nextLook = min(nextLook, busyUntil) }
            leavePath(nominal)
        }
        if takesPaths && !path.isActive { beginPath(nominal) }
        if path.isActive { return }
        guard produced >= busyUntil else { return nextLook = min(nextLook, busyUntil) }
        let here = produced + offset
        switch plan.step(
            here: here, nominal: nominal, speed: speed, past: onsets.last(before: here), next: onsets.first(from: here))
        {
        case .goOn:
            break
        case .hold(let frames):
            busyUntil = produced + frames
        case .splice(let lowest, let highest, let fade):
            // Compared where both sound alike loud.
            let middle = max(0, fade - plan.template) / 2
            let match = search.best(
                in: source, like: here + middle, window: plan.template, from: lowest + middle, to: highest + middle)
            self.fade(to: match.frame - middle, fade, likeness: match.likeness, from: .copy)
        }
    }

    /// Cross-fades over the next `frames` frames into a copy of the source from frame `start` on.
    @_noLocks @inline(__always)
    private mutating func fade(to start: Int, _ frames: Int, likeness alike: Float, from: FadeSource) {
        oldOffset = offset
        offset = start - produced
        fadesFrom = from
        likeness = max(0, alike)
        fadeStart = produced
        fadeFrames = frames
        busyUntil = produced + frames
    }

    /// The part of a path's frame that is due now.
    @_noLocks
    mutating func workOnPath() {
        let nominal = position(of: path.centre + path.hop, fraction: 0)
        let next = knownOnset(from: path.onset + 1, position(of: produced, fraction: 0))
        let highest = Int(position(of: produced, fraction: 0)) + aheadFrames - 64
        path.work(source, nominal: nominal, speed: speed, next: next, highest: highest)
    }

    /// The first onset from `frame` on, if it is known by now however the source was cut into pushes; else Int.max.
    @_noLocks
    private func knownOnset(from frame: Int, _ nominal: Double) -> Int {
        let next = onsets.first(from: frame)
        return next < Int(nominal) + aheadFrames - onsets.lagFrames - 64 ? next : Int.max
    }

    /// Begins a path if there is room for one between the attack that the copy plays and the next one.
    @_noLocks
    private mutating func beginPath(_ nominal: Double) {
        guard speed != 1 && speed <= Self.fastestPath else { return }
        let here = produced + offset
        var onset = onsets.last(before: here)
        var next = knownOnset(from: here, nominal)
        if next != Int.max && next - here <= plan.soon + plan.lookEvery {
            // The copy is about to play an attack, or must be left before it plays one at the wrong time.
            let due = Int((Double(next) - nominal) / speed)
            guard abs(due - (next - here)) <= 2 * plan.slack else { return }
            onset = next
            next = knownOnset(from: next + 1, nominal)
        }
        let fadeEnd = fadeStart + fadeFrames
        let start = max(produced + path.lead, fadeEnd)
        let centre = max(onset - offset + path.attackReach, start + path.size / 2 - path.hop)
        if next != Int.max {
            let leave = produced + Int((Double(next) - nominal) / speed) - plan.attackFrames - plan.onsetFade
            guard leave - centre > path.size / 16 && next - offset > centre + path.size / 4 else { return }
        }
        path.begin(centre: centre, offset: offset, onset: onset)
    }

    /// Leaves the path for a copy when an attack is due, or when none is wanted any more.
    @_noLocks
    private mutating func leavePath(_ nominal: Double) {
        let next = knownOnset(from: max(path.onset + 1, Int(nominal) - plan.slack), nominal)
        let due = next == Int.max ? Int.max : Int((Double(next) - nominal) / speed)
        let early = plan.attackFrames + plan.onsetFade
        if due <= early {
            let fade = max(plan.shortestFade, min(plan.onsetFade, due - plan.guardFrames))
            leavePath(at: next - due, slack: plan.slack, fade: fade, stops: true)
        } else if !takesPaths || speed == 1 || speed > Self.fastestPath {
            // No attack hides this one: it takes its time.
            leavePath(at: Int(nominal + 0.5), slack: plan.reach / 4, fade: min(plan.longestFade, due - plan.guardFrames), stops: false)
        } else if due - early < plan.lookEvery {
            nextLook = produced + due - early
        }
    }

    /// Fades into the copy that plays about the source frame `middle` now; the path runs on meanwhile unless it stops.
    @_noLocks
    private mutating func leavePath(at middle: Int, slack: Int, fade frames: Int, stops: Bool) {
        path.render(
            produced, frames: plan.onsetFade, copy: source.left(at: produced + offset), source.right(at: produced + offset),
            into: leftPath.real, leftPath.imaginary)
        if stops { path.end() }
        let match = search.best(
            in: source, like: leftPath.real, leftPath.imaginary, window: min(frames, plan.onsetFade), from: middle - slack, to: middle + slack)
        fade(to: match.frame, frames, likeness: match.likeness, from: stops ? .leftPath : .path)
    }
}
