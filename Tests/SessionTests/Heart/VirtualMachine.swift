import DSP
import Fixtures
import Mood

@testable import Session

/// A machine with one core that the sound has to itself when it needs it, on a virtual clock: what looking and rendering cost there.
struct VirtualMachine {
    static let pictureSeconds = 1.0 / 30
    private static let reportSeconds = 0.1

    /// Seconds at the usual pace to decode, to search and to read a picture, and the part of these that is left with each relief.
    var decoding = 0.003, searching = 0.005, reading = 0.004
    /// Rendering, as a share of real time at the usual pace, and with splices alone.
    var rendering = 0.28, splicing = 0.1
    /// How many times slower than usual everything is at a second.
    var pace: (Double) -> Double
    /// The sound that the card can hold, and how long after the wish a stretch has changed.
    var bufferSeconds = 0.09, changeSeconds = 0.1

    /// What happened in so many seconds.
    struct Run {
        var changes: [(seconds: Double, kind: SessionEvent.Kind)] = []
        var underruns = 0
        var wishes: [Wish] = []
        var looking: [[Relief]] = []
        var performance: Performance
    }

    func run(_ setting: Performance.Setting, seconds: Double, noise: ClosedRange<Double> = 1...1, hasPictures: Bool = true) -> Run {
        var run = Run(performance: Performance(setting))
        run.performance.begin()
        var random = SeededNumbers(seed: 7)
        var (filled, nextReport, skips) = (bufferSeconds, 0.0, false)
        var reliefs: [Relief] = []
        var splices = (wanted: false, since: 0.0)
        for step in 0..<Int(seconds / Self.pictureSeconds) {
            let now = Double(step) * Self.pictureSeconds
            let slower = pace(now) * Double.random(in: noise, using: &random)
            let isLight = splices.wanted ? now - splices.since >= changeSeconds : now - splices.since < changeSeconds && splices.since > 0
            let share = (isLight ? splicing : rendering) * slower
            filled = min(filled + Self.pictureSeconds / max(share, 0.001) - Self.pictureSeconds, bufferSeconds)
            if filled < 0 { (run.underruns, filled) = (run.underruns + 1, 0) }
            if now >= nextReport {
                nextReport += Self.reportSeconds
                var report = PlayerReport()
                report.renderShare = share
                run.performance.take(.played(report), at: now)
            }
            skips = reliefs.contains(.fewerPictures) && !skips
            if hasPictures, !skips { run.performance.take(.saw(sight(at: now, slower, reliefs)), at: now) }
            run.performance.advance(to: now)
            for action in run.performance.takeActions() {
                switch action {
                case .play(let wish):
                    run.wishes.append(wish)
                    if wish.parameters.splicesAlone != splices.wanted { splices = (wish.parameters.splicesAlone, now) }
                case .relieve(let new):
                    reliefs = new
                    run.looking.append(new)
                default: break
                }
            }
            for event in run.performance.takeEvents() {
                switch event.kind {
                case .relieved, .restored: run.changes.append((event.seconds, event.kind))
                default: break
                }
            }
        }
        return run
    }

    private func sight(at now: Double, _ slower: Double, _ reliefs: [Relief]) -> Sight {
        let pictures = reliefs.contains(.fewerPictures) ? 2.0 : 1
        let search = searching * (reliefs.contains(.narrowSearch) ? 0.6 : 1)
        let read = reading * (reliefs.contains(.lightNetwork) ? 0.32 : 1)
        var sight = Sight(seconds: now, width: 640, height: 480)
        sight.lasting = pictures * Self.pictureSeconds
        sight.decodeMilliseconds = 1000 * slower * pictures * decoding
        sight.times = PictureTimes(captured: now, taken: now, examined: now + slower * (search + read))
        return sight
    }
}
