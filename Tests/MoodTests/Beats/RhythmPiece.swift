import Fixtures
import Foundation
import Testing

/// A piece of music from formulas, whose tempo and beats are known to the frame.
struct RhythmPiece: Sendable, CustomTestStringConvertible {
    enum Stroke: Sendable { case kick, snare, hat, ride, click, bass(Double), chord([Double]) }
    struct Event: Sendable {
        var beat: Double
        var stroke: Stroke
        var level: Double
        init(_ beat: Double, _ stroke: Stroke, _ level: Double = 1) {
            self.beat = beat
            self.stroke = stroke
            self.level = level
        }
    }

    let name: String
    let beatsPerMinute: Double
    let beatsPerBar: Int
    /// One or more bars that repeat.
    let pattern: [Event]
    let patternBeats: Int
    var startSeconds = 0.37

    init(_ name: String, _ beatsPerMinute: Double, beatsPerBar: Int = 4, bars: Int = 1, _ pattern: [Event]) {
        self.name = name
        self.beatsPerMinute = beatsPerMinute
        self.beatsPerBar = beatsPerBar
        self.pattern = pattern
        patternBeats = beatsPerBar * bars
    }

    var testDescription: String { "\(name) at \(beatsPerMinute)" }
    static let rate = 44_100.0

    func seconds(ofBeat beat: Double) -> Double { startSeconds + beat * 60 / beatsPerMinute }

    /// Mono, `seconds` long.
    func render(seconds: Double = 24) -> [Float] {
        var random = SeededNumbers(seed: 7)
        var sound = [Float](repeating: 0, count: Int(seconds * RhythmPiece.rate))
        for round in 0... {
            let base = round * patternBeats
            if self.seconds(ofBeat: Double(base)) > seconds { break }
            for event in pattern {
                let at = Int((self.seconds(ofBeat: Double(base) + event.beat) * RhythmPiece.rate).rounded())
                add(event, at, &sound, &random)
            }
        }
        // The hiss of any recording.
        for index in sound.indices { sound[index] += Float.random(in: -1e-4...1e-4, using: &random) }
        return sound
    }

    private func add(_ event: Event, _ at: Int, _ sound: inout [Float], _ random: inout SeededNumbers) {
        func noise() -> Double { Double.random(in: -1...1, using: &random) }
        func put(_ seconds: Double, _ wave: (Double) -> Double) {
            for index in 0..<Int(seconds * RhythmPiece.rate) where at + index < sound.count {
                sound[at + index] += Float(event.level * wave(Double(index) / RhythmPiece.rate))
            }
        }
        func tone(_ hertz: Double, _ time: Double) -> Double {
            var sum = 0.0
            for partial in 1...6 { sum += sin(2 * .pi * Double(partial) * hertz * time) / Double(partial * partial) }
            return sum
        }
        switch event.stroke {
        case .kick: put(0.25) { 0.8 * exp(-$0 * 18) * sin(2 * .pi * (50 * $0 - 4 * exp(-$0 * 40))) }
        case .snare: put(0.2) { exp(-$0 * 25) * (0.35 * noise() + 0.25 * sin(2 * .pi * 190 * $0)) }
        case .hat: put(0.05) { 0.12 * exp(-$0 * 90) * noise() }
        case .ride: put(0.3) { 0.12 * exp(-$0 * 14) * noise() }
        case .click: put(0.02) { 0.5 * exp(-$0 * 300) * sin(2 * .pi * 1500 * $0) }
        case .bass(let hertz): put(0.4) { 0.3 * min(1, $0 * 200) * exp(-$0 * 3) * tone(hertz, $0) }
        case .chord(let notes):
            for note in notes { put(0.9) { 0.12 * min(1, $0 * 300) * exp(-$0 * 4) * tone(note, $0) } }
        }
    }

    private static func every(_ step: Double, until beats: Double, _ stroke: Stroke, _ level: Double = 1) -> [Event] {
        stride(from: 0, to: beats - 0.001, by: step).map { Event($0, stroke, level) }
    }

    private static let kickAndSnare: [Event] = [Event(0, .kick), Event(1, .snare), Event(2, .kick), Event(3, .snare)]
    private static let rock: [Event] =
        kickAndSnare + every(0.5, until: 4, .hat) + [Event(0, .bass(55)), Event(2, .bass(55), 0.8)]
    private static let swing: [Event] =
        [
            Event(0, .ride), Event(1, .ride), Event(1.667, .ride, 0.7), Event(2, .ride), Event(3, .ride), Event(3.667, .ride, 0.7),
            Event(1, .hat), Event(3, .hat), Event(0, .bass(55)), Event(1, .bass(69.3)), Event(2, .bass(82.4)), Event(3, .bass(92.5)),
        ]
    private static let fourChords: [[Double]] = [
        [220, 261.6, 329.6], [174.6, 220, 261.6], [261.6, 329.6, 392], [196, 246.9, 293.7],
    ]
    private static func strummed(_ beats: Int) -> [Event] {
        fourChords.enumerated().flatMap { bar, notes in
            (0..<beats).map { Event(Double(bar * beats + $0), .chord(notes), $0 == 0 ? 1 : 0.8) }
        }
    }
    private static let arpeggios: [Event] = {
        var events: [Event] = []
        for (bar, notes) in fourChords.enumerated() {
            events.append(Event(Double(bar * 4), .bass(notes[0] / 2)))
            for eighth in 0..<8 {
                let note = notes[[0, 1, 2, 1][eighth % 4]]
                events.append(Event(Double(bar * 4) + Double(eighth) / 2, .chord([note]), eighth % 2 == 0 ? 1 : 0.6))
            }
        }
        return events
    }()
    private static let waltz: [Event] = {
        var events: [Event] = []
        for (bar, notes) in fourChords.enumerated() {
            events.append(Event(Double(bar * 3), .bass(notes[0] / 2)))
            for beat in 1...2 { events.append(Event(Double(bar * 3 + beat), .chord(notes), 0.7)) }
        }
        return events
    }()
    private static let house: [Event] = every(1, until: 4, .kick) + (0..<4).map { Event(Double($0) + 0.5, .hat) }

    static let all = [
        RhythmPiece("clicks", 60, every(1, until: 4, .click)),
        RhythmPiece("clicks", 180, every(1, until: 4, .click)),
        RhythmPiece("rock", 120, rock), RhythmPiece("rock", 92.5, rock), RhythmPiece("ballad", 69, rock),
        RhythmPiece("kick and snare", 164, kickAndSnare),
        RhythmPiece("house", 128, house),
        RhythmPiece("swing", 141, swing), RhythmPiece("swing", 176.3, swing),
        RhythmPiece("plucked chords", 75, bars: 4, strummed(4)), RhythmPiece("plucked chords", 133, bars: 4, strummed(4)),
        RhythmPiece("arpeggios", 104, bars: 4, arpeggios), RhythmPiece("waltz", 150, beatsPerBar: 3, bars: 4, waltz),
        RhythmPiece("waltz", 96, beatsPerBar: 3, bars: 4, waltz),
    ]
}
