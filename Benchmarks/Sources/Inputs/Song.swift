// Inputs: what is measured is given: sound and pictures by formula, the same on every run. May import Tensor and Glibc.
import Glibc

/// Pseudo-random numbers −1 … 1, the same on every run.
public struct Noise {
    private var state: UInt32

    /// Starts its row of numbers at `seed`.
    public init(seed: UInt32) { state = seed }

    /// The next of them.
    public mutating func next() -> Float {
        state = state &* 1_664_525 &+ 1_013_904_223
        return Float(state >> 8) / Float(1 << 23) - 1
    }
}

/// Sixteen seconds of chords and drums, 120 beats a minute, to be looped: tones for the splice search to match, strokes for
/// the onset finder to find, and peaks near full scale for the limiter.
public final class Song {
    /// Its length.
    public let frames: Int
    /// Both channels.
    public let left: UnsafeMutablePointer<Float>
    public let right: UnsafeMutablePointer<Float>

    private static let chords: [[Double]] = [
        [220, 261.63, 329.63, 392], [174.61, 220, 261.63, 329.63], [130.81, 196, 261.63, 329.63], [196, 246.94, 293.66, 349.23],
    ]
    private static let beatSeconds = 0.5
    private static let chordSeconds = 4.0

    /// - Parameters:
    ///   - rate: frames a second.
    ///   - chords: of four seconds each; four at most.
    public init(rate: Double, chords: Int = 4) {
        frames = Int(Self.chordSeconds * Double(min(chords, Self.chords.count)) * rate)
        left = .allocate(capacity: frames)
        right = .allocate(capacity: frames)
        var noise = Noise(seed: 1)
        var before: Float = 0
        for frame in 0..<frames {
            let seconds = Double(frame) / rate
            let drums = Self.kick(seconds)
            let hiss = noise.next()
            let strokes = drums + Self.snare(seconds) * hiss + Self.hat(seconds) * (hiss - before)
            before = hiss
            let (low, high) = Self.chord(seconds)
            left[frame] = strokes + 0.7 * low + 0.3 * high
            right[frame] = strokes + 0.3 * low + 0.7 * high
        }
        let peak = (0..<frames).reduce(Float(1e-9)) { max($0, abs(left[$1]), abs(right[$1])) }
        for frame in 0..<frames {
            left[frame] *= 0.85 / peak
            right[frame] *= 0.85 / peak
        }
    }

    deinit {
        left.deallocate()
        right.deallocate()
    }

    /// The two lower and the two upper voices, struck anew every second beat.
    private static func chord(_ seconds: Double) -> (Float, Float) {
        let notes = chords[Int(seconds / chordSeconds)]
        let fade = exp(-seconds.truncatingRemainder(dividingBy: 2 * beatSeconds) / 0.8)
        var voices = (0.0, 0.0)
        for (index, hertz) in notes.enumerated() {
            var sum = 0.0
            for partial in 1...6 { sum += sin(2 * Double.pi * hertz * Double(partial) * seconds) / Double(partial * partial) }
            if index < 2 { voices.0 += sum } else { voices.1 += sum }
        }
        return (Float(0.25 * fade * voices.0), Float(0.25 * fade * voices.1))
    }

    private static func kick(_ seconds: Double) -> Float {
        let since = seconds.truncatingRemainder(dividingBy: beatSeconds)
        // 150 Hz falling to 50: the phase is the integral of 50 + 100·exp(−t/0.03).
        let turns = 50 * since + 3 * (1 - exp(-since / 0.03))
        return Float(0.5 * exp(-since / 0.12) * sin(2 * Double.pi * turns))
    }

    private static func snare(_ seconds: Double) -> Float {
        let since = (seconds + beatSeconds).truncatingRemainder(dividingBy: 2 * beatSeconds)
        return Float(0.25 * exp(-since / 0.07))
    }

    private static func hat(_ seconds: Double) -> Float {
        Float(0.1 * exp(-seconds.truncatingRemainder(dividingBy: beatSeconds / 2) / 0.025))
    }
}
