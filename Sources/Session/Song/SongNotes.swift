import Glibc
import Mood

/// What was learnt of a song: its beats and the loudness of moods on it. Kept as text beside other caches, found again by the
/// song's bytes, so that a song is listened to once. A damaged file is as good as none.
public struct SongNotes: Equatable, Sendable {
    /// Length of the song.
    public var frames = 0
    public var finding: BeatFinding?
    /// By `SongStudy.key`.
    var matches: [UInt64: LoudnessMatch] = [:]

    public init() {}

    /// First line of the file; another number for every change of what is found or measured.
    private static let head = "leitmotif-song 1"

    var text: String {
        var lines = [SongNotes.head, "frames \(frames)"]
        if let finding {
            lines.append("confidence \(finding.confidence)")
            if let beats = finding.beats {
                lines.append("tempo \(beats.beatsPerMinute) \(beats.beatsPerBar) \(beats.alternativeBeatsPerMinute ?? 0)")
                lines.append("beats " + beats.beatFrames.map { "\($0)" }.joined(separator: " "))
                lines.append("bars " + beats.barFrames.map { "\($0)" }.joined(separator: " "))
            }
        }
        for (key, match) in matches.sorted(by: { $0.key < $1.key }) {
            let numbers = Expression.allCases.map { "\(match.gains[$0])" } + Expression.allCases.map { "\(match.filterGains[$0])" }
            lines.append("match \(key) " + numbers.joined(separator: " "))
        }
        let body = lines.joined(separator: "\n") + "\n"
        var digest = SongDigest()
        digest.take(Array(body.utf8))
        return body + "check \(digest.value)\n"
    }

    /// Nil unless every byte is as it was written, and every number is one that could have been found.
    init?(parsing text: String) {
        guard let last = text.range(ofLine: "check "), text.hasPrefix(SongNotes.head + "\n") else { return nil }
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
                if line == SongNotes.head { continue }
                return nil
            }
            switch words[0] {
            case "frames" where numbers.count == 1: frames = Int(words[1]) ?? 0
            case "confidence" where numbers.count == 1: confidence = Float(words[1])
            case "tempo" where numbers.count == 3:
                beats.beatsPerMinute = numbers[0]
                beats.beatsPerBar = Int(words[2]) ?? 4
                beats.alternativeBeatsPerMinute = numbers[2] > 0 ? numbers[2] : nil
            case "beats": beats.beatFrames = numbers
            case "bars": beats.barFrames = numbers
            case "match" where numbers.count == 11:
                guard let key = UInt64(words[1]) else { return nil }
                var match = LoudnessMatch()
                for (index, expression) in Expression.allCases.enumerated() {
                    match.gains[expression] = Float(words[2 + index]) ?? 0
                    match.filterGains[expression] = Float(words[7 + index]) ?? 0
                }
                guard numbers.dropFirst().allSatisfy({ abs($0) <= Double(LoudnessMatch.mostDecibels) }) else { return nil }
                matches[key] = match
            default: if line != SongNotes.head { return nil }
            }
        }
        guard let confidence else { return }
        finding = BeatFinding(confidence: confidence)
        if beats.beatFrames.isEmpty { return }
        guard (1...1000).contains(beats.beatsPerMinute), (1...64).contains(beats.beatsPerBar),
            beats.grid(loopFrames: Double(frames)) != nil
        else { return nil }
        finding?.beats = beats
    }
}

extension String {
    /// Where the last line that begins with `head` stands.
    fileprivate func range(ofLine head: String) -> Range<String.Index>? {
        guard hasSuffix("\n") else { return nil }
        let start = dropLast().lastIndex(of: "\n").map { index(after: $0) } ?? startIndex
        return self[start...].hasPrefix(head) ? start..<endIndex : nil
    }
}

/// 64 bits of a file's bytes and their count, eight at a time (after FNV-1a, with a multiplication that mixes upwards and a shift that
/// mixes back): to tell songs apart, not to withstand forgery.
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
