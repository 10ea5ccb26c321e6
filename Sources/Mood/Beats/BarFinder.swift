/// Finds which beats begin a bar: those where the harmony changes and where the bass enters.
struct BarFinder {
    let beatsPerBar: Int
    /// Index of the first beat that begins a bar, 0 ..< beatsPerBar.
    let firstBar: Int

    /// - Parameter beats: in steps of the strengths.
    init(beats: [Double], _ strengths: BeatStrengths, _ envelope: OnsetEnvelope) {
        var accents = BarFinder.spread(beats.map { strengths.peak(strengths.low, at: $0) }).map { 0.7 * $0 }
        for (index, accent) in BarFinder.spread(beats.map { strengths.peak(strengths.all, at: $0) }).enumerated() {
            accents[index] += 0.3 * accent
        }
        for (index, change) in BarFinder.spread(BarFinder.toneChanges(beats, envelope)).enumerated() { accents[index] += change }
        var best = (score: -Float.infinity, beats: 4, first: 0)
        for length in [4, 3] {
            for first in 0..<length where beats.count > 2 * length {
                var sum: Float = 0, count: Float = 0
                for index in stride(from: first, to: beats.count, by: length) {
                    sum += accents[index]
                    count += 1
                }
                // Four is what most music counts; three has to show itself.
                let score = sum / count + (length == 4 ? 0.25 : 0)
                if score > best.score { best = (score, length, first) }
            }
        }
        beatsPerBar = best.beats
        firstBar = best.first
    }

    /// The same numbers with mean 0 and spread 1.
    private static func spread(_ numbers: [Float]) -> [Float] {
        let count = Float(max(1, numbers.count))
        let mean = numbers.reduce(0, +) / count
        let power = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        return numbers.map { ($0 - mean) / (power.squareRoot() + 1e-3) }
    }

    /// How much the notes of each beat differ from those of the beat before, 0…1.
    private static func toneChanges(_ beats: [Double], _ envelope: OnsetEnvelope) -> [Float] {
        let tones = envelope.tones
        let looks = tones.count / 12
        let profiles = beats.indices.map { index -> [Float] in
            let end = index + 1 < beats.count ? beats[index + 1] : beats[index] + 50
            var profile = [Float](repeating: 0, count: 12)
            // The window is long: what it sees at the beat's own place is half of the beat before.
            let first = Int(beats[index] / Double(OnsetEnvelope.toneSteps)) + 1
            var look = first
            while look < min(looks, max(first + 1, Int(end / Double(OnsetEnvelope.toneSteps)))) {
                for tone in 0..<12 { profile[tone] += tones[look * 12 + tone].squareRoot() }
                look += 1
            }
            let length = profile.reduce(0) { $0 + $1 * $1 }.squareRoot() + 1e-6
            return profile.map { $0 / length }
        }
        return profiles.indices.map { index in
            guard index > 0 else { return 0 }
            return 1 - (0..<12).reduce(0) { $0 + profiles[index][$1] * profiles[index - 1][$1] }
        }
    }
}
