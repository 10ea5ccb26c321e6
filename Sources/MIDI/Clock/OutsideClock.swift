/// The clock of another instrument, from ticks that come with the jitter of cables and threads: a value without clock or cable.
///
/// Time and length of a tick are a least-squares line through the ticks so far, whose memory grows to two and a half beats (Brookner,
/// Tracking and Kalman Filtering Made Easy, 1.2: the growing-memory filter of first degree); from there on it is a filter of constant
/// gain, which lags behind a steady tempo by nothing.
public struct OutsideClock: Sendable {
    /// What the clock says.
    public struct Beat: Equatable, Sendable {
        /// On the clock that never jumps.
        public var seconds: Double
        /// Beats since the piece's beginning; nil until a start or a position has said where it is.
        public var beat: Double?
        /// Above 0.
        public var beatsPerSecond: Double

        /// At another time, if the clock goes on as now.
        public func beat(at other: Double) -> Double? { beat.map { $0 + (other - seconds) * beatsPerSecond } }
    }

    private static let ticksPerBeat = 24.0
    /// Ticks that the filter remembers.
    private static let memory = 60.0
    /// So many say how long a tick is, whatever the jitter.
    private static let settled = 12.0
    /// A shorter gap, in ticks, is one tick with its jitter.
    private static let leastLoss = 1.7
    /// A tick that is as early or late as this, in ticks, says nothing: it follows a stall.
    private static let largestError = 0.5
    /// So many of them in a row are another tempo.
    private static let patience = 4
    /// Without a tick for so many of them, and for no less than `silence` seconds, the clock is lost.
    private static let lostTicks = 12.0
    private static let silence = 0.3
    /// Seconds from tick to tick that a clock can have: 15 … 600 beats a minute.
    private static let lengths = 60 / (600 * ticksPerBeat)...60 / (15 * ticksPerBeat)

    /// Start or continue came last, and no stop.
    public private(set) var isRunning = false
    /// Where the next tick is, in ticks since the piece's beginning; nil while nobody has said.
    private var nextTick: Int?
    /// The next tick begins what was started.
    private var begins = false
    /// The filtered time of the newest tick and seconds from one to the next.
    private var tickSeconds = 0.0
    private var length = 0.0
    /// Ticks in the filter; 0 before the first, and its length counts from the third on.
    private var known = 0.0
    private var strays = 0
    /// Ticks that were taken for lost since the last one that was in time.
    private var skipped = 0
    private var newestSeconds = -Double.infinity
    private var isLost = false
    private var remarks: [String] = []

    /// A clock that has not been heard.
    public init() {}

    /// What came in at `seconds`; times do not decrease.
    public mutating func take(_ message: MIDIMessage, at seconds: Double) {
        switch message {
        case .tick: tick(at: seconds)
        case .start: (nextTick, begins, isRunning) = (0, true, true)
        case .continue: (begins, isRunning) = (true, true)
        case .stop: isRunning = false
        case .songPosition(let sixteenths): nextTick = sixteenths * 6
        case .noteOn, .noteOff, .controller: break
        }
    }

    private mutating func tick(at seconds: Double) {
        if isLost { remarks.append("MIDI clock: it is back") }
        isLost = false
        let gap = seconds - newestSeconds
        newestSeconds = seconds
        defer {
            begins = false
            if isRunning { nextTick = nextTick.map { $0 + 1 } }
        }
        guard known >= 2 else {
            // Another's first ticks after a long silence are a new clock.
            known = known == 1 && OutsideClock.lengths.contains(gap) ? 2 : 1
            (tickSeconds, length) = (seconds, gap)
            return
        }
        // Lost ticks are passed over, so that the beat goes on; before the length is known nobody can tell, and a slower tempo is no loss.
        let isSettled = known >= OutsideClock.settled
        let passed = isSettled && gap > OutsideClock.leastLoss * length ? max(((seconds - tickSeconds) / length).rounded(), 1) : 1
        let expected = tickSeconds + passed * length
        let error = seconds - expected
        if isSettled, passed > 1 || abs(error) > OutsideClock.largestError * length {
            strays += 1
            if strays >= OutsideClock.patience { return beginAnew(at: seconds, gap) }
        } else {
            (strays, skipped) = (0, 0)
        }
        if passed > 1, isRunning, !begins { skip(Int(min(passed, 1e6)) - 1) }
        known = min(known + 1, OutsideClock.memory)
        let tail = (known + 1) * known
        tickSeconds = expected + error * 2 * (2 * known - 1) / tail
        length = min(max(length + error * 6 / tail, OutsideClock.lengths.lowerBound), OutsideClock.lengths.upperBound)
    }

    private mutating func skip(_ ticks: Int) {
        skipped += ticks
        nextTick = nextTick.map { $0 + ticks }
    }

    /// It was another tempo, and no tick was lost.
    private mutating func beginAnew(at seconds: Double, _ gap: Double) {
        skip(-skipped)
        strays = 0
        known = OutsideClock.lengths.contains(gap) ? 2 : 1
        (tickSeconds, length) = (seconds, gap)
    }

    /// Lets time pass: a clock whose ticks stay away is lost.
    public mutating func advance(to seconds: Double) {
        guard known >= 2, !isLost, isRunning else { return }
        guard seconds - newestSeconds > max(OutsideClock.lostTicks * length, OutsideClock.silence) else { return }
        isLost = true
        remarks.append("MIDI clock: lost; the last tempo goes on")
    }

    /// What it says; nil before two ticks. When ticks stay away the last tempo goes on.
    public var beat: Beat? {
        guard known >= 2 else { return nil }
        // `nextTick` is the one after the newest.
        let beat = isRunning && !begins ? nextTick.map { Double($0 - 1) / OutsideClock.ticksPerBeat } : nil
        return Beat(seconds: tickSeconds, beat: beat, beatsPerSecond: 1 / (length * OutsideClock.ticksPerBeat))
    }

    /// Lines for people since the last call.
    public mutating func takeRemarks() -> [String] {
        defer { remarks = [] }
        return remarks
    }
}
