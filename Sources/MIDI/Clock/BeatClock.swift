/// A MIDI clock, 24 ticks a beat, of the beats that are heard: a value without clock or cable. Between two moments that it is told
/// the beat goes on evenly.
public struct BeatClock: Sendable {
    /// What is heard, and when.
    public struct Moment: Equatable, Sendable {
        /// On the clock that never jumps.
        public var seconds: Double
        /// Beats since the song's beginning, of which multiples of the bar's begin bars.
        public var beat: Double
        /// As heard, tempo included; above 0.
        public var beatsPerSecond: Double

        /// A moment as given.
        public init(seconds: Double, beat: Double, beatsPerSecond: Double) {
            (self.seconds, self.beat, self.beatsPerSecond) = (seconds, beat, beatsPerSecond)
        }
    }

    /// What instruments take: other tempi are halved or doubled.
    public static let range = 30.0...300.0
    /// Where the tempo itself is taken again, inside of `range`, so that it does not change back and forth.
    private static let plainRange = 33.0...270.0
    private static let ticksPerBeat = 24.0
    /// A jump of more beats than this moves the song position; a smaller one hurries or holds up the ticks.
    private static let largestSlip = 0.5

    private var anchor: Moment?
    /// Clock beats for a beat of the song.
    private var scale = 1.0
    private var nextTick = 0
    private var lastSeconds = -Double.infinity
    private var waiting: [MIDIMessage] = []
    private var remark: String?

    /// A clock that stands still.
    public init() {}

    /// What is heard from now on; nil stops the clock.
    public mutating func take(_ moment: Moment?) {
        guard let moment, moment.beatsPerSecond > 0, moment.beat.isFinite, moment.beatsPerSecond.isFinite else {
            if anchor != nil { waiting.append(.stop) }
            anchor = nil
            return
        }
        let hasNewScale = rescale(moment.beatsPerSecond * 60)
        let scaled = Moment(seconds: moment.seconds, beat: moment.beat * scale, beatsPerSecond: moment.beatsPerSecond * scale)
        defer { anchor = scaled }
        if let anchor {
            let expected = anchor.beat + (moment.seconds - anchor.seconds) * anchor.beatsPerSecond
            if !hasNewScale, abs(scaled.beat - expected) < BeatClock.largestSlip { return }
            waiting.append(.stop)
        }
        locate(beat: scaled.beat)
    }

    /// Says again where the song is, for an instrument that listens only now.
    public mutating func repeatPosition() {
        guard anchor != nil else { return }
        waiting.append(.stop)
        locate(beat: Double(nextTick) / BeatClock.ticksPerBeat)
    }

    /// The clock goes on at the next sixteenth note from `beat` on.
    private mutating func locate(beat: Double) {
        let sixteenth = max(Int((beat * 4 - 1e-6).rounded(.up)), 0)
        waiting += [.songPosition(sixteenth % MIDIMessage.songPositions), sixteenth == 0 ? .start : .continue]
        nextTick = sixteenth * 6
    }

    /// Whether the octave of the tempo has changed.
    private mutating func rescale(_ beatsPerMinute: Double) -> Bool {
        let isPlain = scale == 1 || BeatClock.plainRange.contains(beatsPerMinute)
        guard !BeatClock.range.contains(beatsPerMinute * scale) || isPlain && scale != 1 else { return false }
        var new = 1.0
        while beatsPerMinute * new > BeatClock.range.upperBound { new /= 2 }
        while beatsPerMinute * new < BeatClock.range.lowerBound { new *= 2 }
        let change = new > 1 ? "\(Int(new)) times the" : new < 1 ? "a \(new == 0.5 ? "half" : "\(Int(1 / new))th") of the" : "the"
        remark = "MIDI clock: \(change) tempo that is heard, since \(Int(beatsPerMinute.rounded())) beats a minute "
            + (new == 1 ? "are what instruments take" : "are beyond what instruments take")
        scale = new
        return true
    }

    /// When there is something to send; infinite while the clock stands.
    public var nextSeconds: Double {
        guard waiting.isEmpty else { return -Double.infinity }
        guard let anchor else { return .infinity }
        let due = anchor.seconds + (Double(nextTick) / BeatClock.ticksPerBeat - anchor.beat) / anchor.beatsPerSecond
        // Ticks that are late follow each other at three times their pace.
        return max(due, lastSeconds + 1 / (3 * BeatClock.ticksPerBeat * anchor.beatsPerSecond))
    }

    /// What is to be sent at `now`, in this order.
    public mutating func due(at now: Double) -> [MIDIMessage] {
        var messages = waiting
        waiting = []
        if nextSeconds <= now {
            messages.append(.tick)
            lastSeconds = now
            nextTick += 1
        }
        return messages
    }

    /// A line about a tempo that is halved or doubled, once for each change.
    public mutating func takeRemark() -> String? {
        defer { remark = nil }
        return remark
    }
}
