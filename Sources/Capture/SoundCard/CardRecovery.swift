import Glibc

/// What to do next about what a sound card answers: a value without device and clock, so that every fault is a test.
///
/// The codes of alsa-lib's calls and the time go in, the next call comes out. What it cannot see is a call that never returns;
/// whoever waits for the card's thread limits that.
struct CardRecovery {
    /// The next call.
    enum Step: Equatable {
        /// Give the device the frames that are left.
        case write
        /// Wait until it has room, `longestWait` at most.
        case wait
        /// Do nothing for so many milliseconds.
        case pause(Int)
        case resume
        case prepare
        /// Set it up anew, with twice the buffer.
        case widen
        /// It is lost, for this reason.
        case giveUp(Int32)
    }

    /// Milliseconds that `wait` may take.
    static let longestWait = 100
    /// A device that takes nothing for so long is lost.
    static let patienceSeconds = 2.0
    /// How long a resume or a prepare may answer "later".
    private static let settlingSeconds = 1.0
    /// Whoever stayed away for longer was stopped or suspended: a longer buffer would not have helped.
    private static let stoppedSeconds = 0.25
    /// Recoveries without a frame taken in between.
    private static let mostFruitless = 8

    /// Underruns and suspends so far.
    private(set) var xruns = 0
    /// Length of the device's buffer; nil when it cannot grow any more.
    var growingBufferSeconds: Double?
    private var last = 0.0
    private var wasStopped = false
    /// Times of the last two underruns that a longer buffer would have prevented.
    private var earlier = (first: -Double.infinity, second: -Double.infinity)
    /// Seconds spent since the device last took a frame; time in which the whole program was stopped does not count.
    private var idleSeconds = 0.0
    private var settling = 0.0
    private var fruitlessRecoveries = 0
    private var emptyWaits = 0
    private var isSuspended = false
    private var afterPause = Step.write

    /// - Parameter growingBufferSeconds: length of the device's buffer; nil when it cannot grow.
    init(growingBufferSeconds: Double?) { self.growingBufferSeconds = growingBufferSeconds }

    /// There is something to write.
    mutating func begin(at now: Double) -> Step {
        if now - last > Self.stoppedSeconds + (growingBufferSeconds ?? 0), last > 0 { wasStopped = true }
        last = now
        return .write
    }

    /// - Parameters:
    ///   - step: what was done.
    ///   - code: what alsa-lib answered, frames taken or a negative code.
    mutating func next(after step: Step, code: Int, at now: Double) -> Step {
        pass(step, until: now)
        let error = Int32(truncatingIfNeeded: code)
        switch step {
        case .write where code > 0:
            idleSeconds = 0
            settling = 0
            fruitlessRecoveries = 0
            emptyWaits = 0
            wasStopped = false
            isSuspended = false
            return .write
        case .write where code == 0: return stall()
        case .write: return next(afterError: error, at: now)
        case .wait where code < 0 && error != -EAGAIN: return next(afterError: error, at: now)
        case .wait:
            if code > 0 { emptyWaits += 1 }
            return .write
        case .pause: return afterPause
        case .resume: return next(afterResume: error)
        case .prepare: return next(afterPrepare: error)
        case .widen: return code < 0 ? .giveUp(error) : .write
        case .giveUp: return step
        }
    }

    private mutating func next(afterError code: Int32, at now: Double) -> Step {
        switch code {
        case -EINTR where idleSeconds < Self.patienceSeconds: return pause(1, then: .write)
        case -EAGAIN: return stall()
        case -EBUSY: return idleSeconds < Self.patienceSeconds ? pause(10, then: .write) : .giveUp(code)
        case -EPIPE:
            guard recovers() else { return .giveUp(code) }
            return underrun(at: now) ? .widen : .prepare
        case -ESTRPIPE:
            wasStopped = true
            // Resumed, and still suspended: some plugins say "done" to whatever is asked.
            if isSuspended { return settling < Self.settlingSeconds ? pause(10, then: .resume) : restart(code) }
            guard recovers() else { return .giveUp(code) }
            isSuspended = true
            settling = 0
            return .resume
        // A device that was closed under us, or lost its clock, may work again once it is prepared.
        case -EBADFD, -EIO: return recovers(counts: false) && fruitlessRecoveries < 3 ? .prepare : .giveUp(code)
        default: return .giveUp(code)
        }
    }

    private mutating func restart(_ code: Int32) -> Step {
        isSuspended = false
        return recovers(counts: false) ? .prepare : .giveUp(code)
    }

    /// A resumed device goes on by itself: preparing it would throw its buffer away, and is refused while it runs.
    private mutating func next(afterResume code: Int32) -> Step {
        switch code {
        case 0...: return .write
        case -EINTR where settling < Self.settlingSeconds: return pause(1, then: .resume)
        case -EAGAIN where settling < Self.settlingSeconds: return pause(10, then: .resume)
        case -ENODEV, -EBADFD: return .giveUp(code)
        default: return .prepare
        }
    }

    private mutating func next(afterPrepare code: Int32) -> Step {
        switch code {
        case 0...: return .write
        case -EINTR where settling < Self.settlingSeconds: return pause(1, then: .prepare)
        case -EAGAIN, -EBUSY: return settling < Self.settlingSeconds ? pause(10, then: .prepare) : .giveUp(code)
        case -ESTRPIPE where settling < Self.settlingSeconds: return pause(10, then: .resume)
        default: return .giveUp(code)
        }
    }

    /// It took nothing. Some plugins report ready and take nothing; without a pause that spins at real-time priority.
    private mutating func stall() -> Step {
        guard idleSeconds < Self.patienceSeconds else { return .giveUp(-ETIMEDOUT) }
        return emptyWaits > 3 ? pause(2, then: .wait) : .wait
    }

    private mutating func pause(_ milliseconds: Int, then step: Step) -> Step {
        afterPause = step
        return .pause(milliseconds)
    }

    /// Begins a recovery; false when too many had no effect.
    /// - Parameter counts: it is an underrun or a suspend that was not counted yet.
    private mutating func recovers(counts: Bool = true) -> Bool {
        if counts { xruns += 1 }
        fruitlessRecoveries += 1
        return fruitlessRecoveries <= Self.mostFruitless
    }

    /// True for the third underrun in a row that a longer buffer would have prevented.
    private mutating func underrun(at now: Double) -> Bool {
        guard !wasStopped else {
            wasStopped = false
            earlier = (-.infinity, -.infinity)
            return false
        }
        guard let length = growingBufferSeconds else { return false }
        let isThird = now - earlier.first < max(1, 8 * length)
        earlier = isThird ? (-.infinity, -.infinity) : (earlier.second, now)
        return isThird
    }

    /// Time passes; a step that took far longer than it can was held up from outside.
    private mutating func pass(_ step: Step, until now: Double) {
        let longest =
            switch step {
            case .wait: Double(Self.longestWait) / 1000
            case .pause(let milliseconds): Double(milliseconds) / 1000
            default: 0.05
            }
        let spent = max(0, now - last)
        if spent > longest + Self.stoppedSeconds { wasStopped = true }
        idleSeconds += min(spent, longest)
        settling += min(spent, longest)
        last = now
    }
}
