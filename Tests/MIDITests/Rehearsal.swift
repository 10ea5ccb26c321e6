import Capture
import Glibc
import Mood
import Testing

@testable import MIDI
@testable import Session

/// Clicks at 100 beats a minute.
final class Clicks: SongSource {
    static let beatSeconds = 0.6
    static let bars = 8
    let sampleRate = 22_050.0
    let channels = 1
    private var position = 0
    private var frames: Int { Int((Double(4 * Clicks.bars) * Clicks.beatSeconds * sampleRate).rounded()) }
    var frameCount: Int? { frames }

    func read(into interleaved: UnsafeMutablePointer<Float>, frames wanted: Int) throws(LeitmotifError) -> Int {
        let count = min(wanted, frames - position)
        for index in 0..<count {
            let seconds = Double(position + index) / sampleRate
            let since = seconds - (seconds / Clicks.beatSeconds).rounded(.down) * Clicks.beatSeconds
            interleaved[index] = since < 0.03 ? Float(0.5 * exp(-since / 0.006) * sin(2 * .pi * 1500 * since)) : 0
        }
        position += count
        return count
    }

    func rewind() throws(LeitmotifError) { position = 0 }

    static func grid(rate: Double) throws -> BeatGrid {
        let beats = (0..<4 * bars).map { Double($0) * beatSeconds * rate }
        return try #require(
            BeatGrid(
                beatFrames: beats, barFrames: stride(from: 0, to: 4 * bars, by: 4).map { beats[$0] }, loopFrames: Double(4 * bars) * beatSeconds * rate,
                beatsPerMinute: 60 / beatSeconds, beatsPerBar: 4))
    }
}

/// A session in virtual time whose sound is heard 60 ms after it was rendered, beside an instrument whose ticks come up to 6 ms late.
struct Rehearsal: ~Copyable {
    static let rate = 22_050.0
    static let delay = 0.06
    var performance: Performance
    var stage: SongPlayback
    var outside = OutsideClock()
    var follower = ClockFollower()
    var clicks: [Double] = []
    var remarks: [String] = []
    private let block = StereoBlock(frames: 256)
    private var frames = 0
    private var isStanding = false
    private var standing = 0.0
    private var level: Float = 0
    private var lastClick = -1.0
    private var state: UInt64 = 3
    private var tick = 0
    private var isTicking = false
    /// The instrument goes on from another beat.
    var isMoved = false
    private var lastTick = 0.0
    private var nextLateness = 0.003

    init(map: MoodMap = .drama) throws {
        let grid = try Clicks.grid(rate: Rehearsal.rate)
        var setting = Performance.Setting(mapping: ParameterMapping(map: map, beatsPerMinute: 100))
        (setting.outputRate, setting.sourceRate, setting.quality, setting.grid) = (Rehearsal.rate, Rehearsal.rate, .light, grid)
        performance = Performance(setting)
        stage = SongPlayback(
            [PlayableSong(Clicks(), name: "clicks", grid: grid)], loops: true, outputRate: Rehearsal.rate, start: performance.start, quality: .light)
        performance.begin()
    }

    private mutating func noise() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / Double(1 << 53)
    }

    var now: Double { Double(frames) / Rehearsal.rate + standing }

    /// Until `end`; beats of the instrument by `truth`, nil while it is silent.
    mutating func run(until end: Double, beat truth: ((Double) -> Double)?) throws {
        if let truth, !isTicking || isMoved { tick = Int((truth(now) * 24).rounded(.up)) }
        (isTicking, isMoved) = (truth != nil, false)
        while now < end {
            // Its ticks since the last block, each as late as cables and threads make it.
            if let truth { takeTicks(truth) }
            try stage.feeders.fill()
            if isStanding {
                standing += Double(block.capacityFrames) / Rehearsal.rate
            } else {
                stage.player.render(left: block.left, right: block.right, frames: 256)
                hear()
                frames += 256
            }
            let heard = Double(frames) / Rehearsal.rate + standing + Rehearsal.delay
            let position = stage.remote.gauges.moment?.position ?? 0
            performance.take(.sounding(frame: Int64(frames), clockSeconds: heard, position: position), at: now)
            var report = PlayerReport()
            (report.frames, report.heardFrame, report.songFrames) = (Int64(frames), position, stage.feeders[0].pointee.songFrames)
            performance.take(.played(report), at: now)
            while let event = stage.remote.events.pop() {
                performance.take(.applied(frame: event.outputFrame, position: event.sourcePosition, parameters: event.parameters), at: now)
            }
            outside.advance(to: now)
            for step in follower.steps(following: outside, performance.snapshot, at: now) {
                switch step {
                case .pace(let pace): performance.take(.paced(pace), at: now)
                case .locate(let seconds, let frame): performance.take(.located(seconds: seconds, frame: frame), at: now)
                case .pause: performance.take(.pause, at: now)
                case .resume: performance.take(.resume, at: now)
                }
            }
            remarks += outside.takeRemarks() + follower.takeRemarks()
            performance.advance(to: now)
            for action in performance.takeActions() {
                switch action {
                case .play(let wish): stage.remote.wishes.post(wish)
                case .standStill(let isOn): isStanding = isOn
                default: break
                }
            }
        }
    }

    private mutating func takeTicks(_ beat: (Double) -> Double) {
        let ticksPerSecond = (beat(now + 0.001) - beat(now)) * 24_000
        while true {
            let late = nextLateness
            let due = now - (beat(now) * 24 - Double(tick)) / ticksPerSecond + late
            guard due <= now else { return }
            outside.take(.tick, at: max(due, lastTick))
            (lastTick, tick, nextLateness) = (max(due, lastTick), tick + 1, 0.006 * noise())
        }
    }

    /// When clicks are heard: where the sound rises out of silence.
    private mutating func hear() {
        for index in 0..<256 {
            let seconds = Double(frames + index - stage.player.latencyFrames) / Rehearsal.rate + standing + Rehearsal.delay
            let loudness = abs(block.left[index])
            if loudness > 0.06, level < 0.01, seconds - lastClick > 0.15 {
                clicks.append(seconds)
                lastClick = seconds
            }
            level = max(loudness, level * 0.998)
        }
    }

    /// By how many beats of the loop the song is ahead of the instrument.
    func beatsAhead(of truth: (Double) -> Double) -> Double {
        guard let sounding = performance.snapshot.sounding else { return 99 }
        let ahead = sounding.songSeconds / Clicks.beatSeconds - truth(sounding.clockSeconds)
        return ahead - (ahead / Double(4 * Clicks.bars)).rounded() * Double(4 * Clicks.bars)
    }

    /// How late clicks are after the nearest beat of the instrument, in seconds, from a second on.
    func lateness(from begin: Double, to end: Double, _ truth: (Double) -> Double, _ perSecond: Double) -> [Double] {
        clicks.filter { $0 >= begin && $0 < end }.map { click in
            let beat = truth(click)
            return (beat - beat.rounded()) / perSecond
        }
    }
}
