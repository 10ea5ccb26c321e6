import Cascade
import DSP
import Foundation
import Inputs
import Mood
import Session
import Tensor

/// A session's heart for hours of virtual time: 25 pictures a second of a face that changes, a pass every 20 ms with all that a live
/// session asks of it, and every minute a person who holds moods, turns knobs and taps.
struct VirtualEvening {
    private static let passesASecond = 50
    private let song: Song

    init(_ song: Song) { self.song = song }

    func live(hours: Int) -> GrowthAnswers.Lived {
        var setting = Performance.Setting(mapping: ParameterMapping(map: .seed))
        setting.maps = MoodMap.builtin
        setting.song = "a song by formula"
        setting.reliefs = Relief.allCases
        setting.grid = grid
        var performance = Performance(setting)
        performance.begin()
        var lived = GrowthAnswers.Lived(microsecondsASecond: [], megabytes: [])
        var frame: Int64 = 0
        for hour in 0..<hours {
            let start = ProcessorClock.microseconds
            for second in hour * 3600..<(hour + 1) * 3600 {
                if second % 60 == 30 { command(second / 60, to: &performance, at: Double(second)) }
                for pass in 0..<Self.passesASecond {
                    let now = Double(second) + Double(pass) / Double(Self.passesASecond)
                    if pass % 2 == 0 { performance.take(.saw(sight(at: now)), at: now) }
                    if pass % 5 == 0 { performance.take(.played(report(at: now)), at: now) }
                    performance.advance(to: now)
                    for case .play(let wish) in performance.takeActions() {
                        frame = Int64(now * ChainTable.rate)
                        performance.take(.applied(frame: frame, position: Double(frame), parameters: wish.parameters), at: now)
                    }
                    _ = performance.takeEvents()
                    _ = performance.snapshot
                }
            }
            lived.microsecondsASecond.append((ProcessorClock.microseconds - start) / 3600)
            lived.megabytes.append(residentMegabytes)
        }
        return lived
    }

    private var residentMegabytes: Double {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8), let pages = Double(text.split(separator: " ")[1])
        else { return 0 }
        return pages * Double(getpagesize()) / 1e6
    }

    /// An hour with a beat every half second.
    private var grid: BeatGrid? {
        let beats = (0..<7200).map { Double($0) * ChainTable.rate / 2 }
        let bars = stride(from: 0, to: 7200, by: 4).map { beats[$0] }
        return BeatGrid(beatFrames: beats, barFrames: bars, loopFrames: 3600 * ChainTable.rate, beatsPerMinute: 120, beatsPerBar: 4)
    }

    private func sight(at now: Double) -> Sight {
        var sight = Sight(seconds: now, width: 640, height: 480)
        let shown = Expression.allCases[Int(now / 7) % Expression.count]
        // Every now and then nobody is there.
        guard Int(now) % 300 > 20 else { return sight }
        sight.faces = [TrackedFace(id: 1 + Int(now / 300), rect: PixelRect(x: 200, y: 120, width: 140, height: 140), neighbors: 30)]
        sight.readings = [FaceReading(face: sight.faces[0].id, expression: ExpressionWeights(only: shown))]
        sight.state = .tracking
        return sight
    }

    private func report(at now: Double) -> PlayerReport {
        var report = PlayerReport()
        report.frames = Int64(now * ChainTable.rate)
        report.heardFrame = now * ChainTable.rate
        report.renderShare = 0.01
        return report
    }

    private func command(_ minute: Int, to performance: inout Performance, at now: Double) {
        let mood = Expression.allCases[minute % Expression.count]
        switch minute % 6 {
        case 0: performance.take(.hold(mood), at: now)
        case 1: performance.take(.release, at: now)
        case 2: performance.take(.tap, at: now)
        case 3: performance.take(.tune(mood, .tempo, 0.8 + 0.01 * Double(minute % 40)), at: now)
        case 4: performance.take(.nextMap, at: now)
        default: performance.take(.ignore(face: minute), at: now)
        }
    }
}
