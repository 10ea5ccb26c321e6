import FoundationEssentials
import Glibc
import Mood
import Session

/// What was found of a song's beats, in one line for people.
enum BeatsText {
    /// More tempi than this are told as a range.
    private static let mostTempi = 4
    /// Shorter stretches without a beat are not worth telling.
    private static let leastSilence = 2.0
    private static let mostSilences = 4

    /// - Parameters:
    ///   - rate: the song's, in hertz.
    ///   - songFrames: its length.
    static func line(_ finding: BeatFinding, rate: Double, songFrames: Int) -> String {
        let confidence = String(printf: "confidence %.2f", finding.confidence)
        guard let beats = finding.beats else { return "\(finding.words), \(confidence)" }
        var words = tempo(beats, rate)
        if let other = beats.alternativeBeatsPerMinute { words += " (or \(short(other)))" }
        words += ", \(beats.beatsPerBar) to a bar"
        if let first = beats.beatFrames.first { words += String(printf: ", first at %.2f s", first / rate) }
        let silences = silences(beats, rate, Double(songFrames))
        if !silences.isEmpty { words += ", no beat \(silences.joined(separator: ", "))" }
        return "\(words), \(confidence)"
    }

    /// "92 until 1:03, then 120 beats a minute".
    private static func tempo(_ beats: FoundBeats, _ rate: Double) -> String {
        let turns = beats.tempi(rate: rate).reduce(into: [TempoSegment]()) { turns, next in
            // The same tempo after a stretch without a beat is no change.
            if let last = turns.last, abs(last.beatsPerMinute / next.beatsPerMinute - 1) < 0.03 {
                turns[turns.count - 1].endFrame = next.endFrame
            } else {
                turns.append(next)
            }
        }
        let median = short(beats.beatsPerMinute)
        guard turns.count > 1 else { return "\(median) beats a minute" }
        let tempi = turns.map { $0.beatsPerMinute }
        guard turns.count <= mostTempi, let last = tempi.last else {
            return "\(median) beats a minute, from \(short(tempi.min() ?? 0)) to \(short(tempi.max() ?? 0))"
        }
        let before = turns.dropLast().map { "\(short($0.beatsPerMinute)) until \(clock($0.endFrame / rate))" }
        return before.joined(separator: ", then ") + ", then \(short(last)) beats a minute"
    }

    private static func silences(_ beats: FoundBeats, _ rate: Double, _ songFrames: Double) -> [String] {
        guard !beats.regions.isEmpty else { return [] }
        let starts = [0] + beats.regions.map { $0.endFrame }, ends = beats.regions.map { $0.startFrame } + [songFrames]
        let silences = zip(starts, ends).filter { ($1 - $0) / rate >= leastSilence }
        let told = silences.prefix(mostSilences).map { "\(clock($0 / rate)) to \(clock($1 / rate))" }
        return told + (silences.count > mostSilences ? ["and in \(silences.count - mostSilences) more places"] : [])
    }

    private static func short(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }

    private static func clock(_ seconds: Double) -> String {
        let whole = Int(seconds)
        let minutes = whole / 60 % 60, hours = whole / 3600
        return hours > 0 ? String(printf: "%d:%02d:%02d", hours, minutes, whole % 60) : String(printf: "%d:%02d", minutes, whole % 60)
    }
}
