import Mood
import Session

/// Makes the beats that are heard meet those of another's clock: a value without clock or cable, told some hundred times a second what
/// both say. The tempo is moved so that what is early or late is made up for within a second or so; whoever starts, stops or moves
/// the clock moves the music.
struct ClockFollower: Sendable {
    /// What the session is asked for.
    enum Step: Equatable {
        case pace(Pace?)
        /// To a second of one pass of the song, to be heard with that output frame.
        case locate(seconds: Double, frame: Int64)
        case pause, resume
    }

    /// From one change of tempo to the next; what was changed is heard after the sound card's delay.
    private static let stepSeconds = 0.2
    /// How soon what is left of an error has fallen to a third.
    private static let settleSeconds = 1.0
    /// Most that an error may bend the tempo.
    private static let mostBend = 0.08
    /// Smaller changes of tempo are left out.
    private static let leastChange = 2e-4
    /// The tempo that effects follow changes in no smaller steps.
    private static let effectChange = 0.004
    /// A song in half or double time is nearer, beyond these.
    private static let ratios = 0.6...1.7
    /// An error of more beats is no matter of tempo: the song is moved, and where that does not help, whole beats are let go.
    private static let largestError = 0.4
    /// From one move to the next, and how often.
    private static let moveSeconds = 2.5
    private static let mostMoves = 3

    private var line: BeatLine?
    private var beats: SongBeats?
    private var length: Double?
    /// Beats of the song for a beat of the clock.
    private var scale = 1.0
    /// Beats of the song at the clock's beat 0.
    private var origin = 0.0
    private var wasRunning = false
    private var hasHeard = false
    private var pace: Pace?
    private var nextStep = -Double.infinity
    private var nextMove = -Double.infinity
    /// Moves since the clock and the song were last together.
    private var moves = 0
    private var remarks: [String] = []

    mutating func steps(following clock: OutsideClock, _ snapshot: Snapshot, at now: Double) -> [Step] {
        var steps = standing(clock, isPaused: snapshot.isPaused)
        guard let heard = clock.beat else { return steps }
        if !hasHeard {
            hasHeard = true
            remarks.append("MIDI clock: it is followed")
        }
        if snapshot.beats != beats || snapshot.songLength != length {
            (beats, length) = (snapshot.beats, snapshot.songLength)
            line = beats.flatMap { BeatLine($0, loopSeconds: length) }
            origin = line?.firstBar ?? 0
        }
        guard let line, let beats, beats.beatsPerMinute > 0 else { return steps }
        rescale(heard.beatsPerSecond * 60 / beats.beatsPerMinute)
        guard let sounding = snapshot.sounding, now >= nextStep, !snapshot.isPaused else { return steps }
        var error = heard.beat(at: sounding.clockSeconds).map { $0 * scale + origin - line.beat(at: sounding.songSeconds).count } ?? 0
        // Which pass of the loop it is makes no difference.
        error -= (error / Double(line.beatsPerPass)).rounded() * Double(line.beatsPerPass)
        if abs(error) <= ClockFollower.largestError {
            (moves, nextMove) = (0, -.infinity)
        } else if now < nextMove {
            error = 0
        } else if moves < ClockFollower.mostMoves, let beat = heard.beat(at: sounding.clockSeconds) {
            moves += 1
            (nextMove, nextStep) = (now + ClockFollower.moveSeconds, now + ClockFollower.stepSeconds)
            return steps + [.locate(seconds: line.place(ofBeat: beat * scale + origin), frame: sounding.frame)]
        } else {
            letGo(&error)
        }
        nextStep = now + ClockFollower.stepSeconds
        if let pace = pace(heard, error, line.meanBeats(around: sounding.songSeconds)) { steps.append(.pace(pace)) }
        return steps
    }

    /// Start and stop.
    private mutating func standing(_ clock: OutsideClock, isPaused: Bool) -> [Step] {
        guard clock.isRunning != wasRunning else { return [] }
        (nextStep, nextMove, moves) = (-.infinity, -.infinity, 0)
        wasRunning = clock.isRunning
        origin = line?.firstBar ?? 0
        if clock.isRunning { return isPaused ? [.resume] : [] }
        return isPaused ? [] : [.pause]
    }

    private mutating func letGo(_ error: inout Double) {
        let whole = error.rounded()
        origin -= whole
        error -= whole
    }

    /// Nil while it is as it was.
    private mutating func pace(_ heard: OutsideClock.Beat, _ error: Double, _ perSecond: Double) -> Pace? {
        let wanted = heard.beatsPerSecond * scale
        let most = ClockFollower.mostBend * wanted
        let bent = wanted + min(max(error / ClockFollower.settleSeconds, -most), most)
        var new = Pace(tempo: bent / perSecond, beatSeconds: 1 / wanted)
        if let pace {
            if abs(new.beatSeconds / pace.beatSeconds - 1) < ClockFollower.effectChange { new.beatSeconds = pace.beatSeconds }
            guard abs(new.tempo / pace.tempo - 1) > ClockFollower.leastChange || new.beatSeconds != pace.beatSeconds else { return nil }
        }
        pace = new
        return new
    }

    private mutating func rescale(_ ratio: Double) {
        guard !ClockFollower.ratios.contains(ratio * scale) else { return }
        var new = 1.0
        while ratio * new > 2.0.squareRoot() { new /= 2 }
        while ratio * new < 0.5.squareRoot() { new *= 2 }
        guard new != scale else { return }
        scale = new
        let words = new < 1 ? "\(Int(1 / new)) of its beats are one of the song's" : new > 1 ? "one of its beats is \(Int(new)) of the song's" : "a beat is a beat again"
        remarks.append("MIDI clock: " + words)
    }

    /// Lines for people since the last call.
    mutating func takeRemarks() -> [String] {
        defer { remarks = [] }
        return remarks
    }
}
