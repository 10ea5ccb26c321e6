import Capture
import DSP
import Mood
import Session

/// A session file as its plot needs it: what was seen, the moods, and what sounded.
struct PlotRecord {
    struct Reading {
        var seconds: Double
        /// Nil when no face was read.
        var weights: ExpressionWeights?
    }

    struct Naming {
        var seconds: Double
        var mood: Expression
    }

    /// Longer sessions are refused: such a number means damage, and rendering it would take hours.
    static let longestSeconds = 86_400.0
    private static let operation = "plot session"

    let replay: SessionRecord
    private(set) var readings: [Reading] = []
    private(set) var namings: [Naming] = []
    /// Frames to plot: all that were played; for a truncated record, up to its last line.
    let frames: Int64

    var seconds: Double { Double(frames) / replay.outputRate }

    init(parsing text: String, path: String) throws(LeitmotifError) {
        replay = try SessionRecord(parsing: text, path: path)
        for event in replay.events {
            switch event.kind {
            case .saw(let sight): readings.append(Reading(seconds: event.seconds, weights: sight.expression))
            case .mood(let mood): namings.append(Naming(seconds: event.seconds, mood: mood))
            default: break
            }
        }
        let longest = Int64(PlotRecord.longestSeconds * replay.outputRate)
        let lastSeen = min(max(readings.last?.seconds ?? 0, namings.last?.seconds ?? 0), 2 * PlotRecord.longestSeconds)
        let frames = replay.frames ?? max(replay.wishes.last?.outputFrame ?? 0, Int64(lastSeen * replay.outputRate))
        guard frames <= longest else {
            throw LeitmotifError(
                .damaged, PlotRecord.operation, path, "it claims \(frames) frames, more than 24 hours",
                next: "mend its end line or give another record")
        }
        guard frames > 0 else {
            throw LeitmotifError(
                .damaged, PlotRecord.operation, path, "not a single frame was played in it", next: "give a longer record")
        }
        self.frames = frames
    }
}
