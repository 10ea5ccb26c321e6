/// Finds the downbeats: the beats where the harmony changes and where the bass enters.
struct BarFinder {
    let beatsPerBar: Int
    /// Index of the first downbeat, 0 ..< beatsPerBar.
    let firstBar: Int

    /// - Parameter beats: in steps of the strengths.
    init(beats: [Double], _ strengths: BeatStrengths, _ envelope: OnsetEnvelope) {
        var accents = BarFinder.standardised(beats.map { strengths.peak(strengths.low, at: $0) }).map { 0.7 * $0 }
        for (index, accent) in BarFinder.standardised(beats.map { strengths.peak(strengths.all, at: $0) }).enumerated() {
            accents[index] += 0.3 * accent
        }
        for (index, change) in BarFinder.standardised(BarFinder.chromaChanges(beats, envelope)).enumerated() { accents[index] += change }
        var best = (score: -Float.infinity, beats: 4, first: 0)
        for length in [4, 3] {
            for first in 0..<length where beats.count > 2 * length {
                var sum: Float = 0, count: Float = 0
                for index in stride(from: first, to: beats.count, by: length) {
                    sum += accents[index]
                    count += 1
                }
                // Most music is in four; three needs evidence.
                let score = sum / count + (length == 4 ? 0.25 : 0)
                if score > best.score { best = (score, length, first) }
            }
        }
        beatsPerBar = best.beats
        firstBar = best.first
    }

    /// The same numbers with mean 0 and standard deviation 1.
    private static func standardised(_ numbers: [Float]) -> [Float] {
        let count = Float(max(1, numbers.count))
        let mean = numbers.reduce(0, +) / count
        let power = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        return numbers.map { ($0 - mean) / (power.squareRoot() + 1e-3) }
    }

    /// How much each beat's chroma differs from that of the beat before, 0…1.
    private static func chromaChanges(_ beats: [Double], _ envelope: OnsetEnvelope) -> [Float] {
        let chroma = envelope.chroma
        let frames = chroma.count / 12
        let profiles = beats.indices.map { index -> [Float] in
            let end = index + 1 < beats.count ? beats[index + 1] : beats[index] + 50
            var profile = [Float](repeating: 0, count: 12)
            // The window is long: at the beat itself half of it is still the beat before.
            let first = Int(beats[index] / Double(OnsetEnvelope.chromaSteps)) + 1
            var frame = first
            while frame < min(frames, max(first + 1, Int(end / Double(OnsetEnvelope.chromaSteps)))) {
                for tone in 0..<12 { profile[tone] += chroma[frame * 12 + tone].squareRoot() }
                frame += 1
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
