import Capture
import DSP
import Mood
import Session

/// A session file as its picture needs it: what was seen and named, and what sounded.
struct PlotRecord {
    struct Look {
        var seconds: Double
        /// Nil when no face was read.
        var weights: ExpressionWeights?
    }

    struct Naming {
        var seconds: Double
        var mood: Expression
    }

    /// Longer sessions are refused: a number that absurd is damage, and rendering it would take hours.
    static let longestSeconds = 86_400.0
    private static let operation = "plot session"

    let replay: SessionReplay
    private(set) var looks: [Look] = []
    private(set) var namings: [Naming] = []
    /// Frames to plot: all that were played, or up to the last line of a record that breaks off.
    let frames: Int64

    var seconds: Double { Double(frames) / replay.outputRate }

    init(parsing text: String, path: String) throws(CaptureError) {
        replay = try SessionReplay(parsing: text, path: path)
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let isGood =
                switch line.prefix(while: { $0 != " " }) {
                case "see": PlotRecord.append(line, to: &looks)
                case "mood": PlotRecord.append(line, to: &namings)
                default: true
                }
            guard isGood else {
                throw CaptureError(
                    "read session", path, "line \(index + 1) is damaged: \(line.prefix(60))", next: "mend or delete that line")
            }
        }
        let longest = Int64(PlotRecord.longestSeconds * replay.outputRate)
        let lastSeen = min(max(looks.last?.seconds ?? 0, namings.last?.seconds ?? 0), 2 * PlotRecord.longestSeconds)
        let frames = replay.frames ?? max(replay.changes.last?.outputFrame ?? 0, Int64(lastSeen * replay.outputRate))
        guard frames <= longest else {
            throw CaptureError(
                PlotRecord.operation, path, "it claims \(frames) frames, more than 24 hours",
                next: "mend its end line or give another record")
        }
        guard frames > 0 else {
            throw CaptureError(PlotRecord.operation, path, "not a single frame was played in it", next: "give a longer record")
        }
        self.frames = frames
    }

    private static func append(_ line: Substring, to looks: inout [Look]) -> Bool {
        let words = line.split(separator: " ")
        guard words.count >= 12, let seconds = time(words[1], after: looks.last?.seconds) else { return false }
        var weights = ExpressionWeights()
        var sum: Float = 0
        for (word, expression) in zip(words[3...], Expression.allCases) {
            guard let weight = Float(word), (-0.01...1.01).contains(weight) else { return false }
            weights[expression] = weight
            sum += weight
        }
        looks.append(Look(seconds: seconds, weights: sum > 0 ? weights : nil))
        return true
    }

    private static func append(_ line: Substring, to namings: inout [Naming]) -> Bool {
        let words = line.split(separator: " ")
        guard words.count >= 3, let seconds = time(words[1], after: namings.last?.seconds),
            let mood = Expression(name: String(words[2]))
        else { return false }
        namings.append(Naming(seconds: seconds, mood: mood))
        return true
    }

    private static func time(_ word: Substring, after previous: Double?) -> Double? {
        guard let seconds = Double(word), seconds.isFinite, seconds >= previous ?? 0 else { return nil }
        return seconds
    }
}
