import FoundationEssentials
import Glibc
import Session

/// What a session says of its own delays.
struct LatencyReport {
    private var atOnce: [FaceToEar] = []
    private var onBeat: [FaceToEar] = []
    private var bufferSeconds = 0.0
    private var detectMilliseconds: [Double] = []
    private var readMilliseconds: [Double] = []

    mutating func add(_ events: [SessionEvent]) {
        for event in events {
            switch event.kind {
            case .heard(let time, let waited):
                if waited { onBeat.append(time) } else { atOnce.append(time) }
            case .saw(let sight):
                detectMilliseconds.append(sight.detectMilliseconds)
                readMilliseconds.append(sight.readMilliseconds)
            default: break
            }
        }
    }

    mutating func add(_ snapshot: Snapshot) { bufferSeconds = max(bufferSeconds, snapshot.player.cardBufferSeconds) }

    /// What each stage is.
    private static let stages: [(name: String, words: String)] = [
        ("evidence", "from the first picture that shows the change to the one that decides it"),
        ("waiting", "from the driver's time stamp until the picture is taken up"), ("looking", "finding the face and reading it"),
        ("deciding", "until the player is told"), ("block", "until the player begins the block in which it acts"),
        ("chain", "the chain's own delay"), ("card", "what the sound card had still to play"),
    ]

    /// For people: medians over all changes.
    var lines: [String] {
        var lines: [String] = []
        if atOnce.isEmpty {
            lines.append("nothing was heard to answer a face: change your expression, or try --camera actor")
        } else {
            lines.append("from the face to the ear, medians of \(atOnce.count) changes that act at once:")
            for stage in LatencyReport.stages {
                let seconds = atOnce.map { time in time.stages.first { $0.name == stage.name }?.seconds ?? 0 }
                lines.append(LatencyReport.line(stage.name, median(seconds), stage.words))
            }
            lines.append(LatencyReport.line("together", median(atOnce.map(\.total)), ""))
        }
        if !onBeat.isEmpty {
            lines.append(LatencyReport.line("on the beat", median(onBeat.map(\.total)), "what waits for a beat, median of \(onBeat.count)"))
        }
        if !detectMilliseconds.isEmpty {
            lines.append(String(
                printf: "processor time a picture: find %.1f ms, read %.1f ms (medians)", median(detectMilliseconds),
                median(readMilliseconds)))
        }
        lines.append(
            bufferSeconds > 0
                ? String(printf: "the sound card's buffer holds %.1f ms", bufferSeconds * 1000) : "no sound card: nothing waits in one")
        lines.append("not measured, since the program cannot see it: exposure and transfer before the driver's time stamp")
        lines.append("(about a picture's length), converters and wireless behind the sound card, and the air: 3 ms a metre")
        return lines
    }

    private static func line(_ name: String, _ seconds: Double, _ words: String) -> String {
        let head = "  " + name.padded(to: 12)
        return head + String(printf: "%7.1f ms", seconds * 1000) + (words.isEmpty ? "" : "   \(words)")
    }
}
