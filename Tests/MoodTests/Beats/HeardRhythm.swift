import Fixtures

@testable import Mood

/// What a network would say of beats whose places are known: triangles a frame wide, over a floor of small mistakes.
struct HeardRhythm {
    static let rate = 44_100.0
    static let stepFrames = 512
    static let framesPerSecond = rate / 512 / 2

    /// Seconds of each beat, and whether it begins a bar.
    private(set) var beats: [(seconds: Double, isBar: Bool)] = []
    /// Where the next beat would be.
    private(set) var end = 0.5

    /// Beats at a pace that moves evenly from `tempo` to `last`.
    mutating func play(_ count: Int, tempo: Double, to last: Double? = nil, meter: Int = 4) {
        for index in 0..<count {
            let share = Double(index) / Double(max(count, 1))
            beats.append((end, index % meter == 0))
            end += 60 / (tempo + ((last ?? tempo) - tempo) * share)
        }
    }

    mutating func rest(seconds: Double) { end += seconds }

    var seconds: [Double] { beats.map { $0.seconds } }

    /// Pairs of probabilities up to `end`.
    func probabilities(seed: UInt64 = 3) -> [Float] {
        var random = SeededNumbers(seed: seed)
        let frames = Int(end * Self.framesPerSecond)
        var heard = (0..<2 * frames).map { _ in Float.random(in: 0.002...0.05, using: &random) }
        for beat in beats {
            let place = beat.seconds * Self.framesPerSecond
            for frame in max(0, Int(place) - 1)..<min(frames, Int(place) + 3) {
                let height = Float(max(0, 1 - 0.6 * abs(Double(frame) - place))) * Float.random(in: 0.7...0.95, using: &random)
                heard[2 * frame] = max(heard[2 * frame], height)
                heard[2 * frame + 1] = max(heard[2 * frame + 1], beat.isBar ? 0.8 * height : 0.1 * height)
            }
        }
        return heard
    }

    /// The decoder's answer to all of it.
    func finding() -> BeatFinding {
        let decoder = BeatDecoder(rate: Self.rate, stepFrames: Self.stepFrames)
        let heard = probabilities()
        decoder.hear(heard)
        return decoder.finding(rest: [], sourceFrames: heard.count / 2 * 2 * Self.stepFrames)
    }

    /// Share of `found` frames that lie within `tolerance` seconds of a beat, and of beats that have one so near.
    func agreement(_ found: [Double], tolerance: Double = 0.03) -> (precision: Double, recall: Double) {
        func share(_ these: [Double], _ those: [Double]) -> Double {
            guard !these.isEmpty else { return 0 }
            return Double(these.filter { one in those.contains { abs($0 - one) <= tolerance } }.count) / Double(these.count)
        }
        let places = found.map { $0 / Self.rate }
        return (share(places, seconds), share(seconds, places))
    }
}
