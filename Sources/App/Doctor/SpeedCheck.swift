import DSP
import FoundationEssentials
import Glibc
import Mood
import Session

/// Whether this machine is fast enough for sight and sound at once.
struct SpeedCheck {
    /// Processor milliseconds of each picture.
    var pictureMilliseconds: [Double]
    /// Pictures a second that the source delivers.
    var pictureRate: Double
    /// Processor time of rendering as a share of real time, in the costliest mood, and its costliest block.
    var soundShare: Double
    var worstBlockShare: Double

    var findings: [Finding] { [sight, sound] }

    private var sight: Finding {
        guard !pictureMilliseconds.isEmpty else {
            return .limited("speed, sight", "not measured: no picture came", next: "see camera")
        }
        let sorted = pictureMilliseconds.sorted()
        let (median, slow) = (sorted[sorted.count / 2], sorted[sorted.count * 9 / 10])
        let rate = 1000 / max(median, 0.001)
        let words = String(
            printf: "%.0f pictures a second (%.1f ms each, one in ten over %.1f), %.1f times as many as come", rate, median, slow,
            rate / pictureRate)
        if rate < 1.2 * pictureRate {
            return .limited(
                "speed, sight", words, next: "end other programs; else pictures are left out, and moods are named later")
        }
        return .good("speed, sight", words)
    }

    private var sound: Finding {
        let words = String(
            printf: "a block takes %.1f %% of its time in the costliest mood, %.1f %% at worst: %.0f times what is needed",
            100 * soundShare, 100 * worstBlockShare, 1 / max(soundShare, 0.0001))
        if soundShare > 0.5 || worstBlockShare > 1 {
            return .limited("speed, sound", words, next: "use --quality light or --latency safe, end other programs, or build it here (LEITMOTIF_SIMD)")
        }
        return .good("speed, sound", words)
    }

    private static let renderedSeconds = 2.0

    /// Renders some of the song in every mood of every map.
    static func sound(of name: String, maps: [MoodMap], quality: StretchQuality) throws -> (share: Double, worst: Double) {
        var (share, worst) = (0.0, 0.0)
        for map in maps {
            for mood in Expression.allCases {
                let song = try Song.open(name)
                let rate = song.source.sampleRate
                let parameters = ParameterMapping(map: map).parameters(named: mood, weights: ExpressionWeights(only: mood))
                var render = OfflineRender(
                    song: song.source, name: name, outputRate: rate, channels: 2, start: Wish(parameters: parameters, quantise: .now),
                    quality: quality, length: .frames(Int64(renderedSeconds * rate)))
                var (begin, total, before, blocks) = (Clock.threadSeconds, 0.0, 0.0, [Double]())
                try render.run(progress: { seconds in
                    let cost = Clock.threadSeconds - begin
                    if before > 0 { blocks.append(cost / (seconds - before)) }
                    (begin, total, before) = (Clock.threadSeconds, total + cost, seconds)
                    return true
                }, into: { _, _ in })
                share = max(share, total / renderedSeconds)
                worst = max(worst, blocks.max() ?? 0)
            }
        }
        return (share, worst)
    }
}
