import Capture
import DSP
import Foundation
import Mood

@testable import Session

/// Recordings of one theme by formula: the same notes on the same beats, with other overtones and other strokes.
enum ThemeTakes {
    static let bars = 16

    /// Eight notes to a bar of two seconds at 120 beats a minute; every one begins with a stroke.
    /// - Parameters:
    ///   - overtones: amplitudes from the fundamental on.
    ///   - rate: of the recording, Hz.
    static func song(overtones: [Double], phase: Double, rate: Double = 44_100, beatsPerMinute: Double = 120) -> SyntheticSong {
        let noteSeconds = 30 / beatsPerMinute
        let scale: [Double] = [0, 4, 7, 12, 7, 4, 2, -1]
        let frames = Int((Double(bars) * 8 * noteSeconds * rate).rounded())
        return SyntheticSong(frames: frames, sampleRate: rate) { frame in
            let time = Double(frame) / rate
            let note = Int(time / noteSeconds)
            let within = time - Double(note) * noteSeconds
            let semitones = scale[note % 8] + Double(note / 8 % 3)
            let hertz = 220 * pow(2, semitones / 12)
            // Rings out before the next one.
            let edges = min(within / 0.003, 1) * min((noteSeconds - within) / 0.01, 1)
            let envelope = edges * exp(-6 * within)
            var wave = 0.0
            for (index, amplitude) in overtones.enumerated() {
                wave += amplitude * sin(2 * .pi * hertz * Double(index + 1) * within + phase * Double(index))
            }
            return Float(0.25 * envelope * wave)
        }
    }

    static func grid(rate: Double = 44_100, beatsPerMinute: Double = 120) -> BeatGrid? {
        let beat = 60 / beatsPerMinute * rate
        return BeatGrid(
            beatFrames: (0..<4 * bars).map { Double($0) * beat }, barFrames: (0..<bars).map { Double($0) * 4 * beat },
            loopFrames: Double(4 * bars) * beat, beatsPerMinute: beatsPerMinute, beatsPerBar: 4)
    }

    /// Strings and a piano, so to speak.
    static let strings = [0.7, 0.5, 0.35, 0.25, 0.2], piano = [1.0, 0.2, 0.05]
}
