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
    /// Which song sounded when, by its name in the record.
    private(set) var songs: [(seconds: Double, name: String)] = []
    /// What sounded when, from the plot's beginning on.
    private(set) var settings: [(seconds: Double, parameters: ChainParameters)] = []
    /// Frames to plot: all that were played from the record's beginning on; for a truncated record, up to its last line.
    let frames: Int64

    var seconds: Double { Double(frames) / replay.outputRate }

    init(parsing text: String, path: String) throws(LeitmotifError) {
        let replay = try SessionRecord(parsing: text, path: path)
        self.replay = replay
        let origin = replay.originSeconds
        func seconds(of frame: Int64) -> Double { Double(frame - replay.beginning.frame) / replay.outputRate }
        for event in replay.events {
            switch event.kind {
            case .saw(let sight): readings.append(Reading(seconds: event.seconds - origin, weights: sight.expression))
            case .mood(let mood): namings.append(Naming(seconds: event.seconds - origin, mood: mood))
            case .turned(let frame, _, let song): songs.append((seconds(of: frame), song))
            case .applied(let frame, _, let parameters): settings.append((seconds(of: frame), parameters))
            default: break
            }
        }
        let longest = Int64(PlotRecord.longestSeconds * replay.outputRate)
        let frames = replay.length
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
