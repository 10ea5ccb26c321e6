import Glibc
import Mood

/// What the analysis found out about a song: its beats, its loudness and that of moods on it. Cached as text under a digest of the
/// song's bytes, so that a song is analysed once. A damaged file counts as none.
public struct SongAnalysis: Equatable, Sendable {
    /// Length of the song, in frames.
    public var frames = 0
    /// The beats; nil until the song was analysed for them.
    public var finding: BeatFinding?
    /// Of the song as a whole; nil until it was measured.
    var loudness: SongLoudness?
    /// Keyed by `SongAnalyser.key`.
    var matches: [UInt64: LoudnessMatch] = [:]

    /// Nothing is known yet.
    public init() {}

    /// First line of the file; the number changes whenever the analysis would give other results.
    private static let head = "leitmotif-song 2"

    var text: String {
        var lines = [SongAnalysis.head, "frames \(frames)"]
        if let loudness { lines.append("loudness \(loudness.integrated) \(loudness.peakDecibels)") }
        if let finding {
            lines.append("confidence \(finding.confidence)")
            if let beats = finding.beats {
                lines.append("tempo \(beats.beatsPerMinute) \(beats.beatsPerBar) \(beats.alternativeBeatsPerMinute ?? 0)")
                lines.append("beats " + beats.beatFrames.map { "\($0)" }.joined(separator: " "))
                lines.append("bars " + beats.barFrames.map { "\($0)" }.joined(separator: " "))
                for region in beats.regions {
                    let tempo = "\(region.beatsPerMinute) \(region.beatsPerBar)"
                    lines.append("region \(region.startFrame) \(region.endFrame) \(region.confidence) \(tempo)")
                }
            }
        }
        for (key, match) in matches.sorted(by: { $0.key < $1.key }) {
            let gains = [match.gains, match.filterGains]
            let numbers = gains.flatMap { gains in Expression.allCases.map { "\(gains[$0])" } }
            lines.append("match \(key) " + numbers.joined(separator: " "))
        }
        let body = lines.joined(separator: "\n") + "\n"
        var digest = SongDigest()
        digest.take(Array(body.utf8))
        return body + "check \(digest.value)\n"
    }

    /// Nil unless every byte is as written and every number is plausible.
    init?(parsing text: String) {
        guard let last = text.range(ofLine: "check "), text.hasPrefix(SongAnalysis.head + "\n") else { return nil }
        let body = String(text[..<last.lowerBound])
        var digest = SongDigest()
        digest.take(Array(body.utf8))
        guard text[last.lowerBound...] == "check \(digest.value)\n" else { return nil }
        var beats = FoundBeats(beatFrames: [], barFrames: [], beatsPerMinute: 0, beatsPerBar: 4)
        var confidence: Float?
        for line in body.split(separator: "\n") {
            let words = line.split(separator: " ")
            let numbers = words.dropFirst().compactMap { Double($0) }
            guard numbers.count == words.count - 1, numbers.allSatisfy(\.isFinite) else {
                if line == SongAnalysis.head { continue }
                return nil
            }
            switch words[0] {
            case "frames" where numbers.count == 1: frames = Int(words[1]) ?? 0
            case "loudness" where numbers.count == 2:
                guard (-100...20).contains(numbers[0]), (-200...60).contains(numbers[1]) else { return nil }
                loudness = SongLoudness(integrated: Float(numbers[0]), peakDecibels: Float(numbers[1]))
            case "confidence" where numbers.count == 1: confidence = Float(words[1])
            case "tempo" where numbers.count == 3:
                beats.beatsPerMinute = numbers[0]
                beats.beatsPerBar = Int(words[2]) ?? 4
                beats.alternativeBeatsPerMinute = numbers[2] > 0 ? numbers[2] : nil
            case "beats": beats.beatFrames = numbers
            case "bars": beats.barFrames = numbers
            case "region" where numbers.count == 5:
                guard let region = SongAnalysis.region(numbers) else { return nil }
                beats.regions.append(region)
            case "match" where numbers.count == 11:
                guard let key = UInt64(words[1]) else { return nil }
                var match = LoudnessMatch()
                for (index, expression) in Expression.allCases.enumerated() {
                    match.gains[expression] = Float(words[2 + index]) ?? 0
                    match.filterGains[expression] = Float(words[7 + index]) ?? 0
                }
                guard numbers.dropFirst().allSatisfy({ abs($0) <= Double(LoudnessMatch.mostDecibels) }) else { return nil }
                matches[key] = match
            default: if line != SongAnalysis.head { return nil }
            }
        }
        guard let confidence else { return }
        finding = BeatFinding(confidence: confidence)
        if beats.beatFrames.isEmpty { return }
        guard SongAnalysis.isPlausible(beats.beatsPerMinute, beats.beatsPerBar), beats.grid(loopFrames: Double(frames)) != nil
        else { return nil }
        finding?.beats = beats
    }

    private static func region(_ numbers: [Double]) -> BeatRegion? {
        guard let beatsPerBar = Int(exactly: numbers[4]), isPlausible(numbers[3], beatsPerBar), (0...1).contains(numbers[2]) else { return nil }
        return BeatRegion(
            startFrame: numbers[0], endFrame: numbers[1], confidence: Float(numbers[2]), beatsPerMinute: numbers[3], beatsPerBar: beatsPerBar)
    }

    private static func isPlausible(_ beatsPerMinute: Double, _ beatsPerBar: Int) -> Bool {
        (1...1000).contains(beatsPerMinute) && (1...64).contains(beatsPerBar)
    }
}

extension String {
    /// The range of the last line, if it starts with `head`.
    fileprivate func range(ofLine head: String) -> Range<String.Index>? {
        guard hasSuffix("\n") else { return nil }
        let start = dropLast().lastIndex(of: "\n").map { index(after: $0) } ?? startIndex
        return self[start...].hasPrefix(head) ? start..<endIndex : nil
    }
}

/// A 64-bit hash of a file's bytes and their count, eight at a time (after FNV-1a, with a multiplication that mixes upwards and a
/// shift that mixes back): tells songs apart, does not withstand forgery.
struct SongDigest {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325
    private var count: UInt64 = 0

    mutating func take(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { raw in
            var index = 0
            while index + 8 <= raw.count {
                mix(raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                index += 8
            }
            while index < raw.count {
                mix(UInt64(raw[index]))
                index += 1
            }
            count += UInt64(raw.count)
        }
    }

    private mutating func mix(_ word: UInt64) {
        state = (state ^ word) &* 0x0000_0100_0000_01b3
        state ^= state >> 29
        state = state &* 0x9E37_79B9_7F4A_7C15
    }

    var value: UInt64 { (state ^ count) &* 0x0000_0100_0000_01b3 }
}
