import Glibc
import Testing

@testable import DSP

/// Chords of three notes every 250 ms, each ringing under the four after it. A faint partial of its own, far above the others, tells
/// where each begins.
@Suite struct RingingNotesTests {
    static let rate = 44_100.0
    static let strokes = 14

    static func time(_ stroke: Int) -> Double { 0.3 + 0.25 * Double(stroke) }
    static func marker(_ stroke: Int) -> Double { 6000 + 600 * Double(stroke) }

    static func song(attack: Double) -> Stereo {
        var state: UInt32 = 5
        func semitones(_ count: UInt32) -> Double {
            state = state &* 1_664_525 &+ 1_013_904_223
            return Double((state >> 16) % count)
        }
        var sound = Stereo(frames: Int(4.2 * rate)) { _ in 0 }
        for stroke in 0..<strokes {
            let start = Int(time(stroke) * rate)
            var partials: [(hertz: Double, amplitude: Double)] = [(marker(stroke), 0.002)]
            for lowest in [82.4, 220, 277] {
                let hertz = lowest * exp2(semitones(9) / 12)
                for harmonic in 1...9 { partials.append((hertz * Double(harmonic), 0.06 / pow(Double(harmonic), 1.2))) }
            }
            for index in 0..<Int(1.2 * rate) where start + index < sound.left.count {
                let t = Double(index) / rate
                let level = exp(-2.5 * t) * min(1, t / attack)
                var sum = 0.0
                for partial in partials { sum += partial.amplitude * sin(2 * Double.pi * partial.hertz * t + partial.hertz) }
                sound.left[start + index] += Float(level * sum)
            }
        }
        sound.right = sound.left
        return sound
    }

    /// Where, near `expected`, the amplitude of `hertz` rises most, in seconds.
    static func onset(_ signal: [Float], hertz: Double, near expected: Double) -> Double {
        func amplitude(_ centre: Int) -> Double { tone(signal[centre - 176..<centre + 176], hertz: hertz).amplitude }
        let middle = Int(expected * rate)
        var best = (rise: 0.0, frame: middle)
        for frame in stride(from: middle - 2200, through: middle + 2200, by: 22) {
            let rise = amplitude(frame + 110) - amplitude(frame - 110)
            if rise > best.rise { best = (rise, frame) }
        }
        return Double(best.frame) / rate
    }

    @Test(arguments: [0.7, 0.85, 1.18, 1.4, 2, 2.5], StretchQuality.allCases)
    func strokesUnderRingingNotesComeInTime(tempo: Double, quality: StretchQuality) {
        let song = Self.song(attack: 0.003)
        let player = Player(song, ChainParameters(tempo: tempo), quality: quality)
        let out = player.play(Int(4.1 * Self.rate / tempo)).left
        let delay = Double(player.chain.latencyFrames) / Self.rate
        var errors: [Double] = []
        for stroke in 0..<Self.strokes {
            let truth = Self.onset(song.left, hertz: Self.marker(stroke), near: Self.time(stroke)) / tempo
            errors.append(Self.onset(out, hertz: Self.marker(stroke), near: truth + delay) - delay - truth)
        }
        let late = errors.filter { abs($0) > 0.005 }
        #expect(late.isEmpty, "\(errors.map { Int($0 * 10_000) }) in tenths of a millisecond")
    }

    @Test func steadySoundHasNoOnsets() {
        let partials = [196, 263.1, 331.7, 452.9, 617.3]
        let song = Stereo(frames: 200_000) { frame in
            let t = Double(frame) / Self.rate
            return Float(partials.reduce(0) { $0 + 0.15 * sin(2 * Double.pi * $1 * t + $1) })
        }
        var ring = AudioRing(minimumFrames: 262_144)
        var search = SpliceSearch(rate: Self.rate, ringFrames: ring.capacity, maximumFrames: 1400)
        var finder = OnsetFinder(rate: Self.rate, factor: search.factor)
        ring.write(left: song.left, right: song.right, frames: 200_000)
        search.follow(ring)
        finder.follow(ring, coarse: search.coarse)
        #expect(finder.first(from: 4000) == Int.max)
    }
}
