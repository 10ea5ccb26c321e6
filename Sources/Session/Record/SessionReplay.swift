import Capture
import DSP

/// The music of a recorded session: what sounded when. See `SessionRecorder` for the text.
public struct SessionReplay: Sendable {
    public var song: String
    public var outputRate: Double
    public var start: ChainParameters
    public var changes: [ScoredChange] = []
    /// Frames played; nil when the record breaks off before its end.
    public var frames: Int64?

    /// A month at 48 kHz; more is a damaged file, not an evening.
    static let mostFrames: Int64 = 30 * 86_400 * 48_000

    /// - Parameter text: a whole session file; lines of kinds unknown here are passed over.
    public init(parsing text: String, path: String) throws(CaptureError) {
        var song: String?
        var rate: Double?
        var start: ChainParameters?
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first == "leitmotif-session 1" else {
            throw CaptureError("read session", path, "its first line is not 'leitmotif-session 1'", next: "give a file made by --record")
        }
        for (index, line) in lines.enumerated() {
            let words = line.split(separator: " ")
            var isGood = true
            switch words.first {
            case "song": song = String(line.dropFirst(5))
            case "rate":
                rate = words.count == 2 ? Double(words[1]) : nil
                isGood = rate.map { $0.isFinite && $0 >= 4000 && $0 <= 384_000 } ?? false
            case "start":
                start = ParameterWords.parse(words.dropFirst())
                isGood = start != nil
            case "set": isGood = SessionReplay.append(words, to: &changes)
            case "end":
                frames = words.count == 2 ? Int64(words[1]) : nil
                isGood = (0...SessionReplay.mostFrames).contains(frames ?? -1)
            default: break
            }
            guard isGood else {
                throw CaptureError("read session", path, "line \(index + 1) is damaged: \(line.prefix(60))", next: "mend or delete that line")
            }
        }
        guard let song, let rate, let start else {
            throw CaptureError("read session", path, "song, rate or start is missing", next: "give a file made by --record")
        }
        self.song = song
        outputRate = rate
        self.start = start
    }

    private static func append(_ words: [Substring], to changes: inout [ScoredChange]) -> Bool {
        guard words.count > 3, let frame = Int64(words[1]), frame >= changes.last?.outputFrame ?? 0,
            let parameters = ParameterWords.parse(words.dropFirst(3))
        else { return false }
        changes.append(ScoredChange(outputFrame: frame, parameters: parameters, quantise: .now))
        return true
    }
}
